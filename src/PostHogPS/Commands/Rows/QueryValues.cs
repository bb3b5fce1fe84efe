using System;
using System.Collections;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Security;
using PostHogPS.Binding;
using PostHogPS.Contracts;

namespace PostHogPS.Commands;

/// <summary>What a person gives as parameters of a query, as plain values and dates in UTC.</summary>
internal static class QueryValues
{
    internal static Dictionary<string, object?> From(IDictionary? parameters)
    {
        var values = new Dictionary<string, object?>(StringComparer.Ordinal);
        foreach (DictionaryEntry entry in parameters ?? new Hashtable())
        {
            string name = Convert.ToString(entry.Key, CultureInfo.InvariantCulture) ?? "";
            values[name] = Value(name, entry.Value);
        }

        return values;
    }

    private static object? Value(string name, object? given)
    {
        object? value = ShellObject.Unwrap(given);
        switch (value)
        {
            case DateTimeOffset instant:
                return instant.ToUniversalTime();
            case DateTime { Kind: DateTimeKind.Utc } utc:
                return new DateTimeOffset(utc);
            case DateTime local:
                return new DateTimeOffset(DateTime.SpecifyKind(local, DateTimeKind.Local)).ToUniversalTime();
            case SecureString:
                throw Problems.Validation($"The parameter '{name}' is a secret. PostHog keeps queries in its query log, so none is sent in one.");
            // A day, on shells that know the type.
            case IFormattable day when value.GetType().FullName == "System.DateOnly":
                return day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
            case ulong number:
                return (decimal)number;
            case IEnumerable list and not (string or IDictionary):
                return list.Cast<object?>().Select(item => Value(name, item)).ToArray();
            default:
                return PlainValue.CreateFrom(value);
        }
    }
}
