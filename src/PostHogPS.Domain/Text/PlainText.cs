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
    internal static string Describe(object? value) =>
        OneLine.Truncate(Line(value), LongestText);

    private static string Line(object? value) =>
        new(AddressPasswords.Hide(Format(value), bare: true).Select(static c => char.IsControl(c) ? ' ' : c).ToArray());

    /// <summary>Two values as "old -> new", each on one line; of long ones what is around the first difference.</summary>
    internal static string DescribeChange(object? from, object? to) => DescribeChange(from, to, LongestText);

    /// <summary>The same with all of the values.</summary>
    internal static string DescribeChangeInFull(object? from, object? to) => DescribeChange(from, to, int.MaxValue);

    private static string DescribeChange(object? from, object? to, int longest)
    {
        string old = Line(from), now = Line(to);
        int start = 0, most = Math.Min(old.Length, now.Length);
        while (start < most && old[start] == now[start])
            start++;
        // Some of what is the same says where it is.
        start = Math.Max(0, Math.Min(start - (longest / 3), Math.Max(old.Length, now.Length) - longest + 1));
        return $"{Cut(old, start, longest)} -> {Cut(now, start, longest)}";
    }

    private static string Cut(string text, int start, int longest)
    {
        if (start == 0 || text.Length <= longest)
            return OneLine.Truncate(text, longest);
        start = Math.Min(start, text.Length - 1);
        return "…" + OneLine.Truncate(text.Substring(char.IsLowSurrogate(text[start]) ? start - 1 : start), longest - 1);
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
