using System;
using System.Globalization;
using System.Text;

namespace PostHogPS.Text;

/// <summary>Texts that must fit on one line and cannot control the terminal.</summary>
internal static class OneLine
{
    private const int Longest = 2000;
    private const int LongestCell = 40;

    /// <summary>A text of the server on one line: no control character reaches the terminal.</summary>
    internal static string Clean(object? text)
    {
        string all = Convert.ToString(text, CultureInfo.CurrentCulture) ?? "";
        var clean = new StringBuilder(Math.Min(all.Length, Longest));
        foreach (char c in all)
        {
            bool blank = char.IsControl(c) || char.IsWhiteSpace(c)
                || char.GetUnicodeCategory(c) is UnicodeCategory.Format or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator;
            if (!blank)
                clean.Append(c);
            else if (clean.Length > 0 && clean[clean.Length - 1] != ' ')
                clean.Append(' ');
            if (clean.Length > Longest)
                return Truncate(clean.ToString(), Longest);
        }

        return clean.ToString().TrimEnd();
    }

    /// <summary>A name in a table that sizes itself: a long one must not push the other columns off the screen.</summary>
    internal static string Shorten(object? text) => Truncate(Clean(text), LongestCell);

    /// <summary>The beginning of a text that is too long, never with half a character at its end.</summary>
    internal static string Truncate(string text, int longest)
    {
        if (text.Length <= longest)
            return text;
        int end = char.IsHighSurrogate(text[longest - 2]) ? longest - 2 : longest - 1;
        return text.Substring(0, end) + "…";
    }
}
