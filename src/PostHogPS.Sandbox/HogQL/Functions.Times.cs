using System;

namespace PostHogPS.Sandbox.HogQL;

// Days, times and zones.
internal sealed partial class Functions
{
    /// <summary><c>toStartOfInterval</c> and sums with an interval.</summary>
    public Expression Floor(Expression[] a, long count, string unit)
    {
        Expression time = One(a);
        TimeZoneInfo zone = ZoneOf(time.Type);
        bool toDate = unit is "week" or "month" or "quarter" or "year";
        if (time.Type.Kind == TypeKind.Date)
            return new Expression(toDate || unit == "day" ? ColumnType.Date : ColumnType.DateTime(_scope.Zone), f => time.Read(f) is DateTime date
                ? Times.Floor(date, count, unit) : null, time.IsConstant);
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

    // Hours are counted from the offset of the moment, so that an hour that comes twice is two.
    private static DateTimeOffset FloorOf(DateTimeOffset instant, long count, string unit, TimeZoneInfo zone)
    {
        TimeSpan offset = zone.GetUtcOffset(instant);
        DateTime local = Times.Floor(instant.UtcDateTime + offset, count, unit);
        return Times.IsShort(unit) ? new DateTimeOffset(DateTime.SpecifyKind(local, DateTimeKind.Unspecified), offset).ToUniversalTime()
            : Times.ToInstant(local, zone);
    }

    private static DateTimeOffset ParseOrFail(string text, TimeZoneInfo zone) =>
        Times.Parse(text, zone) ?? throw QueryProblem.Database("cannot_parse_datetime", "Cannot parse DateTime from '" + text + "'.");

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
        return new Expression(Nullable(ColumnType.DateTime(zone, exact ? 6 : 0), a[0]), f => a[0].Read(f) is { } value ? Instant(value, a[0].Type) : null,
            a[0].IsConstant);
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
            DateTime x = Times.Floor(Times.ToLocal(Instant(from, a[1].Type), zone), 1, unit),
                y = Times.Floor(Times.ToLocal(Instant(to, a[2].Type), zone), 1, unit);
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
        zone is { IsConstant: true, Value: string name } ? name
            : throw QueryProblem.Database("illegal_type_of_argument", "The timezone must be a constant text.");
}
