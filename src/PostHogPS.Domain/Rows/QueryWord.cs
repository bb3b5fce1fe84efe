using System;

namespace PostHogPS.Rows;

/// <summary>A word of a query: a keyword, a name, quoted or not, or a number.</summary>
internal sealed class QueryWord
{
    private static readonly char[] Quotes = ['"', '`'];

    internal QueryWord(int at, string source, int depth, bool isMember)
    {
        At = at;
        Source = source;
        Depth = depth;
        IsMember = isMember;
    }

    internal int At { get; }

    /// <summary>As it is written, with its quotes.</summary>
    internal string Source { get; }

    internal string Text => Source.Trim(Quotes);

    /// <summary>How many parentheses are open around it.</summary>
    internal int Depth { get; }

    /// <summary>True behind a dot: a name, whatever it looks like.</summary>
    internal bool IsMember { get; }

    internal bool IsKeyword(string keyword) => !IsMember && string.Equals(Source, keyword, StringComparison.OrdinalIgnoreCase);
}
