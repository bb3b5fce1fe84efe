using System;
using System.Collections.Generic;
using System.Linq;
using System.Management.Automation;

namespace PostHogPS.Binding;

/// <summary>
/// Names and patterns, in one place. An exact name, case ignored, is tried before it is read as a pattern, since
/// <c>events [prod]</c> is a name.
/// </summary>
internal static class NameMatcher
{
    /// <summary>What has a wildcard and can be read as a pattern. A bracket that is never closed is just a character of a name.</summary>
    internal static bool IsPattern(string text)
    {
        if (!WildcardPattern.ContainsWildcardCharacters(text))
            return false;
        try
        {
            _ = Pattern(text).IsMatch("");
            return true;
        }
        catch (WildcardPatternException)
        {
            return false;
        }
    }

    /// <summary>The items a text names.</summary>
    internal static List<T> Match<T>(IReadOnlyList<T> items, string text, Func<T, string> name)
    {
        List<T> exact = items.Where(item => string.Equals(name(item), text, StringComparison.OrdinalIgnoreCase)).ToList();
        if (exact.Count > 0)
            return exact;
        if (!IsPattern(text))
            return items.Where(item => string.Equals(name(item), Plain(text), StringComparison.OrdinalIgnoreCase)).ToList();
        WildcardPattern pattern = Pattern(text);
        return items.Where(item => pattern.IsMatch(name(item))).ToList();
    }

    internal static bool IsMatch(string text, string name) =>
        string.Equals(text, name, StringComparison.OrdinalIgnoreCase) || string.Equals(Plain(text), name, StringComparison.OrdinalIgnoreCase)
            || (IsPattern(text) && Pattern(text).IsMatch(name));

    // What [WildcardPattern]::Escape and Tab make of a name: "events `[prod`]".
    private static string Plain(string text) => text.IndexOf('`') < 0 ? text : WildcardPattern.Unescape(text);

    internal static WildcardPattern Pattern(string text) => new(text, WildcardOptions.IgnoreCase | WildcardOptions.CultureInvariant);
}
