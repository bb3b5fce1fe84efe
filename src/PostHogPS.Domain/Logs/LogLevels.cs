using System;
using System.Collections.Generic;
using System.Linq;
using PostHogPS.Contracts;

namespace PostHogPS.Logs;

/// <summary>The levels as a person types them, and as servers name them: WARN on newer ones, WARNING on older ones.</summary>
internal static class LogLevels
{
    private static readonly Dictionary<string, string[]> Names = new(StringComparer.OrdinalIgnoreCase)
    {
        ["Error"] = ["ERROR"],
        ["Warning"] = ["WARN", "WARNING"],
        ["Warn"] = ["WARN", "WARNING"],
        ["Info"] = ["INFO"],
        ["Log"] = ["LOG"],
        ["Debug"] = ["DEBUG"],
    };

    /// <summary>Every level, each with all its names.</summary>
    internal static IEnumerable<string[]> Groups => Names.Where(pair => pair.Key != "Warn").Select(pair => pair.Value);

    internal static List<string> Of(IEnumerable<string> levels) =>
        levels.SelectMany(level => Names.TryGetValue(level.Trim(), out string[]? names)
                ? names
                : throw Problems.Invalid("Level", $"'{level}' is not a level of log entries.", "Give Error, Warning, Info, Log or Debug."))
            .Distinct(StringComparer.Ordinal).ToList();
}
