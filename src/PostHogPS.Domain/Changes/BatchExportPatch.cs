using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading.Tasks;
using PostHogPS.Connections;
using PostHogPS.Contracts;
using PostHogPS.Destinations;
using PostHogPS.Schedule;
using PostHogPS.Text;

namespace PostHogPS.Changes;

/// <summary>
/// The difference between an export as it is and as it is wanted: the smallest body that the server takes safely
/// (docs/server.md#updates), and the same in words.
/// </summary>
internal sealed class BatchExportPatch(BatchExport current) : ObjectPatch<BatchExport>(current)
{
    /// <summary>The change that settings make. The destination is not among them.</summary>
    /// <param name="current">The export as it is.</param>
    /// <param name="given">What was given; of a setting without a null of its own null says that it was not.</param>
    /// <param name="serverNow">The server's time.</param>
    /// <param name="now">What relative dates are counted from.</param>
    internal static BatchExportPatch CreateFrom(BatchExport current, ExportSettings given, DateTimeOffset serverNow, DateTimeOffset now)
    {
        ScheduleSettings.CheckOffsets(given.Interval ?? current.Interval, given.OffsetDay, given.OffsetHour);
        var patch = new BatchExportPatch(current);
        if (given.Name is not null)
            patch.SetName(given.Name);
        if (given.Has(nameof(given.Paused)))
            patch.SetPaused(given.Paused, serverNow);
        if (given.Interval is not null || given.OffsetDay is not null || given.OffsetHour is not null)
            patch.SetSchedule(given.Interval, (int?)given.OffsetDay, given.OffsetHour);
        if (given.Timezone is not null)
            patch.SetTimezone(given.Timezone);
        patch.SetBounds(given, now);
        patch.SetQuery(given);
        return patch;
    }

    internal bool Renames => _body.ContainsKey("name");

    /// <summary>What to send. Secrets are still protected: the engine opens them while it writes the request.</summary>
    internal Dictionary<string, object?> Body => _body;

    /// <summary>Sends the change, and gives the export as it is afterwards. What the server ignores is a warning.</summary>
    internal async Task<BatchExport> SendAsync(ProjectScope scope, CallContext call)
    {
        BatchExport after = scope.Stamp(await scope.Session.BatchExports.UpdateAsync(scope.Project, _current.Id, _body, call).ConfigureAwait(false));
        after.ProjectName = _current.ProjectName;
        call.WarnNotTaken($"'{MessageText.Name(after.Name)}'", NotTaken(after));
        return after;
    }

    internal void SetName(string name) =>
        Set("name", name.Trim() is { Length: > 0 } wanted ? wanted : throw Problems.Validation("A batch export's name may not be blank."), e => e.Name);

    // PATCH leaves last_paused_at alone, and a later resume with a backfill starts from there: it is set as pausing does.
    internal void SetPaused(bool paused, DateTimeOffset now)
    {
        Set("paused", paused, e => e.Paused);
        if (paused && !_current.Paused)
            AlsoSend("last_paused_at", InstantText.FormatExact(now));
    }

    internal void SetTimezone(string timezone) => Set("timezone", timezone, e => e.Timezone);

    internal void SetStart(DateTimeOffset? start) => Set("start_at", start, e => e.StartAt);

    internal void SetEnd(DateTimeOffset? end) => Set("end_at", end, e => e.EndAt);

    internal void SetQuery(string? query) => Set("hogql_query", NullIfEmpty(query), e => NullIfEmpty(e.HogQLQuery));

    internal void SetModifiers(IDictionary<string, object?>? modifiers) =>
        Set("hogql_modifiers", modifiers is { Count: > 0 } ? modifiers : null, e => e.HogQLModifiers.Count == 0 ? null : e.HogQLModifiers);

    internal void SetFilters(object?[]? filters) => Set("filters", NullIfEmpty(filters), e => NullIfEmpty(e.Filters.ToArray()));

    internal void SetPrimaryKey(string[]? columns) => Set("primary_key", NullIfEmpty(columns), e => NullIfEmpty(e.PrimaryKey.ToArray()));

    internal void SetVersionKey(string[]? columns) => Set("version_key", NullIfEmpty(columns), e => NullIfEmpty(e.VersionKey.ToArray()));

    internal void SetIncrementalMode(string mode) => Set("incremental_mode", mode.ToUpperInvariant(), e => e.IncrementalMode);

    /// <summary>
    /// Offsets are refused without the interval and one offset alone resets the other, so all that apply go together.
    /// </summary>
    internal void SetSchedule(string? interval, int? day, int? hour)
    {
        string effective = interval ?? _current.Interval;
        int? wantedDay = effective == "week" ? day ?? _current.OffsetDay : null;
        int? wantedHour = effective is "day" or "week" ? hour ?? _current.OffsetHour : null;
        int before = _changes.Count;
        Set("interval", effective, e => e.Interval);
        Set("offset_day", wantedDay, e => e.OffsetDay);
        Set("offset_hour", wantedHour, e => e.OffsetHour);
        if (_changes.Count == before)
            return;

        Put("interval", effective, e => e.Interval);
        Replace("offset_day", wantedDay, e => e.OffsetDay);
        Replace("offset_hour", wantedHour, e => e.OffsetHour);
    }

    /// <summary>
    /// The server wants type, config and integration together whenever one of them changes, and merges the config: only
    /// what changes is in it. A secret always counts as changed, since the old one cannot be read.
    /// </summary>
    internal void SetDestination(BatchExportDestinationDefinition? wanted, long? integrationId)
    {
        BatchExportDestination current = _current.Destination;
        if (wanted is { Type.Length: > 0 } && !string.Equals(wanted.Type, current.Type, StringComparison.OrdinalIgnoreCase))
            throw Problems.Validation(
                $"The destination of '{_current.Name}' is of type {current.Type}, and a type cannot change to {wanted.Type}.",
                "Make a new batch export (New-PHBatchExport) and remove this one when the new one runs.");

        var changed = new Dictionary<string, object?>(StringComparer.Ordinal);
        if (wanted is { IsStored: false })
            DestinationSchema.Check(current.Type, wanted.WholeConfig(), current.Config);
        foreach (KeyValuePair<string, object?> pair in wanted?.WholeConfig() ?? [])
        {
            bool known = current.Config.TryGetValue(pair.Key, out object? old);
            if (known && PlainText.AreSame(old, pair.Value))
                continue;
            bool hidden = pair.Value is System.Security.SecureString || SecretNames.Hides(pair.Key, pair.Value) || !DestinationSchema.IsKnown(current.Type);
            _changes.Add($"destination.{pair.Key}: {(hidden ? "(hidden) -> (hidden)" : PlainText.DescribeChange(old, pair.Value))}");
            changed[pair.Key] = pair.Value;
        }

        if (changed.Count > 0)
            DestinationRules.CheckConfig(current.Type, Merged(current.Config, changed));
        long? integration = integrationId ?? wanted?.IntegrationId ?? current.IntegrationId;
        if (integration != current.IntegrationId)
            _changes.Add($"destination.integration: {PlainText.Describe(current.IntegrationId)} -> {PlainText.Describe(integration)}");
        if (changed.Count == 0 && integration == current.IntegrationId)
            return;

        _body["destination"] = DestinationBody.CreateFrom(current.Type, changed, integration);
    }

    private void SetBounds(ExportSettings given, DateTimeOffset now)
    {
        bool hasStart = given.Has(nameof(given.StartAt)), hasEnd = given.Has(nameof(given.EndAt));
        DateTimeOffset? start = hasStart ? ReadBound(nameof(given.StartAt)) : _current.StartAt;
        DateTimeOffset? end = hasEnd ? ReadBound(nameof(given.EndAt)) : _current.EndAt;
        if (hasStart || hasEnd)
            ScheduleSettings.CheckBounds(start, end);
        if (hasStart)
            SetStart(start);
        if (hasEnd)
            SetEnd(end);

        DateTimeOffset? ReadBound(string name) => given.ReadBound(name, given.Interval ?? _current.Interval, given.Timezone ?? _current.Timezone, now);
    }

    private void SetQuery(ExportSettings given)
    {
        if (given.Has(nameof(given.HogQLQuery)))
            SetQuery(given.HogQLQuery);
        if (given.Has(nameof(given.HogQLModifiers)))
            SetModifiers(given.HogQLModifiers as IDictionary<string, object?>);
        if (given.Has(nameof(given.Filter)))
            SetFilters(given.Filter);
        if (given.Has(nameof(given.PrimaryKey)))
            SetPrimaryKey(given.PrimaryKey);
        if (given.Has(nameof(given.VersionKey)))
            SetVersionKey(given.VersionKey);
        if (given.IncrementalMode is not null)
            SetIncrementalMode(given.IncrementalMode);
    }

    private void AlsoSend(string key, object? value) => _body[key] = value;

    private static string? NullIfEmpty(string? text) => string.IsNullOrEmpty(text) ? null : text;

    private static object?[]? NullIfEmpty(object?[]? list) => list is { Length: > 0 } ? list : null;

    private void Replace(string key, int? wanted, Func<BatchExport, object?> read)
    {
        if (wanted is not null)
            Put(key, wanted, read);
        else
            _body.Remove(key);
    }

    private static Dictionary<string, object?> Merged(IDictionary<string, object?> stored, Dictionary<string, object?> changed)
    {
        Dictionary<string, object?> merged = stored.ToDictionary(pair => pair.Key, pair => pair.Value, StringComparer.Ordinal);
        foreach (KeyValuePair<string, object?> pair in changed)
            merged[pair.Key] = pair.Value;
        return merged;
    }
}
