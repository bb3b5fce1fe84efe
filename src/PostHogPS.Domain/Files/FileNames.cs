using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Text;

namespace PostHogPS.Files;

/// <summary>
/// Names for files, made of names that anybody may choose: allowed on every file system, without characters that a shell or a pattern reads as
/// something else, never a device of Windows, never hidden, and short enough for a path.
/// </summary>
internal static class FileNames
{
    internal const string Extension = ".json";

    // In characters of a text; in UTF-8 they are at most four times as many bytes, and a name may have 255.
    private const int Longest = 50;

    private static readonly HashSet<string> Devices = new(
        new[] { "CON", "PRN", "AUX", "NUL", "CONIN$", "CONOUT$" }.Concat(Enumerable.Range(0, 10).SelectMany(static n => new[] { "COM" + n, "LPT" + n })),
        StringComparer.OrdinalIgnoreCase);

    /// <summary>A name without an extension.</summary>
    /// <param name="name">What it is named after.</param>
    /// <param name="fallback">For a name without any letter or digit.</param>
    internal static string CreateFrom(string name, string fallback)
    {
        var text = new StringBuilder();
        foreach (string letter in Letters(name))
        {
            if (letter.Length > 0)
                text.Append(letter);
            else if (text.Length > 0 && text[text.Length - 1] != '-')
                text.Append('-');
        }

        string made = text.ToString().Trim('-', '.', '_');
        if (made.Length > Longest)
            made = made.Substring(0, char.IsHighSurrogate(made[Longest - 1]) ? Longest - 1 : Longest).TrimEnd('-', '.', '_');
        if (made.Length == 0)
            made = fallback;
        return Devices.Contains(made.Split('.')[0]) ? made.Split('.')[0] + "-" + fallback + made.Substring(made.Split('.')[0].Length) : made;
    }

    /// <summary>
    /// Names for several things at once, unique without case: things that would share one get the end of their id too, in any order.
    /// </summary>
    /// <param name="things">Name and id of each.</param>
    /// <param name="fallback">For a name without any letter or digit.</param>
    /// <param name="taken">Names that belong to something else, without extension.</param>
    /// <param name="fold">What names that are taken for one have in common; null for files.</param>
    internal static IReadOnlyDictionary<string, string> CreateUnique(
        IReadOnlyCollection<(string Name, string Id)> things, string fallback, IEnumerable<string> taken, Func<string, string>? fold = null)
    {
        fold ??= Fold;
        var used = new HashSet<string>(taken.Select(fold), StringComparer.Ordinal);
        ILookup<string, (string Id, string Made)> groups = things.Select(thing => (thing.Id, Made: CreateFrom(thing.Name, fallback)))
            .ToLookup(thing => fold(thing.Made));
        var names = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (IGrouping<string, (string Id, string Made)> group in groups)
        {
            foreach ((string id, string made) in group.OrderBy(static thing => thing.Id, StringComparer.Ordinal))
            {
                string letters = new(id.Where(char.IsLetterOrDigit).ToArray());
                string name = made;
                // The end of an id: the beginning of newer ones is a time, which things made together share.
                for (int length = 8; group.Count() > 1 && length == 8 || used.Contains(fold(name)); length += 4)
                {
                    name = made + "-" + letters.Substring(Math.Max(0, letters.Length - length));
                    if (length > letters.Length && used.Contains(fold(name)))
                        name += "-" + (length - letters.Length).ToString(CultureInfo.InvariantCulture);
                }

                used.Add(fold(name));
                names[id] = name;
            }
        }

        return names;
    }

    /// <summary>What names have in common that some file system takes for one.</summary>
    internal static string Fold(string name) => name.Normalize(NormalizationForm.FormKC).ToUpperInvariant().ToLowerInvariant();

    // Each letter or digit in its composed form (macOS decomposes); "" for everything else.
    private static IEnumerable<string> Letters(string name)
    {
        string composed = Compose(name);
        for (int i = 0; i < composed.Length; i++)
        {
            bool pair = i + 1 < composed.Length && char.IsSurrogatePair(composed, i);
            string letter = composed.Substring(i, pair ? 2 : 1);
            yield return char.IsLetterOrDigit(composed, i) || CharUnicodeInfo.GetUnicodeCategory(composed, i) is UnicodeCategory.NonSpacingMark
                or UnicodeCategory.SpacingCombiningMark || letter is "." or "_" or "-" ? letter : "";
            if (pair)
                i++;
        }
    }

    // Half a surrogate pair cannot be normalized.
    private static string Compose(string name)
    {
        try
        {
            return name.Normalize(NormalizationForm.FormC);
        }
        catch (ArgumentException)
        {
            return new string(name.Where(static c => !char.IsSurrogate(c)).ToArray()).Normalize(NormalizationForm.FormC);
        }
    }
}
