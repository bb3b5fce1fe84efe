using System;
using System.Collections;
using System.Linq;
using PostHogPS.Schedule;

namespace PostHogPS.Changes;

/// <summary>Settings of a batch export as they were given for a new one or for a change. Their names are those of the parameters.</summary>
/// <param name="isGiven">Whether a setting was given, if only as none.</param>
internal sealed class ExportSettings(Func<string, bool> isGiven)
{
    internal string? Name { get; set; }

    internal string? Model { get; set; }

    internal string? Interval { get; set; }

    internal bool Paused { get; set; }

    /// <summary>The integration with the credentials of the destination.</summary>
    internal long? IntegrationId { get; set; }

    /// <summary>IANA name; null for the server's own, UTC.</summary>
    internal string? Timezone { get; set; }

    internal DayOfWeek? OffsetDay { get; set; }

    internal int? OffsetHour { get; set; }

    internal DateInput? StartAt { get; set; }

    internal DateInput? EndAt { get; set; }

    internal string? HogQLQuery { get; set; }

    /// <summary>By name; null or empty for none.</summary>
    internal IDictionary? HogQLModifiers { get; set; }

    /// <summary>As the server spells them; null or empty for none.</summary>
    internal object?[]? Filter { get; set; }

    internal string[]? PrimaryKey { get; set; }

    internal string[]? VersionKey { get; set; }

    /// <summary>APPEND or MERGE, in any case; null for the server's own.</summary>
    internal string? IncrementalMode { get; set; }

    /// <summary>Whether a setting was given, if only as none.</summary>
    internal bool Has(string name) => isGiven(name);

    /// <summary>A bound of the schedule, as the calendar of the export has it.</summary>
    /// <param name="name">The bound.</param>
    /// <param name="interval">The interval of the export.</param>
    /// <param name="timezone">Its timezone.</param>
    /// <param name="now">What relative dates are counted from.</param>
    internal DateTimeOffset? ReadBound(string name, string interval, string timezone, DateTimeOffset now) =>
        ScheduleSettings.ReadBound((name == nameof(StartAt) ? StartAt : EndAt)?.CountFrom(now), name, interval, timezone);

    /// <summary>Takes what was not given from an export that is copied: to take its destination alone would make another export of it.</summary>
    internal void InheritFrom(BatchExport source)
    {
        Model = Own(nameof(Model), Model, source.Model);
        Interval = Own(nameof(Interval), Interval, source.Interval);
        Timezone = Own(nameof(Timezone), Timezone, source.Timezone is { Length: > 0 } zone ? zone : null);
        // As far as they say something to the interval, as in a change of it.
        OffsetDay = Own(nameof(OffsetDay), OffsetDay, Interval == "week" ? (DayOfWeek?)source.OffsetDay : null);
        OffsetHour = Own(nameof(OffsetHour), OffsetHour, Interval is "week" or "day" ? source.OffsetHour : null);
        StartAt = Own(nameof(StartAt), StartAt, source.StartAt is { } start ? DateInput.CreateFrom(start) : null);
        EndAt = Own(nameof(EndAt), EndAt, source.EndAt is { } end ? DateInput.CreateFrom(end) : null);
        Paused = Own(nameof(Paused), Paused, source.Paused);
        Filter = Own(nameof(Filter), Filter, source.Filters.OfType<object>().ToArray());
        BatchExport? query = "hogql".Equals(Model, StringComparison.OrdinalIgnoreCase) ? source : null;
        HogQLQuery = Own(nameof(HogQLQuery), HogQLQuery, query?.HogQLQuery);
        HogQLModifiers = Own(nameof(HogQLModifiers), HogQLModifiers, query?.HogQLModifiers as IDictionary);
        PrimaryKey = Own(nameof(PrimaryKey), PrimaryKey, query?.PrimaryKey.ToArray());
        VersionKey = Own(nameof(VersionKey), VersionKey, query?.VersionKey.ToArray());
        IncrementalMode = Own(nameof(IncrementalMode), IncrementalMode, query?.IncrementalMode);

        T Own<T>(string name, T given, T inherited) => Has(name) ? given : inherited;
    }
}
