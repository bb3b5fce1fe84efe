using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace PostHogPS.Sandbox.HogQL;

/// <summary>The functions of single rows.</summary>
internal sealed class Functions
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
            ["round"] = a => Number(a.Length == 1 ? [a[0], Expression.Constant(0L)] : a, 2, ColumnType.Float64, n => Math.Round(n[0], (int)Math.Min(15, Math.Max(0, n[1])), MidpointRounding.ToEven)),
            ["roundDown"] = RoundDown,
            ["if"] = a => a.Length == 3 ? MultiIf(a) : throw Count("if"),
            ["multiIf"] = MultiIf,
            ["coalesce"] = Coalesce,
            ["ifNull"] = Coalesce,
            ["nullIf"] = a => a.Length == 2 ? new Expression(a[0].Type.OrNull, f => Values.Comparer.Equals(a[0].Read(f), a[1].Read(f)) ? null : a[0].Read(f)) : throw Count("nullIf"),
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
            return arguments.Length > 0 && arguments.All(a => a.IsConstant) && made.Type.Kind != TypeKind.Interval ? Expression.Constant(made.Value, made.Type) : made;
        }
        catch (Exception e) when (e is IndexOutOfRangeException or InvalidOperationException)
        {
            throw Count(name);
        }
    }

    /// <summary><c>toStartOfInterval</c> and sums with an interval.</summary>
    public Expression Floor(Expression[] a, long count, string unit)
    {
        Expression time = One(a);
        TimeZoneInfo zone = ZoneOf(time.Type);
        bool toDate = unit is "week" or "month" or "quarter" or "year";
        if (time.Type.Kind == TypeKind.Date)
            return new Expression(toDate || unit == "day" ? ColumnType.Date : ColumnType.DateTime(_scope.Zone), f => time.Read(f) is DateTime date ? Times.Floor(date, count, unit) : null, time.IsConstant);
        if (toDate)
            return Local([time], ColumnType.Date, t => Times.Floor(t, count, unit));
        return new Expression(
            Nullable(ColumnType.DateTime(time.Type.Zone ?? _scope.Zone), time),
            f => time.Read(f) is { } value ? FloorOf(Instant(value, time.Type), count, unit, zone) : null,
            time.IsConstant);
    }

    public Expression Shift(Expression time, long count, string unit)
    {
        if (time.Type.Kind == TypeKind.Date && !Times.IsShort(unit))
            return new Expression(ColumnType.Date, f => time.Read(f) is DateTime date ? Times.Add(date, count, unit) : null, time.IsConstant);
        TimeZoneInfo zone = ZoneOf(time.Type);
        ColumnType type = time.Type.Kind == TypeKind.DateTime ? time.Type : ColumnType.DateTime(_scope.Zone);
        return new Expression(
            type,
            f => time.Read(f) is not { } value ? null
                : Times.IsShort(unit) ? Instant(value, time.Type).AddTicks(Times.Length(unit).Ticks * count)
                : Times.ToInstant(Times.Add(Times.ToLocal(Instant(value, time.Type), zone), count, unit), zone),
            time.IsConstant);
    }

    private Func<Expression[], Expression>? Find(string name) =>
        _known.TryGetValue(name, out Func<Expression[], Expression>? make) || _known.TryGetValue(name.ToLowerInvariant(), out make) ? make : null;

    // Hours are counted from the offset of the moment, so that an hour that comes twice is two.
    private static DateTimeOffset FloorOf(DateTimeOffset instant, long count, string unit, TimeZoneInfo zone)
    {
        TimeSpan offset = zone.GetUtcOffset(instant);
        DateTime local = Times.Floor(instant.UtcDateTime + offset, count, unit);
        return Times.IsShort(unit) ? new DateTimeOffset(DateTime.SpecifyKind(local, DateTimeKind.Unspecified), offset).ToUniversalTime() : Times.ToInstant(local, zone);
    }

    private Expression Compare(Expression[] a, Func<int, bool> accept, Func<object?, object?, bool>? nulls = null)
    {
        if (a.Length != 2)
            throw Count("comparison");
        (Expression left, Expression right) = (Match(a[0], a[1].Type), Match(a[1], a[0].Type));
        return new Expression(
            ColumnType.Bool,
            f =>
            {
                object? x = left.Read(f), y = right.Read(f);
                return x is null || y is null ? nulls?.Invoke(x, y) ?? false : accept(Values.Comparer.Compare(x, y));
            },
            left.IsConstant && right.IsConstant);
    }

    private Expression In(Expression[] a, bool not)
    {
        if (a.Length != 2)
            throw Count("in");
        if (!a[1].IsConstant || a[1].Value is not object?[] items)
            throw QueryProblem.Unknown("IN without a list of constants");
        ColumnType other = a[0].Type;
        var set = new HashSet<object?>(items.Select(item => Match(Expression.Constant(item), other).Value), Values.Comparer);
        return new Expression(ColumnType.Bool, f => a[0].Read(f) is { } value ? set.Contains(value) != not : not, a[0].IsConstant);
    }

    /// <summary>An expression as the other side of a comparison has it: texts are read as times, ids as texts.</summary>
    public Expression Match(Expression expression, ColumnType other)
    {
        ColumnType type = expression.Type;
        if (type.Kind == other.Kind || type.Kind == TypeKind.Nothing || other.Kind == TypeKind.Nothing || (type.IsNumber && other.IsNumber))
            return expression;
        return (type.Kind, other.Kind) switch
        {
            (TypeKind.String or TypeKind.Json, TypeKind.DateTime) => new Expression(other, f => expression.Read(f) is string text ? ParseOrFail(text, ZoneOf(other)) : null, expression.IsConstant),
            (TypeKind.String or TypeKind.Json, TypeKind.Date) => new Expression(other, f => expression.Read(f) is string text ? Times.ToLocal(ParseOrFail(text, TimeZoneInfo.Utc), TimeZoneInfo.Utc).Date : null, expression.IsConstant),
            (TypeKind.String or TypeKind.Json, TypeKind.Uuid) => new Expression(other, f => expression.Read(f) is string text ? ParseId(text) : null, expression.IsConstant),
            (TypeKind.Date, TypeKind.DateTime) => new Expression(other, f => expression.Read(f) is DateTime date ? Times.ToInstant(date, ZoneOf(other)) : null, expression.IsConstant),
            (TypeKind.DateTime, TypeKind.Date or TypeKind.String) or (TypeKind.Date, TypeKind.String) or (TypeKind.Uuid, TypeKind.String) or (TypeKind.String, TypeKind.Json) or (TypeKind.Json, TypeKind.String) => expression,
            (TypeKind.Int, TypeKind.DateTime) => new Expression(other, f => expression.Read(f) is long seconds ? DateTimeOffset.FromUnixTimeSeconds(seconds) : null, expression.IsConstant),
            (TypeKind.DateTime, TypeKind.Int) => expression,
            _ => throw QueryProblem.Database("no_common_type", "There is no supertype for types " + type + ", " + other + "."),
        };
    }

    private static DateTimeOffset ParseOrFail(string text, TimeZoneInfo zone) =>
        Times.Parse(text, zone) ?? throw QueryProblem.Database("cannot_parse_datetime", "Cannot parse DateTime from '" + text + "'.");

    private static Guid ParseId(string text) =>
        Guid.TryParse(text, out Guid id) ? id : throw QueryProblem.Database("cannot_parse_uuid", "Cannot parse UUID from '" + text + "'.");

    private static Expression Logic(Expression[] a, Func<IEnumerable<object?>, bool> judge)
    {
        if (a.Length == 0)
            throw Count("condition");
        return new Expression(ColumnType.Bool, f => judge(a.Select(e => e.Read(f))), a.All(e => e.IsConstant));
    }

    // A loop: this runs for every row.
    private static Expression Chain(Expression[] a, bool ends)
    {
        if (a.Length == 0)
            throw Count("condition");
        return new Expression(
            ColumnType.Bool,
            f =>
            {
                foreach (Expression part in a)
                {
                    if (Values.IsTrue(part.Read(f)) == ends)
                        return ends;
                }

                return !ends;
            },
            a.All(e => e.IsConstant));
    }

    private static Expression Like(Expression[] a, RegexOptions options, bool not)
    {
        if (a.Length != 2 || !a[1].IsConstant || a[1].Value is not string pattern)
            throw QueryProblem.Unknown("LIKE without a constant pattern");
        var regex = new Regex("^" + Regex.Escape(pattern).Replace("%", ".*").Replace("_", ".") + "$", options | RegexOptions.Singleline | RegexOptions.CultureInvariant, TimeSpan.FromSeconds(1));
        return Text([a[0]], 1, ColumnType.Bool, t => regex.IsMatch(t[0]) != not);
    }

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

    private Expression Plus(Expression[] a, int sign)
    {
        if (a.Length != 2)
            throw Count("plus");
        bool time = a[0].Type.Kind is TypeKind.DateTime or TypeKind.Date, other = a[1].Type.Kind is TypeKind.DateTime or TypeKind.Date;
        if (time && other && sign < 0)
            return new Expression(ColumnType.Int64, f => a[0].Read(f) is { } x && a[1].Read(f) is { } y ? (long)(Instant(x, a[0].Type) - Instant(y, a[1].Type)).TotalSeconds : null);
        if (time && a[1].IsConstant && a[1].Value is long count)
            return Shift(a[0], sign * count, a[0].Type.Kind == TypeKind.Date ? "day" : "second");
        return sign > 0 ? Arithmetic(a, (x, y) => x + y, (x, y) => x + y) : Arithmetic(a, (x, y) => x - y, (x, y) => x - y);
    }

    private static Expression Arithmetic(Expression[] a, Func<long, long, long> whole, Func<double, double, double> real)
    {
        if (a.Length != 2)
            throw Count("arithmetic");
        RequireNumbers(a);
        bool isWhole = a.All(e => e.Type.Kind is TypeKind.Int or TypeKind.Bool);
        return new Expression(
            Nullable(isWhole ? ColumnType.Int64 : ColumnType.Float64, a),
            f =>
            {
                object? x = a[0].Read(f), y = a[1].Read(f);
                if (x is null || y is null)
                    return null;
                return isWhole ? whole(Whole(x), Whole(y)) : (object)real(Values.Number(x), Values.Number(y));
            },
            a.All(e => e.IsConstant));
    }

    private static Expression Number(Expression[] a, int count, ColumnType type, Func<double[], double> read, bool keepsWhole = false)
    {
        if (a.Length != count)
            throw Count("function");
        RequireNumbers(a);
        bool whole = keepsWhole && a[0].Type.Kind == TypeKind.Int;
        return new Expression(Nullable(whole ? a[0].Type : type, a), f =>
        {
            object?[] values = [.. a.Select(e => e.Read(f))];
            if (values.Contains(null))
                return null;
            double result = read([.. values.Select(v => Values.Number(v!))]);
            return whole ? (long)result : (object)result;
        }, a.All(e => e.IsConstant));
    }

    private static void RequireNumbers(Expression[] a)
    {
        if (Array.Find(a, e => !e.Type.IsNumber && e.Type.Kind != TypeKind.Nothing) is { } wrong)
            throw QueryProblem.Database("illegal_type_of_argument", "Illegal type " + wrong.Type + " of argument: a number is expected.");
    }

    private static long Whole(object value) => value switch
    {
        long number => number,
        ulong number => unchecked((long)number),
        bool flag => flag ? 1 : 0,
        _ => (long)Values.Number(value),
    };

    // The largest element that is not above the value, else the first one.
    private static Expression RoundDown(Expression[] a)
    {
        if (a.Length != 2 || !a[1].IsConstant || a[1].Value is not object?[] { Length: > 0 } bounds)
            throw QueryProblem.Database("illegal_type_of_argument", "roundDown takes a value and an array of constants.");
        double[] sorted = [.. bounds.Select(b => Values.Number(b!)).OrderBy(b => b)];
        return new Expression(a[1].Type.Items[0], f =>
        {
            if (a[0].Read(f) is not { } value)
                return null;
            int at = Array.BinarySearch(sorted, Values.Number(value));
            return (long)sorted[Math.Max(0, at >= 0 ? at : ~at - 1)];
        });
    }

    private static Expression MultiIf(Expression[] a)
    {
        if (a.Length < 3 || a.Length % 2 == 0)
            throw Count("multiIf");
        ColumnType type = Common([.. a.Where((_, i) => i % 2 == 1 || i == a.Length - 1)]);
        return new Expression(type, f =>
        {
            for (int i = 0; i + 1 < a.Length; i += 2)
            {
                if (Values.IsTrue(a[i].Read(f)))
                    return a[i + 1].Read(f);
            }

            return a[a.Length - 1].Read(f);
        });
    }

    private static Expression Coalesce(Expression[] a)
    {
        if (a.Length == 0)
            throw Count("coalesce");
        return new Expression(Common(a), f => a.Select(e => e.Read(f)).FirstOrDefault(v => v is not null));
    }

    private static ColumnType Common(IReadOnlyList<Expression> a)
    {
        List<ColumnType> types = [.. a.Select(e => e.Type).Where(t => t.Kind != TypeKind.Nothing)];
        if (types.Count == 0)
            return ColumnType.Nothing;
        ColumnType found = types.TrueForAll(t => t.Kind == types[0].Kind) ? types.Find(t => t.ToString() != "UInt8") ?? types[0]
            : types.TrueForAll(t => t.IsNumber) ? (types.Exists(t => t.Kind == TypeKind.Float) ? ColumnType.Float64 : ColumnType.Int64)
            : types.TrueForAll(t => t.Kind is TypeKind.String or TypeKind.Json) ? ColumnType.String
            : throw QueryProblem.Database("no_common_type", "There is no supertype for types " + string.Join(", ", types) + ".");
        return a.Any(e => e.Type.IsNullable) ? found.OrNull : found;
    }

    private static Func<Frame, object?> Items(Expression[] a) => f =>
    {
        var items = new object?[a.Length];
        for (int i = 0; i < a.Length; i++)
            items[i] = a[i].Read(f);
        return items;
    };

    private static Expression Convert(Expression[] a, ColumnType type, Func<object, ColumnType, object?> convert)
    {
        Expression of = One(a);
        return new Expression(Nullable(type, of), f => of.Read(f) is { } value ? convert(value, of.Type) : null, of.IsConstant);
    }

    private static object? ToInt(object value, ColumnType type) => value switch
    {
        string text => long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out long number) ? number : null,
        DateTimeOffset instant => instant.ToUnixTimeSeconds(),
        _ => Whole(value),
    };

    private static object? ToFloat(object value, ColumnType type) => value is string text
        ? double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out double number) ? number : null
        : Values.Number(value);

    private Expression ToDateTime(Expression[] a)
    {
        if (a.Length is < 1 or > 2)
            throw Count("toDateTime");
        string zone = a.Length == 2 ? ZoneName(a[1]) : a[0].Type.Zone ?? _scope.Zone;
        TimeZoneInfo info = _scope.Zones(zone);
        bool text = a[0].Type.Kind is TypeKind.String or TypeKind.Json;
        ColumnType type = text ? ColumnType.DateTime(zone, 6).OrNull : ColumnType.DateTime(zone);
        return new Expression(type, f => a[0].Read(f) switch
        {
            null => null,
            string value => Times.Parse(value, info),
            long seconds => DateTimeOffset.FromUnixTimeSeconds(seconds),
            DateTime date => Times.ToInstant(date, info),
            DateTimeOffset instant => instant.AddTicks(-(instant.Ticks % TimeSpan.TicksPerSecond)),
            _ => throw QueryProblem.Database("illegal_type_of_argument", "Illegal type " + a[0].Type + " of argument of toDateTime."),
        }, a[0].IsConstant);
    }

    private Expression ToDate(Expression[] a)
    {
        Expression of = One(a);
        TimeZoneInfo zone = ZoneOf(of.Type);
        return new Expression(Nullable(ColumnType.Date, of), f => of.Read(f) switch
        {
            null => null,
            string text => Times.Parse(text, TimeZoneInfo.Utc) is { } instant ? instant.UtcDateTime.Date : null,
            DateTimeOffset instant => Times.ToLocal(instant, zone).Date,
            DateTime date => date,
            var value => Times.ToLocal(Instant(value, of.Type), zone).Date,
        }, of.IsConstant);
    }

    private Expression ToTimeZone(Expression[] a)
    {
        if (a.Length != 2)
            throw Count("toTimeZone");
        string zone = ZoneName(a[1]);
        _ = _scope.Zones(zone);
        bool exact = a[0].Type.ToString().Contains("DateTime64", StringComparison.Ordinal);
        return new Expression(Nullable(ColumnType.DateTime(zone, exact ? 6 : 0), a[0]), f => a[0].Read(f) is { } value ? Instant(value, a[0].Type) : null, a[0].IsConstant);
    }

    private Expression DateDiff(Expression[] a)
    {
        if (a.Length != 3 || a[0].Value is not string unit)
            throw Count("dateDiff");
        TimeZoneInfo zone = ZoneOf(a[1].Type);
        // The bounds that lie between the two.
        return new Expression(ColumnType.Int64, f =>
        {
            if (a[1].Read(f) is not { } from || a[2].Read(f) is not { } to)
                return null;
            DateTime x = Times.Floor(Times.ToLocal(Instant(from, a[1].Type), zone), 1, unit), y = Times.Floor(Times.ToLocal(Instant(to, a[2].Type), zone), 1, unit);
            return unit is "month" or "quarter" or "year"
                ? (((y.Year - x.Year) * 12) + y.Month - x.Month) / (unit == "month" ? 1 : unit == "quarter" ? 3 : 12)
                : (y - x).Ticks / Times.Length(unit).Ticks;
        });
    }

    private Expression Local(Expression[] a, ColumnType type, Func<DateTime, object?> read)
    {
        Expression of = One(a);
        TimeZoneInfo zone = ZoneOf(of.Type);
        return new Expression(Nullable(type, of), f => of.Read(f) switch
        {
            null => null,
            DateTime date => read(date),
            var value => read(Times.ToLocal(Instant(value, of.Type), zone)),
        }, of.IsConstant);
    }

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

    private DateTimeOffset Instant(object value, ColumnType type) => value switch
    {
        DateTimeOffset instant => instant,
        DateTime date => Times.ToInstant(date, ZoneOf(type)),
        long seconds => DateTimeOffset.FromUnixTimeSeconds(seconds),
        string text => ParseOrFail(text, _scope.TimeZone),
        _ => throw QueryProblem.Database("illegal_type_of_argument", "Illegal type " + type + " of argument: a time is expected."),
    };

    private TimeZoneInfo ZoneOf(ColumnType type) => _scope.Zones(type.Zone ?? _scope.Zone);

    private static string ZoneName(Expression zone) =>
        zone is { IsConstant: true, Value: string name } ? name : throw QueryProblem.Database("illegal_type_of_argument", "The timezone must be a constant text.");

    private string? Show(object? value, ColumnType type) => value switch
    {
        null => null,
        string text => text,
        bool flag => flag ? "true" : "false",
        DateTimeOffset instant => Times.ToLocal(instant, ZoneOf(type)).ToString(type.ToString().Contains("DateTime64", StringComparison.Ordinal) ? "yyyy-MM-dd HH:mm:ss.ffffff" : "yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture),
        DateTime date => date.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
        object?[] => throw QueryProblem.Unknown("arrays as text"),
        _ => System.Convert.ToString(value, CultureInfo.InvariantCulture),
    };

    private static Expression One(Expression[] a) => a.Length == 1 ? a[0] : throw Count("function");

    private static ColumnType Nullable(ColumnType type, params Expression[] a) => a.Any(e => e.Type.IsNullable) ? type.OrNull : type;

    private static QueryProblem Count(string name) => QueryProblem.Database("number_of_arguments_doesnt_match", "The number of arguments of " + name + " does not match.");
}
