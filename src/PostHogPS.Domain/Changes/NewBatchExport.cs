using System;
using System.Collections.Generic;
using PostHogPS.Contracts;
using PostHogPS.Destinations;
using PostHogPS.Schedule;
using PostHogPS.Text;

namespace PostHogPS.Changes;

/// <summary>A batch export to create: its settings, their rules, the body of the request, and what a server did not apply.</summary>
internal sealed class NewBatchExport(string name, string model, string interval, BatchExportDestinationDefinition destination)
{
    /// <summary>The integration with the credentials of the destination; null for none.</summary>
    internal long? IntegrationId { get; set; }

    internal bool IsPaused { get; set; }

    /// <summary>IANA name; null for the server's own, UTC.</summary>
    internal string? Timezone { get; set; }

    internal DayOfWeek? OffsetDay { get; set; }

    internal int? OffsetHour { get; set; }

    internal DateTimeOffset? StartAt { get; set; }

    internal DateTimeOffset? EndAt { get; set; }

    internal string? HogQLQuery { get; set; }

    /// <summary>Null or empty for none.</summary>
    internal Dictionary<string, object?>? HogQLModifiers { get; set; }

    /// <summary>As the server spells them; null or empty for none.</summary>
    internal object?[]? Filters { get; set; }

    internal string[]? PrimaryKey { get; set; }

    internal string[]? VersionKey { get; set; }

    /// <summary>APPEND or MERGE, in any case; null for the server's own.</summary>
    internal string? IncrementalMode { get; set; }

    private bool IsQuery => model.Equals("hogql", StringComparison.OrdinalIgnoreCase);

    /// <summary>Rejects settings that contradict each other or that the destination does not take.</summary>
    internal void Check()
    {
        if (string.IsNullOrWhiteSpace(name))
            throw Problems.Validation("A batch export's name may not be blank.");
        ScheduleSettings.CheckOffsets(interval, OffsetDay, OffsetHour);
        if (!destination.IsStored)
            DestinationSchema.Check(destination.Type, destination.WholeConfig());
        DestinationRules.CheckNew(destination.Type, destination.WholeConfig(), IntegrationId);
        if (destination.Type == "HTTP" && !model.Equals("events", StringComparison.OrdinalIgnoreCase))
            throw Problems.Validation($"HTTP exports carry events only; -Model is {model}.");
        if (IsQuery && string.IsNullOrWhiteSpace(HogQLQuery))
            throw Problems.Validation("An export with the model hogql needs -HogQLQuery.");
        if (!IsQuery && (PrimaryKey is { Length: > 0 } || VersionKey is { Length: > 0 } || HogQLModifiers is { Count: > 0 }))
            throw Problems.Validation($"-PrimaryKey, -VersionKey and -HogQLModifiers belong to the model hogql; -Model is {model}.");
        if (IsQuery && string.Equals(IncrementalMode, "MERGE", StringComparison.OrdinalIgnoreCase) && PrimaryKey is not { Length: > 0 })
            throw Problems.Validation("-IncrementalMode MERGE needs -PrimaryKey: it says which rows are one.");
    }

    /// <summary>The body of the request. Settings that were not given are not in it, so that they get the server's own values.</summary>
    internal Dictionary<string, object?> CreateBody()
    {
        ScheduleSettings.CheckBounds(StartAt, EndAt);
        var body = new Dictionary<string, object?>(StringComparer.Ordinal)
        {
            ["name"] = name.Trim(),
            ["model"] = model,
            ["interval"] = interval,
            ["paused"] = IsPaused,
            ["destination"] = DestinationBody.CreateFrom(destination.Type, destination.WholeConfig(), IntegrationId),
        };
        body.AddGiven("timezone", Timezone);
        body.AddGiven("offset_day", (int?)OffsetDay);
        body.AddGiven("offset_hour", OffsetHour);
        body.AddGiven("start_at", StartAt is { } start ? InstantText.FormatExact(start) : null);
        body.AddGiven("end_at", EndAt is { } end ? InstantText.FormatExact(end) : null);
        body.AddGiven("hogql_query", string.IsNullOrEmpty(HogQLQuery) ? null : HogQLQuery);
        body.AddGiven("hogql_modifiers", HogQLModifiers is { Count: > 0 } ? HogQLModifiers : null);
        body.AddGiven("filters", Filters is { Length: > 0 } ? Filters : null);
        body.AddGiven("primary_key", PrimaryKey is { Length: > 0 } ? PrimaryKey : null);
        body.AddGiven("version_key", VersionKey is { Length: > 0 } ? VersionKey : null);
        body.AddGiven("incremental_mode", IncrementalMode?.ToUpperInvariant());
        return body;
    }

    /// <summary>
    /// Fields that the server did not apply. An older one ignores what it does not know without an error, and the export then runs on
    /// other days.
    /// </summary>
    internal IEnumerable<string> NotTaken(BatchExport made)
    {
        if (Timezone is not null && !Timezone.Equals(made.Timezone, StringComparison.OrdinalIgnoreCase))
            yield return "timezone";
        if (OffsetDay is { } day && (int)day != (made.OffsetDay ?? 0))
            yield return "offset_day";
        if (OffsetHour is { } hour && hour != (made.OffsetHour ?? 0))
            yield return "offset_hour";
        if (Filters is { Length: > 0 } && made.Filters.Length == 0)
            yield return "filters";
        if (IncrementalMode is { Length: > 0 } && string.IsNullOrEmpty(made.IncrementalMode))
            yield return "incremental_mode";
    }
}
