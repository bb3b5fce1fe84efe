using System;
using System.Collections.Generic;
using System.Linq;

namespace PostHogPS.Text;

/// <summary>Names in a sentence: each once, and only the first few.</summary>
internal static class NameList
{
    private const int Most = 3;

    /// <summary>"a, b", "a, b, c and 4 more".</summary>
    internal static string Format(IEnumerable<string> names)
    {
        List<string> all = names.Distinct(StringComparer.Ordinal).ToList();
        return string.Join(", ", all.Take(Most)) + (all.Count > Most ? $" and {all.Count - Most} more" : "");
    }
}
