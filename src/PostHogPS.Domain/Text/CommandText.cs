using System.Linq;

namespace PostHogPS.Text;

/// <summary>Commands that a message suggests: they are meant to be pasted, so a name in one is a single argument and nothing more.</summary>
internal static class CommandText
{
    private const int LongestName = 200;

    /// <summary>A command for a thing known by its name only.</summary>
    /// <param name="cmdlet">The cmdlet, which takes the name at position 0.</param>
    /// <param name="name">The name. One that a message cannot show as it is would be pasted as another one, so it is left out.</param>
    internal static string ByName(string cmdlet, string name) =>
        name.Length > LongestName || name.Any(MessageText.Steers) || name.Any(char.IsSurrogate)
            ? cmdlet
            : cmdlet + " '" + Quoted(name) + "'";

    // Each of these ends a text in single quotes; doubled, it stands for itself.
    private static string Quoted(string name) => string.Concat(name.Select(static c => c is '\'' or '\u2018' or '\u2019' or '\u201A' or '\u201B' ? new string(c, 2) : c.ToString()));
}
