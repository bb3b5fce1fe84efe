using System;
using System.Collections;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Management.Automation;
using System.Security;
using PostHogPS.Connections;

namespace PostHogPS.Binding;

/// <summary>
/// What a person types (hashtables, objects, lists) as the plain values that a request body holds, and such values as text.
/// Secrets stay protected until Reveal, which only the call that sends them uses.
/// </summary>
internal static class PlainValue
{
    private const int LongestText = 100;

    internal static object? From(object? value)
    {
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
            IDictionary bag => FromBag(bag),
            PSObject custom => custom.Properties.ToDictionary(p => p.Name, p => From(p.Value), StringComparer.Ordinal),
            IEnumerable list => list.Cast<object?>().Select(From).ToArray(),
            _ => Convert.ToString(plain, CultureInfo.InvariantCulture),
        };
    }

    internal static Dictionary<string, object?> FromBag(IDictionary bag)
    {
        var result = new Dictionary<string, object?>(StringComparer.Ordinal);
        foreach (DictionaryEntry entry in bag)
            result[Convert.ToString(entry.Key, CultureInfo.InvariantCulture) ?? ""] = From(entry.Value);
        return result;
    }

    internal static string Iso(DateTimeOffset instant) =>
        instant.ToUniversalTime().ToString("yyyy-MM-ddTHH:mm:ss.FFFFFFZ", CultureInfo.InvariantCulture);

    /// <summary>The same values with every secret as text. Only for what is about to be sent.</summary>
    internal static object? Reveal(object? value) => value switch
    {
        SecureString secret => Secrets.Reveal(secret),
        IDictionary<string, object?> bag => Reveal(bag),
        object?[] list => list.Select(Reveal).ToArray(),
        _ => value,
    };

    internal static Dictionary<string, object?> Reveal(IDictionary<string, object?> bag) =>
        bag.ToDictionary(pair => pair.Key, pair => Reveal(pair.Value), StringComparer.Ordinal);

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
        string text = Format(value);
        text = new string(text.Select(c => char.IsControl(c) ? ' ' : c).ToArray());
        return Formatting.ViewText.Cut(text, LongestText);
    }

    private static string Format(object? value) => value switch
    {
        null => "(none)",
        SecureString => "(hidden)",
        string { Length: 0 } => "(empty)",
        DateTimeOffset instant => Iso(instant),
        IDictionary<string, object?> bag => "{" + string.Join(", ", bag.Select(pair => pair.Key + ": " + (DestinationKeys.IsHidden(pair.Key) ? "(hidden)" : Format(pair.Value)))) + "}",
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
