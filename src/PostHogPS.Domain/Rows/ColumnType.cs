using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Numerics;
using PostHogPS.Schedule;

namespace PostHogPS.Rows;

/// <summary>
/// Makes .NET values of what JSON can carry, by the ClickHouse type of the column. A value that does not fit its type, and a type
/// that is not known, stay as they are: nothing is lost by reading.
/// </summary>
internal sealed class ColumnType
{
    private static readonly ColumnType AsIs = new(static value => value);

    private readonly Func<object, object?> _read;

    private ColumnType(Func<object, object?> read) => _read = read;

    /// <summary>The type of a text such as <c>Nullable(DateTime64(6, 'Europe/Berlin'))</c>.</summary>
    internal static ColumnType Parse(string? text)
    {
        (string name, List<string> arguments) = Split(text ?? "");
        switch (name)
        {
            case "Nullable" or "LowCardinality" when arguments.Count == 1:
                return Parse(arguments[0]);
            case "Bool" or "Boolean":
                return new ColumnType(static value => value switch { long number when number is 0 or 1 => number == 1, _ => value });
            case "Float32" or "Float64" or "BFloat16":
                return new ColumnType(static value => value is long or decimal or BigInteger ? ToDouble(value) : value);
            case "UUID":
                return new ColumnType(static value => value is string id && Guid.TryParse(id, out Guid guid) ? guid : value);
            case "Date" or "Date32":
                return new ColumnType(static value => value is string day
                    && DateTime.TryParseExact(day, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out DateTime date) ? date : value);
            case "DateTime" or "DateTime32" or "DateTime64":
                return Instant(arguments);
            case "Array" when arguments.Count == 1:
                ColumnType item = Parse(arguments[0]);
                return new ColumnType(value => value is object?[] list ? list.Select(item.Read).ToArray() : value);
            case "Tuple":
                ColumnType[] items = [.. arguments.Select(a => Parse(WithoutName(a)))];
                return new ColumnType(value =>
                    value is object?[] list && list.Length == items.Length ? list.Select((v, i) => items[i].Read(v)).ToArray() : value);
            case "Map" when arguments.Count == 2:
                ColumnType inner = Parse(arguments[1]);
                return new ColumnType(value => value is IDictionary<string, object?> map ? Convert(map, inner) : value);
            default:
                return name.StartsWith("Decimal", StringComparison.Ordinal) ? new ColumnType(ToDecimal)
                    : name.StartsWith("Int", StringComparison.Ordinal) || name.StartsWith("UInt", StringComparison.Ordinal) ? new ColumnType(ToInteger)
                    : AsIs;
        }
    }

    internal object? Read(object? value) => value is null ? null : _read(value);

    // "DateTime('Europe/Berlin')", "DateTime64(6)", "DateTime64(6, 'UTC')".
    private static ColumnType Instant(List<string> arguments)
    {
        string zone = arguments.Find(a => a.StartsWith("'", StringComparison.Ordinal))?.Trim('\'') ?? "UTC";
        return new ColumnType(value => value switch
        {
            string text => ParseInstant(text, zone) ?? value,
            long seconds and > -62135596800 and < 253402300800 => DateTimeOffset.FromUnixTimeSeconds(seconds),
            _ => value,
        });
    }

    private static DateTimeOffset? ParseInstant(string text, string zone)
    {
        if (text.Length < 10 || text[4] != '-')
            return null;
        if (HasOffset(text))
            return DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.None, out DateTimeOffset instant) ? instant : null;
        if (!DateTime.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.None, out DateTime local) || Timezones.Find(zone) is not { } found)
            return null;
        return new DateTimeOffset(local, found.IsInvalidTime(local) ? found.BaseUtcOffset : found.GetUtcOffset(local));
    }

    private static bool HasOffset(string text) => text.EndsWith("Z", StringComparison.OrdinalIgnoreCase) || text.IndexOfAny(['+', '-'], 10) > 0;

    private static object ToInteger(object value)
    {
        switch (value)
        {
            case decimal number when number == decimal.Truncate(number):
                return number >= long.MinValue && number <= long.MaxValue ? (long)number : (object)new BigInteger(number);
            case bool flag:
                return flag ? 1L : 0L;
            // Integers that JSON readers cannot hold come as texts from some servers.
            case string text when BigInteger.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out BigInteger big):
                return big >= long.MinValue && big <= long.MaxValue ? (long)big : (object)big;
            default:
                return value;
        }
    }

    private static object ToDecimal(object value) => value switch
    {
        long number => (decimal)number,
        double number when Math.Abs(number) < 1e15 => (decimal)number,
        string text when decimal.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out decimal number) => number,
        _ => value,
    };

    private static object ToDouble(object value) => value switch
    {
        long number => (double)number,
        decimal number => (double)number,
        BigInteger number => (double)number,
        _ => value,
    };

    private static PlainBag Convert(IDictionary<string, object?> map, ColumnType inner)
    {
        var result = new PlainBag();
        foreach (KeyValuePair<string, object?> pair in map)
            result[pair.Key] = inner.Read(pair.Value);
        return result;
    }

    // "a Nullable(String)" of a named tuple; a bare type has no space before its first parenthesis.
    private static string WithoutName(string item)
    {
        int space = item.IndexOf(' '), open = item.IndexOf('(');
        return space > 0 && (open < 0 || space < open) ? item.Substring(space + 1).Trim() : item;
    }

    /// <summary>The name before the parenthesis, and the parts between its commas.</summary>
    private static (string Name, List<string> Arguments) Split(string text)
    {
        text = text.Trim();
        var arguments = new List<string>();
        int open = text.IndexOf('(');
        if (open < 0 || !text.EndsWith(")", StringComparison.Ordinal))
            return (text, arguments);
        int depth = 0, from = open + 1;
        bool quoted = false;
        for (int i = open + 1; i < text.Length; i++)
        {
            char c = text[i];
            quoted ^= c == '\'';
            bool ends = !quoted && depth == 0 && (c == ',' || i == text.Length - 1);
            if (ends && i > from)
                arguments.Add(text.Substring(from, i - from).Trim());
            if (ends)
                from = i + 1;
            depth += quoted ? 0 : c switch { '(' => 1, ')' => -1, _ => 0 };
        }

        return (text.Substring(0, open), arguments);
    }
}
