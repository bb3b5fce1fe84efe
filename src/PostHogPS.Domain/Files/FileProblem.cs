using PostHogPS.Contracts;
using PostHogPS.Text;

namespace PostHogPS.Files;

/// <summary>What is wrong in a file, and where.</summary>
internal sealed class FileProblem(string property, string message, int line, int column)
{
    internal const string NothingSent = "Nothing was sent.";

    /// <summary>The path of the property: destination.config.region.</summary>
    internal string Property { get; } = property;

    internal string Message { get; } = message;

    internal int Line { get; } = line;

    internal int Column { get; } = column;

    internal ProblemException ToException(string file, string consequence = NothingSent) => Problems.InvalidFile(
        file, $"line {Line}, column {Column}{(Property.Length > 0 ? ", " + MessageText.Name(Property) : "")}: {Message} {consequence}",
        "Correct the file. docs/as-files.md in the repository describes the format; "
            + "editors check it by the schema that Export-PHBatchExport writes beside the files.");
}
