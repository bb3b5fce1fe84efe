using System;
using System.Collections.Generic;
using System.Threading.Tasks;
using PostHogPS.Connections;
using PostHogPS.Contracts;
using PostHogPS.Destinations;
using PostHogPS.Schedule;
using PostHogPS.Text;

namespace PostHogPS.Changes;

/// <summary>A batch export to create: its settings, their rules, the body of the request, and what a server did not apply.</summary>
internal sealed class NewBatchExport(ExportSettings settings, BatchExportDestinationDefinition destination)
{
    private readonly string _name = settings.Name ?? "";
    private readonly string _model = settings.Model ?? "events";
    private readonly string _interval = settings.Interval ?? "hour";

    private readonly long? _integrationId = settings.IntegrationId ?? destination.IntegrationId;

    private bool IsQuery => _model.Equals("hogql", StringComparison.OrdinalIgnoreCase);

    /// <summary>What is created, as a question says it.</summary>
    internal string Description => $"batch export '{_name}' ({_model} to {destination.Type}, {_interval}{(settings.Paused ? ", paused" : "")})";

    /// <summary>Rejects settings that contradict each other or that the destination does not take.</summary>
    internal void Check()
    {
        if (string.IsNullOrWhiteSpace(_name))
            throw Problems.Validation("A batch export's name may not be blank.");
        ScheduleSettings.CheckOffsets(_interval, settings.OffsetDay, settings.OffsetHour);
        if (!destination.IsStored)
            DestinationSchema.Check(destination.Type, destination.WholeConfig());
        DestinationRules.CheckNew(destination.Type, destination.WholeConfig(), _integrationId);
        if (destination.Type == "HTTP" && !_model.Equals("events", StringComparison.OrdinalIgnoreCase))
            throw Problems.Validation($"HTTP exports carry events only; -Model is {_model}.");
        if (IsQuery && string.IsNullOrWhiteSpace(settings.HogQLQuery))
            throw Problems.Validation("An export with the model hogql needs -HogQLQuery.");
        if (!IsQuery && (settings.PrimaryKey is { Length: > 0 } || settings.VersionKey is { Length: > 0 } || settings.HogQLModifiers is { Count: > 0 }))
            throw Problems.Validation($"-PrimaryKey, -VersionKey and -HogQLModifiers belong to the model hogql; -Model is {_model}.");
        if (IsQuery && string.Equals(settings.IncrementalMode, "MERGE", StringComparison.OrdinalIgnoreCase) && settings.PrimaryKey is not { Length: > 0 })
            throw Problems.Validation("-IncrementalMode MERGE needs -PrimaryKey: it says which rows are one.");
    }

    /// <summary>The body of the request. Settings that were not given are not in it, so that they get the server's own values.</summary>
    /// <param name="now">What relative dates are counted from.</param>
    internal Dictionary<string, object?> CreateBody(DateTimeOffset now)
    {
        DateTimeOffset? startAt = settings.ReadBound(nameof(settings.StartAt), _interval, settings.Timezone ?? "UTC", now);
        DateTimeOffset? endAt = settings.ReadBound(nameof(settings.EndAt), _interval, settings.Timezone ?? "UTC", now);
        ScheduleSettings.CheckBounds(startAt, endAt);
        var body = new Dictionary<string, object?>(StringComparer.Ordinal)
        {
            ["name"] = _name.Trim(),
            ["model"] = _model,
            ["interval"] = _interval,
            ["paused"] = settings.Paused,
            ["destination"] = DestinationBody.CreateFrom(destination.Type, destination.WholeConfig(), _integrationId),
        };
        body.AddGiven("timezone", settings.Timezone);
        body.AddGiven("offset_day", (int?)settings.OffsetDay);
        body.AddGiven("offset_hour", settings.OffsetHour);
        body.AddGiven("start_at", startAt is { } start ? InstantText.FormatExact(start) : null);
        body.AddGiven("end_at", endAt is { } end ? InstantText.FormatExact(end) : null);
        body.AddGiven("hogql_query", string.IsNullOrEmpty(settings.HogQLQuery) ? null : settings.HogQLQuery);
        body.AddGiven("hogql_modifiers", settings.HogQLModifiers is { Count: > 0 } ? settings.HogQLModifiers : null);
        body.AddGiven("filters", settings.Filter is { Length: > 0 } ? settings.Filter : null);
        body.AddGiven("primary_key", settings.PrimaryKey is { Length: > 0 } ? settings.PrimaryKey : null);
        body.AddGiven("version_key", settings.VersionKey is { Length: > 0 } ? settings.VersionKey : null);
        body.AddGiven("incremental_mode", settings.IncrementalMode?.ToUpperInvariant());
        return body;
    }

    /// <summary>Creates it. What the server ignores is a warning: an older one does not know every field, and the export then runs on other days.</summary>
    internal async Task<BatchExport> SendAsync(ProjectScope scope, Dictionary<string, object?> body, CallContext call)
    {
        BatchExport made = scope.Stamp(await scope.Session.BatchExports.CreateAsync(scope.Project, body, call).ConfigureAwait(false));
        call.WarnNotTaken($"'{MessageText.Name(made.Name)}'", NotTaken(made));
        return made;
    }

    private IEnumerable<string> NotTaken(BatchExport made)
    {
        if (settings.Timezone is not null && !settings.Timezone.Equals(made.Timezone, StringComparison.OrdinalIgnoreCase))
            yield return "timezone";
        if (settings.OffsetDay is { } day && (int)day != (made.OffsetDay ?? 0))
            yield return "offset_day";
        if (settings.OffsetHour is { } hour && hour != (made.OffsetHour ?? 0))
            yield return "offset_hour";
        if (settings.Filter is { Length: > 0 } && made.Filters.Length == 0)
            yield return "filters";
        if (settings.IncrementalMode is { Length: > 0 } && string.IsNullOrEmpty(made.IncrementalMode))
            yield return "incremental_mode";
    }
}
