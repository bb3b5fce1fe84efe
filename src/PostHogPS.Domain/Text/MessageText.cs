using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Text;

namespace PostHogPS.Text;

/// <summary>
/// Texts of messages, prompts and progress. Names come from the server, where anybody in the project may choose them:
/// one with escape sequences or direction marks must not repaint the prompt that asks whether to delete something.
/// </summary>
internal static class MessageText
{
    private const int LongestName = 120;
    private const int Longest = 8000;

    /// <summary>A message on one line: without control characters for a terminal, and without passwords in addresses.</summary>
    internal static string Clean(string text) => Clean(text, Longest, keepsLines: false);

    /// <summary>A text of many lines, such as headers and a body.</summary>
    internal static string Block(string text) => Clean(text, int.MaxValue, keepsLines: true);

    /// <summary>A message with lines of its own below it, each of them cleaned: a line break inside a name is removed.</summary>
    internal static string WithLines(string message, IEnumerable<string> lines) =>
        Clean(message) + string.Concat(lines.Select(static line => Environment.NewLine + "  " + Clean(line)));

    /// <summary>A name inside a message: on one line, and never so long that the rest is not seen.</summary>
    internal static string Name(string? name) => OneLine.Truncate(OneLine.Clean(name), LongestName);

    /// <summary>The text as the beginning of a sentence.</summary>
    internal static string Capitalize(string text) => text.Length == 0 ? text : char.ToUpperInvariant(text[0]) + text.Substring(1);

    private static string Clean(string text, int longest, bool keepsLines)
    {
        text = AddressPasswords.Hide(text, bare: false);
        if (text.Length <= longest && !NeedsCleaning(text, keepsLines))
            return text;
        var clean = new StringBuilder();
        foreach (char c in text)
        {
            if (clean.Length > longest)
                return OneLine.Truncate(clean.ToString(), longest);
            if (!Steers(c) || (keepsLines && c is ('\n' or '\t')))
                clean.Append(c);
            else if (clean.Length == 0 || clean[clean.Length - 1] != ' ')
                clean.Append(' ');
        }

        return clean.ToString();
    }

    private static bool NeedsCleaning(string text, bool keepsLines)
    {
        foreach (char c in text)
        {
            if (Steers(c) && !(keepsLines && c is ('\n' or '\t')))
                return true;
        }

        return false;
    }

    // Of the format characters only those that change the direction: others join letters in scripts that need them.
    internal static bool Steers(char c) =>
        char.IsControl(c) || c is '\u061C' or '\u200E' or '\u200F' or (>= '\u202A' and <= '\u202E') or (>= '\u2066' and <= '\u2069')
        || char.GetUnicodeCategory(c) is UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator;
}
