using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace PostHogPS.Sandbox.HogQL;

/// <summary>The functions of single rows.</summary>
internal sealed partial class Functions
{
    private readonly QueryScope _scope;
    private readonly Dictionary<string, Func<Expression[], Expression>> _known;

    public Functions(QueryScope scope)
    {
        _scope = scope;
        _known = new Dictionary<string, Func<Expression[], Expression>>(StringComparer.Ordinal)
        {
            ["equals"] = a => Compare(a, order => order == 0, nulls: (x, y) => x is null && y is null),
            ["notEquals"] = a => Compare(a, order => order != 0, nulls: (x, y) => !(x is null && y is null)),
            ["less"] = a => Compare(a, order => order < 0),
            ["lessOrEquals"] = a => Compare(a, order => order <= 0),
            ["greater"] = a => Compare(a, order => order > 0),
            ["greaterOrEquals"] = a => Compare(a, order => order >= 0),
            ["in"] = a => In(a, not: false),
            ["notIn"] = a => In(a, not: true),
            ["and"] = a => Chain(a, ends: false),
            ["or"] = a => Chain(a, ends: true),
            ["not"] = a => Logic(a, values => !Values.IsTrue(values.Single())),
            ["isNull"] = a => Logic(a, values => values.Single() is null),
            ["isNotNull"] = a => Logic(a, values => values.Single() is not null),
            ["like"] = a => Like(a, RegexOptions.None, not: false),
            ["ilike"] = a => Like(a, RegexOptions.IgnoreCase, not: false),
            ["notLike"] = a => Like(a, RegexOptions.None, not: true),
            ["notILike"] = a => Like(a, RegexOptions.IgnoreCase, not: true),
            ["match"] = a => Text(a, 2, ColumnType.UInt8, t => Regex.IsMatch(t[0], t[1], RegexOptions.CultureInvariant, TimeSpan.FromSeconds(1))),
            ["startsWith"] = a => Text(a, 2, ColumnType.UInt8, t => t[0].StartsWith(t[1], StringComparison.Ordinal)),
            ["endsWith"] = a => Text(a, 2, ColumnType.UInt8, t => t[0].EndsWith(t[1], StringComparison.Ordinal)),
            ["lower"] = a => Text(a, 1, ColumnType.String, t => t[0].ToLowerInvariant()),
            ["upper"] = a => Text(a, 1, ColumnType.String, t => t[0].ToUpperInvariant()),
            ["trim"] = a => Text(a, 1, ColumnType.String, t => t[0].Trim(' ')),
            ["concat"] = a => new Expression(ColumnType.String, f => string.Concat(a.Select(e => Show(e.Read(f), e.Type)))),
            ["length"] = Length,
            ["empty"] = a => Logic([Length(a)], values => !Values.IsTrue(values.Single())),
            ["notEmpty"] = a => Logic([Length(a)], values => Values.IsTrue(values.Single())),
            ["plus"] = a => Plus(a, 1),
            ["minus"] = a => Plus(a, -1),
            ["multiply"] = a => Arithmetic(a, (x, y) => x * y, (x, y) => x * y),
            ["divide"] = a => Number(a, 2, ColumnType.Float64, n => n[0] / n[1]),
            ["modulo"] = a => Arithmetic(a, (x, y) => y == 0 ? throw QueryProblem.Database("illegal_division", "Division by zero.") : x % y, (x, y) => x % y),
            ["negate"] = a => Arithmetic([Expression.Constant(0L), One(a)], (x, y) => x - y, (x, y) => x - y),
            ["abs"] = a => Number(a, 1, ColumnType.Float64, n => Math.Abs(n[0]), keepsWhole: true),
            ["floor"] = a => Number(a, 1, ColumnType.Float64, n => Math.Floor(n[0])),
            ["ceil"] = a => Number(a, 1, ColumnType.Float64, n => Math.Ceiling(n[0])),
            ["round"] = a => Number(a.Length == 1 ? [a[0], Expression.Constant(0L)] : a, 2, ColumnType.Float64, n =>
                Math.Round(n[0], (int)Math.Min(15, Math.Max(0, n[1])), MidpointRounding.ToEven)),
            ["roundDown"] = RoundDown,
            ["if"] = a => a.Length == 3 ? MultiIf(a) : throw Count("if"),
            ["multiIf"] = MultiIf,
            ["coalesce"] = Coalesce,
            ["ifNull"] = Coalesce,
            ["nullIf"] = a => a.Length == 2 ? new Expression(a[0].Type.OrNull, f => Values.Comparer.Equals(a[0].Read(f), a[1].Read(f)) ? null : a[0].Read(f))
                : throw Count("nullIf"),
            ["greatest"] = a => new Expression(Common(a), f => a.Select(e => e.Read(f)).Aggregate((x, y) => Values.Comparer.Compare(x, y) >= 0 ? x : y)),
            ["least"] = a => new Expression(Common(a), f => a.Select(e => e.Read(f)).Aggregate((x, y) => Values.Comparer.Compare(x, y) <= 0 ? x : y)),
            ["tuple"] = a => new Expression(ColumnType.Tuple([.. a.Select(e => e.Type)]), Items(a), a.All(e => e.IsConstant)),
            ["array"] = a => new Expression(ColumnType.Array(a.Length == 0 ? ColumnType.Nothing : Common(a)), Items(a), a.All(e => e.IsConstant)),
            ["has"] = a => In([a[1], a[0]], not: false),
            ["toString"] = a => Convert(a, ColumnType.String, (value, type) => Show(value, type)),
            ["toInt"] = a => Convert(a, ColumnType.Int64.OrNull, ToInt),
            ["toFloat"] = a => Convert(a, ColumnType.Float64.OrNull, ToFloat),
            ["toBool"] = a => Convert(a, ColumnType.Bool.OrNull, (value, _) => value is string text ? text is "true" or "1" : Values.IsTrue(value)),
            ["toDateTime"] = ToDateTime,
            ["toDate"] = ToDate,
            ["toTimeZone"] = ToTimeZone,
            ["toUnixTimestamp"] = a => Convert(a, ColumnType.UInt32, (value, type) => Instant(value, type).ToUnixTimeSeconds()),
            ["now"] = _ => Expression.Constant(scope.Now, ColumnType.DateTime(scope.Zone, 6)),
            ["today"] = _ => Expression.Constant(Times.ToLocal(scope.Now, scope.TimeZone).Date, ColumnType.Date),
            ["yesterday"] = _ => Expression.Constant(Times.ToLocal(scope.Now, scope.TimeZone).Date.AddDays(-1), ColumnType.Date),
            ["toStartOfMinute"] = a => Floor(a, 1, "minute"),
            ["toStartOfFiveMinutes"] = a => Floor(a, 5, "minute"),
            ["toStartOfTenMinutes"] = a => Floor(a, 10, "minute"),
            ["toStartOfFifteenMinutes"] = a => Floor(a, 15, "minute"),
            ["toStartOfHour"] = a => Floor(a, 1, "hour"),
            ["toStartOfDay"] = a => Floor(a, 1, "day"),
            ["toMonday"] = a => Floor(a, 1, "week"),
            ["toStartOfWeek"] = a => Local(a, ColumnType.Date, t => t.Date.AddDays(-(int)t.DayOfWeek)),
            ["toStartOfMonth"] = a => Floor(a, 1, "month"),
            ["toStartOfQuarter"] = a => Floor(a, 1, "quarter"),
            ["toStartOfYear"] = a => Floor(a, 1, "year"),
            ["toYear"] = a => Local(a, ColumnType.UInt32, t => (long)t.Year),
            ["toMonth"] = a => Local(a, ColumnType.UInt8, t => (long)t.Month),
            ["toDayOfMonth"] = a => Local(a, ColumnType.UInt8, t => (long)t.Day),
            ["toDayOfWeek"] = a => Local(a, ColumnType.UInt8, t => t.DayOfWeek == DayOfWeek.Sunday ? 7L : (long)t.DayOfWeek),
            ["toHour"] = a => Local(a, ColumnType.UInt8, t => (long)t.Hour),
            ["toMinute"] = a => Local(a, ColumnType.UInt8, t => (long)t.Minute),
            ["dateDiff"] = DateDiff,
            ["JSONExtractString"] = a => Json(a, ColumnType.String, node => node is JsonValue value && value.TryGetValue(out string? text) ? text : "", ""),
            ["JSONExtractInt"] = a => Json(a, ColumnType.Int64, node => node is JsonValue value && value.TryGetValue(out long number) ? number : 0L, 0L),
            ["JSONExtractFloat"] = a => Json(a, ColumnType.Float64, node => node is JsonValue value && value.TryGetValue(out double number) ? number : 0d, 0d),
            ["JSONHas"] = a => Json(a, ColumnType.Bool, node => node is not null, false),
            ["JSONExtractRaw"] = a => Json(a, ColumnType.String, node => node?.ToJsonString() ?? "", ""),
        };
    }

    public bool Knows(string name) => Find(name) is not null;

    public Expression Call(string name, Expression[] arguments)
    {
        Func<Expression[], Expression> make = Find(name) ?? throw QueryProblem.Unknown("the function " + name + "()");
        try
        {
            Expression made = make(arguments);
            return arguments.Length > 0 && arguments.All(a => a.IsConstant) && made.Type.Kind != TypeKind.Interval
                ? Expression.Constant(made.Value, made.Type) : made;
        }
        catch (Exception e) when (e is IndexOutOfRangeException or InvalidOperationException)
        {
            throw Count(name);
        }
    }

    private Func<Expression[], Expression>? Find(string name) =>
        _known.TryGetValue(name, out Func<Expression[], Expression>? make) || _known.TryGetValue(name.ToLowerInvariant(), out make) ? make : null;

    private static Expression Text(Expression[] a, int count, ColumnType type, Func<string[], object?> read)
    {
        if (a.Length != count)
            throw Count("function");
        if (Array.Find(a, e => e.Type.Kind is not (TypeKind.String or TypeKind.Json or TypeKind.Nothing)) is { } wrong)
            throw QueryProblem.Database("illegal_type_of_argument", "Illegal type " + wrong.Type + " of argument: a text is expected.");
        return new Expression(Nullable(type, a), f =>
        {
            var texts = new string[count];
            for (int i = 0; i < count; i++)
            {
                if (a[i].Read(f) is not string text)
                    return type.Kind == TypeKind.Bool ? false : null;
                texts[i] = text;
            }

            return read(texts);
        }, a.All(e => e.IsConstant));
    }

    private Expression Length(Expression[] a)
    {
        Expression of = One(a);
        return new Expression(Nullable(ColumnType.UInt64, of), f => of.Read(f) switch
        {
            null => null,
            object?[] items => (long)items.Length,
            // Bytes, as the database counts.
            var value => (long)System.Text.Encoding.UTF8.GetByteCount(Show(value, of.Type)!),
        }, of.IsConstant);
    }

    private static Func<Frame, object?> Items(Expression[] a) => f =>
    {
        var items = new object?[a.Length];
        for (int i = 0; i < a.Length; i++)
            items[i] = a[i].Read(f);
        return items;
    };

    private static Expression Json(Expression[] a, ColumnType type, Func<JsonNode?, object> read, object none)
    {
        if (a.Length < 1 || a.Skip(1).Any(e => e.Value is not string))
            throw Count("JSONExtract");
        return new Expression(type, f =>
        {
            try
            {
                JsonNode? node = a[0].Read(f) is string text ? JsonNode.Parse(text) : null;
                foreach (Expression key in a.Skip(1))
                    node = (node as JsonObject)?[(string)key.Value!];
                return read(node);
            }
            catch (JsonException)
            {
                return none;
            }
        });
    }

    private string? Show(object? value, ColumnType type) => value switch
    {
        null => null,
        string text => text,
        bool flag => flag ? "true" : "false",
        DateTimeOffset instant => Times.ToLocal(instant, ZoneOf(type)).ToString(type.ToString().Contains("DateTime64", StringComparison.Ordinal)
            ? "yyyy-MM-dd HH:mm:ss.ffffff" : "yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture),
        DateTime date => date.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
        object?[] => throw QueryProblem.Unknown("arrays as text"),
        _ => System.Convert.ToString(value, CultureInfo.InvariantCulture),
    };

    private static Expression One(Expression[] a) => a.Length == 1 ? a[0] : throw Count("function");

    private static ColumnType Nullable(ColumnType type, params Expression[] a) => a.Any(e => e.Type.IsNullable) ? type.OrNull : type;

    private static QueryProblem Count(string name) =>
        QueryProblem.Database("number_of_arguments_doesnt_match", "The number of arguments of " + name + " does not match.");
}
