using System.Collections.Generic;
using System.Linq;
using System.Management.Automation;
using PostHogPS.Contracts;

namespace PostHogPS.Binding;

/// <summary>
/// Switches that say yes, no, or leave it: -Enabled and -Enabled:$false. Of -Enabled $false PowerShell takes the value for an
/// argument of its own; read as a plain switch it would do the opposite of what it says.
/// </summary>
internal static class SettingSwitch
{
    /// <summary>Each switch that was given, with its value.</summary>
    /// <param name="bound">The bound parameters.</param>
    /// <param name="rest">What no parameter took.</param>
    /// <param name="names">The switches of the cmdlet.</param>
    internal static Dictionary<string, bool> Read(IDictionary<string, object> bound, object?[]? rest, params string[] names)
    {
        Dictionary<string, bool> given = names.Where(bound.ContainsKey).ToDictionary(name => name, name => bound[name] is SwitchParameter { IsPresent: true });
        object?[] values = (rest ?? []).Select(value => ShellObject.Unwrap(value)).ToArray();
        if (values.Length == 0)
            return given;
        if (values.Length > 1 || values[0] is not bool value || given.Count == 0)
            throw Problems.Validation($"'{values.FirstOrDefault(v => v is not bool) ?? values[0]}' belongs to no parameter. Nothing was sent.",
                "Name the parameter that it is for.", endsCommand: true);
        if (given.Count > 1 || !given.Values.Single())
            throw Problems.Validation($"It is not clear which switch {value} belongs to. Nothing was sent.", "Write "
                + string.Join(" ", given.Keys.Select(name => $"-{name}:${value.ToString().ToLowerInvariant()}")) + ".", endsCommand: true);
        given[given.Keys.Single()] = value;
        return given;
    }

    /// <summary>The value of a switch that was read; null where it was not given.</summary>
    internal static bool? Find(this Dictionary<string, bool> given, string name) => given.TryGetValue(name, out bool value) ? value : null;

    internal static bool IsValue(object? input) => ShellObject.Unwrap(input) is bool;

    /// <summary>The value of a switch, where it would be taken for the object to act on.</summary>
    internal static ArgumentTransformationMetadataException NotPositional(string what, object value) =>
        new($"A {what} was expected, but the input is {value}. Write the value of a switch with a colon, such as "
            + $"-Enabled:${value.ToString()!.ToLowerInvariant()}. Nothing was sent.");
}
