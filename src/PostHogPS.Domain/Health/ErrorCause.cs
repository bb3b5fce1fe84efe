using System;
using System.Collections.Generic;
using System.Linq;
using System.Text.RegularExpressions;
using PostHogPS.Text;

namespace PostHogPS.Health;

/// <summary>Groups failures by cause: what differs from run to run (ids, times, numbers) is taken out of the text.</summary>
internal static class ErrorCause
{
    internal const string None = "(no error text)";

    private const int Longest = 2000;

    private const RegexOptions Options = RegexOptions.CultureInvariant | RegexOptions.IgnoreCase;

    // An error text made for this purpose must not block the shell.
    private static readonly TimeSpan MatchTimeout = TimeSpan.FromSeconds(1);

    private static readonly (Regex Pattern, string Replacement)[] Rules =
    [
        (new Regex(@"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}", Options, MatchTimeout), "<id>"),
        (new Regex(@"\d{4}-\d{2}-\d{2}([T ]\d{2}:\d{2}(:\d{2}(\.\d+)?)?( ?(Z|UTC|[+-]\d{2}:?\d{2}))?)?", Options, MatchTimeout), "<time>"),
        (new Regex(@"\b\d{2}:\d{2}:\d{2}(\.\d+)?\b", Options, MatchTimeout), "<time>"),
        (new Regex(@"\b\d{1,3}(\.\d{1,3}){3}(:\d+)?\b", Options, MatchTimeout), "<address>"),
        (new Regex(@"\b(?=[0-9a-z]*\d)(?=[0-9a-z]*[a-z])[0-9a-z]{12,}\b", Options, MatchTimeout), "<id>"),
        // A digit that belongs to a word (S3, v2) is part of the cause.
        (new Regex(@"(?<![a-z_])\d+([.,]\d+)*", Options, MatchTimeout), "<n>"),
        // Control characters too: an escape sequence in an error must not reach the terminal.
        (new Regex(@"[\s\p{Cc}\p{Cf}]+", Options, MatchTimeout), " "),
    ];

    /// <summary>The text without what differs from run to run.</summary>
    internal static string Normalize(string? error)
    {
        if (string.IsNullOrWhiteSpace(error))
            return None;
        string text = error!.Length > Longest ? error.Substring(0, char.IsHighSurrogate(error[Longest - 1]) ? Longest - 1 : Longest) : error;
        try
        {
            return Rules.Aggregate(text, (t, rule) => rule.Pattern.Replace(t, rule.Replacement)).Trim();
        }
        catch (RegexMatchTimeoutException)
        {
            // A busy machine can time out on a harmless text too; it must still be free of control characters.
            return OneLine.Clean(text);
        }
    }

    /// <summary>One group per cause, the most frequent first.</summary>
    internal static List<BatchExportErrorGroup> Group(IEnumerable<BatchExportRun> failed)
    {
        var tally = new ErrorTally();
        foreach (BatchExportRun run in failed)
            tally.Add(run);
        return tally.Groups();
    }
}
