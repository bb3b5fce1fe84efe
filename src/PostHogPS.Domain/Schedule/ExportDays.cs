using System;
using PostHogPS.Contracts;

namespace PostHogPS.Schedule;

/// <summary>The days of a day or week export: at which local hour of its timezone they begin, and on which weekday its weeks do.</summary>
internal sealed class ExportDays
{
    private readonly BatchExport _export;
    private TimeZoneInfo? _zone;

    private ExportDays(BatchExport export) => _export = export;

    /// <summary>The timezone; a problem when it is not known here.</summary>
    internal TimeZoneInfo Zone => _zone ??= Timezones.Find(_export.Timezone)
        ?? throw Problems.Validation($"The timezone '{_export.Timezone}' of the batch export '{_export.Name}' is not known on this machine.");

    internal int Hour => _export.OffsetHour ?? 0;

    /// <summary>The first day of a week; null for a day export.</summary>
    internal DayOfWeek? Weekday => HasInterval(_export, "week") ? (DayOfWeek)(_export.OffsetDay ?? 0) : null;

    /// <summary>The days of the export; null where its intervals are shorter and have no days of their own.</summary>
    internal static ExportDays? FindFor(BatchExport export) => HasInterval(export, "day") || HasInterval(export, "week") ? new ExportDays(export) : null;

    /// <summary>The instant at which a day of the export begins.</summary>
    internal DateTimeOffset StartOf(DateTime day) => LocalTime.ToInstant(Zone, day, Hour);

    /// <summary>The date in the export's timezone.</summary>
    internal DateTime DateAt(DateTimeOffset instant) => TimeZoneInfo.ConvertTime(instant, Zone).Date;

    private static bool HasInterval(BatchExport export, string interval) => string.Equals(export.Interval, interval, StringComparison.OrdinalIgnoreCase);
}
