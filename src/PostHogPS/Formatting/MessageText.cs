using System.Globalization;
using System.Text;

namespace PostHogPS.Formatting;

/// <summary>
/// Texts of messages, prompts and progress. Names come from the server, where anybody in the project may choose them:
/// one with escape sequences or direction marks must not repaint the prompt that asks whether to delete something.
/// </summary>
internal static class MessageText
{
    private const int LongestName = 120;
    private const int Longest = 8000;

    /// <summary>A whole message: line breaks stay, nothing else that steers a terminal does.</summary>
    internal static string Clean(string text, int longest = Longest)
    {
        if (text.Length <= longest && !NeedsCleaning(text))
            return text;
        var clean = new StringBuilder();
        foreach (char c in text)
        {
            if (clean.Length > longest)
                return ViewText.Cut(clean.ToString(), longest);
            clean.Append(c is '\n' or '\r' or '\t' || !Steers(c) ? c : ' ');
        }

        return clean.ToString();
    }

    /// <summary>A name inside a message: on one line, and never so long that the rest is not seen.</summary>
    internal static string Name(string? name) => ViewText.Cut(ViewText.Line(name), LongestName);

    private static bool NeedsCleaning(string text)
    {
        foreach (char c in text)
        {
            if (c is not ('\n' or '\r' or '\t') && Steers(c))
                return true;
        }

        return false;
    }

    // Of the format characters only those that change the direction: others join letters in scripts that need them.
    private static bool Steers(char c) =>
        char.IsControl(c) || c is '\u061C' or '\u200E' or '\u200F' or (>= '\u202A' and <= '\u202E') or (>= '\u2066' and <= '\u2069')
        || char.GetUnicodeCategory(c) is UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator;
}
