using System;
using System.Globalization;
using System.Linq;
using PostHogPS.Contracts;

namespace PostHogPS.Alerts;

/// <summary>A channel in Slack: its id, its name with #, or both as PostHog's own page stores them (C0123ABCD|#data).</summary>
internal static class SlackChannel
{
    private const int LeastId = 6;
    private const int LongestName = 80;

    /// <summary>Refuses what is no channel. It is not repeated: an address or a token may have been given by mistake.</summary>
    internal static string Check(string text)
    {
        string[] parts = text.Trim().Split('|');
        bool isChannel = parts.Length == 1 ? IsId(parts[0]) || IsName(parts[0]) : parts.Length == 2 && IsId(parts[0]) && IsName(parts[1]);
        return isChannel ? text.Trim() : throw Problems.Validation("-Channel takes the id of a channel in Slack (C0123ABCD), or its name with #, which has "
            + "letters, digits, - and _ only. Nothing was sent.", "-Channel '#data-ops'");
    }

    /// <summary>Whether two texts mean one channel. Ids are case-sensitive in Slack, names are not.</summary>
    internal static bool AreSame(string one, string other) =>
        one.Split('|').Any(part => other.Split('|').Any(text =>
            part.Equals(text, part.StartsWith("#", StringComparison.Ordinal) ? StringComparison.OrdinalIgnoreCase : StringComparison.Ordinal)));

    private static bool IsId(string text) =>
        text.Length >= LeastId && text[0] is ('C' or 'G' or 'D') && text.All(static c => c is (>= 'A' and <= 'Z') or (>= '0' and <= '9'));

    private static bool IsName(string text) =>
        text.Length is > 1 and <= LongestName + 1 && text[0] == '#' && text.Skip(1).All(static c => char.IsLetterOrDigit(c) || c is '-' or '_' || IsMark(c));

    // Letters of some scripts are written with marks.
    private static bool IsMark(char c) =>
        char.GetUnicodeCategory(c) is UnicodeCategory.NonSpacingMark or UnicodeCategory.SpacingCombiningMark;
}
