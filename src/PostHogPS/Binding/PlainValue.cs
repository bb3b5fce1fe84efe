using System;
using System.Collections;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Management.Automation;
using System.Security;
using PostHogPS.Contracts;
using PostHogPS.Errors;

namespace PostHogPS.Binding;

/// <summary>
/// What a person types (hashtables, objects, lists) as the plain values that a request body holds, and such values as text.
/// Secrets stay protected: the engine opens them while it writes a request.
/// </summary>
internal static class PlainValue
{
    private const int LongestText = 100;

    // PostHog's own objects are a dozen levels deep. Deeper ones contain themselves, and would end the process.
    private const int Deepest = 100;

    // More values than a request could carry: a list that never ends.
    private const int MostValues = 1_000_000;

    /// <summary>The value as plain ones, or a thrown problem where it contains itself or never ends.</summary>
    internal static object? From(object? value) => new Reader().Read(value, 0);

    internal static Dictionary<string, object?> FromBag(IDictionary bag) => (Dictionary<string, object?>)From(bag)!;

    private sealed class Reader
    {
        private int _values;

        internal object? Read(object? value, int depth)
        {
            if (depth > Deepest)
                throw Fault.Validation($"The input is nested deeper than {Deepest} levels, or contains itself. Nothing was sent.", "Look for a value that holds the object it stands in.");
            if (++_values > MostValues)
                throw Fault.Validation($"The input holds more than {MostValues} values, or a list that never ends. Nothing was sent.");
            object? plain = value is PSObject { BaseObject: not PSCustomObject } wrapped ? wrapped.BaseObject : value;
            return plain switch
            {
                null or string or bool or int or long or double or decimal or SecureString => plain,
                short or byte or uint or ushort => Convert.ToInt64(plain, CultureInfo.InvariantCulture),
                float single => (double)single,
                SwitchParameter on => on.IsPresent,
                DateTimeOffset instant => Iso(instant),
                DateTime date => Iso(date.Kind == DateTimeKind.Unspecified ? DateTime.SpecifyKind(date, DateTimeKind.Local) : date),
                PSCredential credential => credential.Password,
                IDictionary bag => ReadBag(bag, depth),
                PSObject custom => ReadProperties(custom, depth),
                IEnumerable list => ReadList(list, depth),
                _ => Convert.ToString(plain, CultureInfo.InvariantCulture),
            };
        }

        private Dictionary<string, object?> ReadBag(IDictionary bag, int depth)
        {
            var result = new Dictionary<string, object?>(StringComparer.Ordinal);
            foreach (DictionaryEntry entry in bag)
                result[Convert.ToString(entry.Key, CultureInfo.InvariantCulture) ?? ""] = Read(entry.Value, depth + 1);
            return result;
        }

        private Dictionary<string, object?> ReadProperties(PSObject custom, int depth)
        {
            var result = new Dictionary<string, object?>(StringComparer.Ordinal);
            foreach (PSPropertyInfo property in custom.Properties)
                result[property.Name] = Read(ValueOf(property), depth + 1);
            return result;
        }

        private object?[] ReadList(IEnumerable list, int depth)
        {
            var result = new List<object?>();
            foreach (object? item in list)
                result.Add(Read(item, depth + 1));
            return result.ToArray();
        }

        // A property may be a script, which may fail.
        private static object? ValueOf(PSPropertyInfo property)
        {
            try
            {
                return property.Value;
            }
            catch (GetValueException e)
            {
                throw Fault.Validation($"The property '{property.Name}' of the input cannot be read: {e.Message}");
            }
        }
    }

    internal static string Iso(DateTimeOffset instant) =>
        instant.ToUniversalTime().ToString("yyyy-MM-ddTHH:mm:ss.FFFFFFZ", CultureInfo.InvariantCulture);

    /// <summary>Whether two values are one to the server, which may give back 5432 as "5432" and true as "true".</summary>
    internal static bool Same(object? left, object? right)
    {
        if (left is SecureString || right is SecureString)
            return false;
        if (left is IDictionary<string, object?> a && right is IDictionary<string, object?> b)
            return a.Count == b.Count && a.All(pair => b.TryGetValue(pair.Key, out object? other) && Same(pair.Value, other));
        if (left is not string && right is not string && left is IEnumerable one && right is IEnumerable two)
            return one.Cast<object?>().Zip(two.Cast<object?>(), Same).All(same => same) && one.Cast<object?>().Count() == two.Cast<object?>().Count();
        if (left is null || right is null)
            return left is null && right is null;
        return left is bool || right is bool
            ? string.Equals(Scalar(left), Scalar(right), StringComparison.OrdinalIgnoreCase)
            : string.Equals(Scalar(left), Scalar(right), StringComparison.Ordinal);
    }

    /// <summary>A value for a person: one line, not too long, no secret.</summary>
    internal static string Text(object? value)
    {
        string text = AddressPasswords.Hide(Format(value), bare: true);
        text = new string(text.Select(c => char.IsControl(c) ? ' ' : c).ToArray());
        return Formatting.ViewText.Cut(text, LongestText);
    }

    private static string Format(object? value) => value switch
    {
        null => "(none)",
        SecureString => "(hidden)",
        string { Length: 0 } => "(empty)",
        DateTimeOffset instant => Iso(instant),
        IDictionary<string, object?> bag => "{" + string.Join(", ", bag.Select(pair => pair.Key + ": " + (SecretNames.Hides(pair.Key, pair.Value) ? "(hidden)" : Format(pair.Value)))) + "}",
        not string and IEnumerable list => "[" + string.Join(", ", list.Cast<object?>().Select(Format)) + "]",
        _ => Scalar(value),
    };

    private static string Scalar(object value) => value switch
    {
        bool yes => yes ? "true" : "false",
        DateTimeOffset instant => Iso(instant),
        _ => Convert.ToString(value, CultureInfo.InvariantCulture) ?? "",
    };
}
