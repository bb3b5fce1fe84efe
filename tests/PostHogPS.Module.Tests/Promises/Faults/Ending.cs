using System.Collections.Generic;
using System.Globalization;
using System.Management.Automation;

namespace PostHogPS.Module.Tests.Promises.Faults;

/// <summary>How a number of requests is meant.</summary>
internal enum Counting
{
    Exactly,

    AtLeast,

    /// <summary>More than the command sends when nothing is wrong.</summary>
    Beyond,

    /// <summary>At least one, and not more than when nothing is wrong.</summary>
    UpTo,
}

/// <summary>What must come of a fault: the error, null for success, and how often the main request arrives.</summary>
internal sealed record Ending(string? Error, int Sends, Counting Counting = Counting.Exactly)
{
    private static readonly Dictionary<string, ErrorCategory> Categories = new()
    {
        ["BackfillNotSeen"] = ErrorCategory.ObjectNotFound,
        ["Certificate"] = ErrorCategory.SecurityError,
        ["FateUnknown"] = ErrorCategory.WriteError,
        ["InvalidResponse"] = ErrorCategory.InvalidData,
        ["NotFound"] = ErrorCategory.ObjectNotFound,
        ["Redirect"] = ErrorCategory.SecurityError,
        ["Server"] = ErrorCategory.InvalidResult,
        ["Throttled"] = ErrorCategory.LimitsExceeded,
        ["QueryTimeout"] = ErrorCategory.OperationTimeout,
        ["Timeout"] = ErrorCategory.OperationTimeout,
        ["TooManyBackfills"] = ErrorCategory.LimitsExceeded,
        ["TooManyQueries"] = ErrorCategory.LimitsExceeded,
        ["Unreachable"] = ErrorCategory.ConnectionError,
        ["Validation"] = ErrorCategory.InvalidArgument,
        ["WaitTimeout"] = ErrorCategory.OperationTimeout,
    };

    /// <summary>Works, with the usual requests and so many more.</summary>
    internal static Ending Works(int more = 0) => new(null, more, Counting.Beyond);

    internal ErrorCategory? Category => Error is null ? null : Categories[Error];

    internal bool Allows(int sends, int usual) => Counting switch
    {
        Counting.Exactly => sends == Sends,
        Counting.AtLeast => sends >= Sends,
        Counting.UpTo => sends >= 1 && sends <= usual,
        _ => sends == usual + Sends,
    };

    /// <summary>As the table of the docs shows it.</summary>
    public override string ToString() => (Error ?? "works") + (Counting, Sends) switch
    {
        (Counting.Beyond, 0) or (Counting.UpTo, _) => "",
        (Counting.Beyond, _) => ", " + Number(Sends) + " more",
        (Counting.AtLeast, _) => ", " + Number(Sends) + " or more",
        _ => ", " + Number(Sends),
    };

    private static string Number(int number) => number.ToString(CultureInfo.InvariantCulture);
}
