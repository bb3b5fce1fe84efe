using System;
using System.Collections.Generic;
using System.Linq;
using System.Management.Automation;
using System.Reflection;

namespace PostHogPS.Binding;

/// <summary>The settings that a command was given: each parameter's attribute names the one it fills.</summary>
internal static class BoundSettings
{
    /// <param name="cmdlet">The command.</param>
    /// <param name="given">Whether a parameter was given.</param>
    /// <param name="convert">What a parameter of any type stands for.</param>
    internal static Dictionary<string, object?> Read(PSCmdlet cmdlet, Func<string, bool> given, Func<string, object?, object?>? convert = null)
    {
        var config = new Dictionary<string, object?>(StringComparer.Ordinal);
        foreach (PropertyInfo property in cmdlet.GetType().GetProperties())
        {
            if (property.GetCustomAttribute<ConfigKeyAttribute>() is { } key && given(property.Name))
                Put(config, key.Key, property.PropertyType == typeof(object) && convert is not null
                    ? convert(property.Name, property.GetValue(cmdlet)) : Value(property, property.GetValue(cmdlet)));
        }

        return config;
    }

    // The server knows its words in one spelling only; a person may use any.
    private static object? Value(PropertyInfo property, object? given)
    {
        object? value = PlainValue.CreateFrom(given);
        return value is string text && property.GetCustomAttribute<ValidateSetAttribute>() is { } set
            ? set.ValidValues.First(v => v.Equals(text, StringComparison.OrdinalIgnoreCase)) : value;
    }

    private static void Put(Dictionary<string, object?> config, string key, object? value)
    {
        int dot = key.IndexOf('.');
        if (dot < 0)
        {
            config[key] = value;
            return;
        }

        string outer = key.Substring(0, dot);
        if (!config.TryGetValue(outer, out object? inner))
            config[outer] = inner = new Dictionary<string, object?>(StringComparer.Ordinal);
        Put((Dictionary<string, object?>)inner!, key.Substring(dot + 1), value);
    }
}
