using System;
using System.Collections;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Management.Automation;
using System.Numerics;
using System.Security;
using PostHogPS.Binding;
using PostHogPS.Contracts;

namespace PostHogPS.Commands;

/// <summary>What a person gives as parameters of a query, as plain values and dates in UTC.</summary>
internal static class QueryValues
{
    // Lists in lists are rare; one that contains itself would end the process.
    private const int Deepest = 100;

    internal static Dictionary<string, object?> From(IDictionary? parameters)
    {
        var values = new Dictionary<string, object?>(StringComparer.Ordinal);
        foreach (DictionaryEntry entry in parameters ?? new Hashtable())
        {
            string name = Convert.ToString(entry.Key, CultureInfo.InvariantCulture) ?? "";
            if (name.Trim().Length == 0)
            {
                throw Problems.Validation(
                    "A value of -Parameter has an empty name. Nothing was sent.", "Give each value the name of its placeholder: @{ name = value } for {name}.");
            }

            values[name] = Value(name, entry.Value);
        }

        return values;
    }

    private static object? Value(string name, object? given, int depth = 0)
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
            // Before IFormattable, which it is since .NET 7 only: the compiler would leave it out behind that.
            case char:
                return value.ToString();
            // A day, on shells that know the type.
            case IFormattable day when value.GetType().FullName == "System.DateOnly":
                return day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
            case ulong number:
                return (decimal)number;
            case sbyte number:
                return (long)number;
            case BigInteger number when BigInteger.Abs(number) <= (BigInteger)decimal.MaxValue:
                return (decimal)number;
            // JSON has neither, and null would be another value.
            case double number when double.IsNaN(number) || double.IsInfinity(number):
            case float single when float.IsNaN(single) || float.IsInfinity(single):
                throw Refuse(name, "not a finite number");
            case DBNull:
                return null;
            case Guid or Enum:
                return value.ToString();
            case null or string or bool or int or long or double or decimal or float or short or byte or uint or ushort:
            case SwitchParameter or IDictionary or PSObject:
                return PlainValue.CreateFrom(value);
            case IEnumerable list:
                return depth == Deepest ? throw Refuse(name, $"a list nested deeper than {Deepest} levels, or one that contains itself")
                    : list.Cast<object?>().Select(item => Value(name, item, depth + 1)).ToArray();
            default:
                throw Refuse(name, "of type " + value.GetType().Name);
        }
    }

    private static ProblemException Refuse(string name, string what) => Problems.Validation(
        $"The value of {{{name}}} is {what}; PostHog takes texts, finite numbers, booleans, dates, $null and lists. Nothing was sent.",
        "Give a property of it that is one of these: $span.TotalSeconds, $process.Name.");
}
