using System;
using System.Collections;
using System.Collections.Generic;
using System.Management.Automation;

namespace PostHogPS.TestHost;

/// <summary>A property as cmdlets of the Utility module take it: a name, a script block, or a hashtable with both.</summary>
internal static class PropertyExpression
{
    internal static bool IsCalculated(object entry, out string? name, out ScriptBlock? script)
    {
        object value = entry is PSObject wrapped ? wrapped.BaseObject : entry;
        name = null;
        script = value as ScriptBlock;
        if (script is not null)
        {
            name = script.ToString();
            return true;
        }

        if (value is not IDictionary table)
            return false;

        foreach (DictionaryEntry pair in table)
        {
            if (Is(pair.Key, "Name") || Is(pair.Key, "Label"))
                name = pair.Value?.ToString();
            else if (Is(pair.Key, "Expression"))
                script = pair.Value as ScriptBlock ?? ScriptBlock.Create("$_." + pair.Value);
        }

        name ??= script?.ToString();
        return script is not null;
    }

    internal static object? Value(object? entry, PSObject item)
    {
        if (entry is null)
            return item.BaseObject;
        return IsCalculated(entry, out _, out ScriptBlock? script) ? Evaluate(script!, item) : item.Properties[entry.ToString()]?.Value;
    }

    internal static object? Evaluate(ScriptBlock script, PSObject item)
    {
        List<PSVariable> variables = [new PSVariable("_", item)];
        PSObject[] results = [.. script.InvokeWithContext(null, variables)];
        return results.Length switch { 0 => null, 1 => results[0].BaseObject, _ => results };
    }

    // Calculated properties may be shortened: n, name, l, label, e, expression.
    private static bool Is(object key, string word) =>
        key.ToString() is { Length: > 0 } text && word.StartsWith(text, StringComparison.OrdinalIgnoreCase);
}
