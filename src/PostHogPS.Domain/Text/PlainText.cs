using System;
using System.Collections;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Security;

namespace PostHogPS.Text;

/// <summary>Plain values (texts, numbers, lists, dictionaries) as text, and whether two of them mean the same to the server.</summary>
internal static class PlainText
{
    private const int LongestText = 100;

    /// <summary>Whether two values are one to the server, which may give back 5432 as "5432" and true as "true".</summary>
    internal static bool AreSame(object? left, object? right)
    {
        if (left is SecureString || right is SecureString)
            return false;
        if (left is IDictionary<string, object?> a && right is IDictionary<string, object?> b)
            return a.Count == b.Count && a.All(pair => b.TryGetValue(pair.Key, out object? other) && AreSame(pair.Value, other));
        if (left is not string && right is not string && left is IEnumerable one && right is IEnumerable two)
            return one.Cast<object?>().Zip(two.Cast<object?>(), AreSame).All(same => same) && one.Cast<object?>().Count() == two.Cast<object?>().Count();
        if (left is null || right is null)
            return left is null && right is null;
        return left is bool || right is bool
            ? string.Equals(Scalar(left), Scalar(right), StringComparison.OrdinalIgnoreCase)
            : string.Equals(Scalar(left), Scalar(right), StringComparison.Ordinal);
    }

    /// <summary>A value for a person: one line, not too long, no secret.</summary>
    internal static string Describe(object? value)
    {
        string text = AddressPasswords.Hide(Format(value), bare: true);
        text = new string(text.Select(c => char.IsControl(c) ? ' ' : c).ToArray());
        return OneLine.Truncate(text, LongestText);
    }

    private static string Format(object? value) => value switch
    {
        null => "(none)",
        SecureString => "(hidden)",
        string { Length: 0 } => "(empty)",
        DateTimeOffset instant => InstantText.FormatExact(instant),
        IDictionary<string, object?> bag => "{"
            + string.Join(", ", bag.Select(pair => pair.Key + ": " + (SecretNames.Hides(pair.Key, pair.Value) ? "(hidden)" : Format(pair.Value)))) + "}",
        not string and IEnumerable list => "[" + string.Join(", ", list.Cast<object?>().Select(Format)) + "]",
        _ => Scalar(value),
    };

    private static string Scalar(object value) => value switch
    {
        bool yes => yes ? "true" : "false",
        DateTimeOffset instant => InstantText.FormatExact(instant),
        _ => Convert.ToString(value, CultureInfo.InvariantCulture) ?? "",
    };
}
