using System;

namespace PostHogPS.Sandbox.HogQL;

/// <summary>Why a query has no result.</summary>
internal sealed class QueryProblem : Exception
{
    private QueryProblem(int status, string code, string message)
        : base(message)
    {
        Status = status;
        Code = code;
    }

    public int Status { get; }

    public string Code { get; }

    public static QueryProblem Invalid(string message) => new(400, "invalid_input", message);

    /// <summary>A part of the language that the server knows and the sandbox does not: no result is better than an invented one.</summary>
    public static QueryProblem Unknown(string what) => Invalid("Syntax error: the sandbox does not know " + what + ".");

    /// <summary>The database's own error; its name is the code.</summary>
    public static QueryProblem Database(string code, string message) => new(400, code, message);

    public static QueryProblem TooSlow() =>
        new(504, "error", "Query has hit the max execution time before completing. See our docs for how to improve your query performance. "
            + "You may need to materialize.");

    public static QueryProblem EstimatedTooSlow() => new(512, "error", "Query is estimated to be too slow to run. Narrow the range of timestamp.");

    public static QueryProblem TooMuchMemory(bool old) =>
        new(old ? 400 : 513, old ? "memory_limit_exceeded" : "error", "Query has reached the max memory limit before completing.");
}
