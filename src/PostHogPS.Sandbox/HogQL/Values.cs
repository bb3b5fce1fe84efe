using System;
using System.Collections.Generic;
using System.Globalization;
using System.Text.Json.Nodes;

namespace PostHogPS.Sandbox.HogQL;

/// <summary>Compares values, and uses them as keys of groups.</summary>
internal sealed class Values : IEqualityComparer<object?>, IComparer<object?>
{
    private static readonly object True = true, False = false;

    public static Values Comparer { get; } = new();

    public static object Box(bool flag) => flag ? True : False;

    public new bool Equals(object? a, object? b)
    {
        if (a is object?[] left && b is object?[] right)
        {
            if (left.Length != right.Length)
                return false;
            for (int i = 0; i < left.Length; i++)
            {
                if (!Equals(left[i], right[i]))
                    return false;
            }

            return true;
        }

        if (a is null || b is null)
            return a is null && b is null;
        return a.GetType() == b.GetType() ? a.Equals(b) : Compare(a, b) == 0;
    }

    public int GetHashCode(object? value)
    {
        unchecked
        {
            switch (value)
            {
                case null:
                    return 0;
                case object?[] items:
                    int hash = 17;
                    foreach (object? item in items)
                        hash = (hash * 31) + GetHashCode(item);
                    return hash;
                // Equal numbers of different types are one key.
                case long or ulong or double or bool:
                    return Number(value).GetHashCode();
                default:
                    return value.GetHashCode();
            }
        }
    }

    /// <summary>Nulls come last, as in ClickHouse.</summary>
    public int Compare(object? a, object? b)
    {
        if (a is null || b is null)
            return a is null ? b is null ? 0 : 1 : -1;
        switch (a)
        {
            case long x when b is long y:
                return x.CompareTo(y);
            case string x when b is string y:
                return string.CompareOrdinal(x, y);
            case DateTimeOffset x when b is DateTimeOffset y:
                return x.CompareTo(y);
            case DateTime x when b is DateTime y:
                return x.CompareTo(y);
            case Guid x when b is Guid y:
                return string.CompareOrdinal(x.ToString("N"), y.ToString("N"));
            case object?[] x when b is object?[] y:
                for (int i = 0; i < Math.Min(x.Length, y.Length); i++)
                {
                    int order = Compare(x[i], y[i]);
                    if (order != 0)
                        return order;
                }

                return x.Length.CompareTo(y.Length);
            case ulong or long when b is ulong or long:
                return Convert.ToDecimal(a, CultureInfo.InvariantCulture).CompareTo(Convert.ToDecimal(b, CultureInfo.InvariantCulture));
            default:
                return Number(a).CompareTo(Number(b));
        }
    }

    public static bool IsTrue(object? value) => value switch
    {
        null => false,
        bool flag => flag,
        long number => number != 0,
        ulong number => number != 0,
        double number => number != 0,
        _ => throw QueryProblem.Database("illegal_type_of_column_for_filter", "Illegal type of column for filter. Must be UInt8 or Nullable(UInt8)."),
    };

    public static double Number(object value) => value switch
    {
        long number => number,
        ulong number => number,
        double number => number,
        bool flag => flag ? 1 : 0,
        _ => throw QueryProblem.Database("illegal_type_of_argument", "Illegal type of argument: a number is expected."),
    };

    /// <summary>A value as the answer has it.</summary>
    public static JsonNode? Json(object? value, ColumnType type, Func<string, TimeZoneInfo> zones)
    {
        switch (value)
        {
            case null:
                return null;
            case bool flag:
                return type.Kind == TypeKind.Int ? JsonValue.Create(flag ? 1 : 0) : JsonValue.Create(flag);
            case long number:
                return JsonValue.Create(number);
            case ulong number:
                return JsonValue.Create(number);
            case double number:
                return double.IsNaN(number) || double.IsInfinity(number) ? null : JsonValue.Create(number);
            case DateTimeOffset instant:
                return JsonValue.Create(Format(instant, zones(type.Zone ?? "UTC")));
            case DateTime date:
                return JsonValue.Create(date.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture));
            case Guid id:
                return JsonValue.Create(id.ToString());
            case object?[] items:
                var array = new JsonArray();
                for (int i = 0; i < items.Length; i++)
                    array.Add(Json(items[i], type.Kind == TypeKind.Tuple ? type.Items[i] : type.Items.Count > 0 ? type.Items[0] : ColumnType.Nothing, zones));
                return array;
            default:
                return JsonValue.Create(value.ToString());
        }
    }

    /// <summary>ISO 8601: Z for UTC, an offset for other zones, a fraction where there is one.</summary>
    public static string Format(DateTimeOffset instant, TimeZoneInfo zone)
    {
        DateTimeOffset local = TimeZoneInfo.ConvertTime(instant, zone);
        string text = local.ToString(local.Ticks % TimeSpan.TicksPerSecond == 0 ? "yyyy-MM-dd'T'HH:mm:ss" : "yyyy-MM-dd'T'HH:mm:ss.ffffff",
            CultureInfo.InvariantCulture);
        return text + (zone.Id is "UTC" or "Etc/UTC" ? "Z" : local.ToString("zzz", CultureInfo.InvariantCulture));
    }
}
