using System.Collections;
using System.Linq;
using PostHogPS.Text;

namespace PostHogPS.Binding;

/// <summary><see cref="BlankEntries"/> for what a person typed, which PowerShell may have wrapped.</summary>
internal static class BlankItems
{
    /// <summary>True for a list of texts, numbers or objects with an entry that holds nothing.</summary>
    internal static bool Contains(object? given)
    {
        object? value = ShellObject.Unwrap(given);
        return value is not string and not IDictionary && value is IList list && list.Cast<object?>().Any(IsBlank);
    }

    internal static bool IsBlank(object? item) => BlankEntries.IsBlank(ShellObject.Unwrap(item));
}
