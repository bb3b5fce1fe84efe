using System;
using PostHogPS.Text;

namespace PostHogPS.Contracts;

/// <summary>Reads JSON files. The engine does it: this assembly has no JSON reader that knows lines, columns and comments.</summary>
internal interface IJsonFileReader
{
    /// <summary>The value of a file, which may have comments and commas behind the last item.</summary>
    /// <exception cref="FileSyntaxException">The content is not JSON.</exception>
    FileValue Read(byte[] content);
}

/// <summary>Content that is not JSON.</summary>
internal sealed class FileSyntaxException(string message, int line, int column) : Exception(message)
{
    /// <summary>From 1.</summary>
    internal int Line { get; } = line;

    /// <summary>From 1.</summary>
    internal int Column { get; } = column;
}
