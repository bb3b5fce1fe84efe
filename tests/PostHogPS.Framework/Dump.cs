using System;
using System.Collections;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;

namespace PostHogPS.Framework;

/// <summary>An object of the module as one line that is the same on every runtime. Kinds of plain values and the order of fields count.</summary>
internal static class Dump
{
    internal static string Of(object? value) => value switch
    {
        null => "null",
        string text => "'" + text + "'",
        IDictionary<string, object?> map => "{" + string.Join(",", map.Select(static p => p.Key + "=" + Of(p.Value))) + "}",
        IEnumerable list => "[" + string.Join(",", list.Cast<object?>().Select(Of)) + "]",
        DateTimeOffset time => time.ToString("O", CultureInfo.InvariantCulture),
        double number => "Double " + number.ToString("G17", CultureInfo.InvariantCulture),
        _ when value.GetType().Namespace!.StartsWith("PostHogPS", StringComparison.Ordinal) && !value.GetType().IsEnum =>
            value.GetType().Name + "(" + string.Join(",", value.GetType().GetProperties()
                .OrderBy(static p => p.Name, StringComparer.Ordinal).Select(p => p.Name + "=" + Of(p.GetValue(value)))) + ")",
        _ => value.GetType().Name + " " + Convert.ToString(value, CultureInfo.InvariantCulture),
    };
}
