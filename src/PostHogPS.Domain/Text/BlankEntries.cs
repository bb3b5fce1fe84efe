using System.Collections;
using System.Linq;

namespace PostHogPS.Text;

/// <summary>
/// Entries of a list that hold nothing. A name that the shell emptied ("$pageview" in double quotes) selects nothing, or
/// everything, and never what was meant.
/// </summary>
internal static class BlankEntries
{
    /// <summary>True for a list of texts, numbers or objects with an entry that holds nothing.</summary>
    internal static bool Contains(object? value) => value is not string and not IDictionary && value is IList list && list.Cast<object?>().Any(IsBlank);

    internal static bool IsBlank(object? item) => item switch
    {
        null => true,
        string text => string.IsNullOrWhiteSpace(text),
        // What PowerShell makes of nothing where a number is expected; no id is zero.
        0L => true,
        _ => false,
    };
}
