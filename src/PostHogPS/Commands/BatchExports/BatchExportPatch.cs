using System;
using System.Collections.Generic;
using System.Linq;
using PostHogPS.Binding;
using PostHogPS.Changes;
using PostHogPS.Contracts;
using PostHogPS.Text;

namespace PostHogPS.Commands;

/// <summary>
/// The difference between an export as it is and as it is wanted: the smallest body that the server takes safely
/// (docs/server.md#updates), and the same in words.
/// </summary>
internal sealed class BatchExportPatch(BatchExport current) : ObjectPatch<BatchExport>(current)
{
    internal bool Renames => _body.ContainsKey("name");

    /// <summary>What to send. Secrets are still protected: the engine opens them while it writes the request.</summary>
    internal Dictionary<string, object?> Body => _body;

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
    /// what changes is in it. A secret always counts as changed, since nobody can read the old one.
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
            _changes.Add($"destination.{pair.Key}: {(hidden ? "(hidden)" : PlainText.Describe(old))} -> {(hidden ? "(hidden)" : PlainText.Describe(pair.Value))}");
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

    internal void AlsoSend(string key, object? value) => _body[key] = value;

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
