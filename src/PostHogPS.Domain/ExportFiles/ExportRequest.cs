using System;
using System.Collections.Generic;
using System.Linq;
using PostHogPS.Changes;
using PostHogPS.Destinations;
using PostHogPS.Files;
using PostHogPS.Text;

namespace PostHogPS.ExportFiles;

/// <summary>What a file says as request bodies: the words of PostHog, the numbers of its integrations, secrets still protected.</summary>
internal sealed class ExportRequest(ExportFile file, IntegrationNames integrations, ExportSecrets secrets)
{
    /// <summary>Properties that are not sent as they stand in the file.</summary>
    private static readonly HashSet<string> Special = new(StringComparer.Ordinal) { FileFormat.SchemaKey, "id", ExportFormat.Destination };

    /// <summary>The number of the integration; null for none. A thrown problem where the project has not exactly one.</summary>
    internal long? IntegrationId => file.Integration is { } integration ? integrations.Find(integration) : null;

    /// <summary>The body that creates it. Properties that only the file knows are not in it.</summary>
    internal Dictionary<string, object?> CreateBody()
    {
        var body = new Dictionary<string, object?>(StringComparer.Ordinal);
        foreach (FileField field in ExportFormat.Format.Schema.Fields)
        {
            if (!Special.Contains(field.Name) && file.Root.Find(field.Name) is { } value && !field.Schema.AreSame(value, null, field.Default))
                body[field.Name] = value.ToPlain();
        }

        body["name"] = file.Name;
        body["paused"] = file.StartsPaused;
        body[ExportFormat.Destination] = DestinationBody.CreateFrom(file.Type, CreateSettings(file.Config, Fields), IntegrationId);
        return body;
    }

    /// <summary>What changes an export that is there.</summary>
    /// <param name="export">As it is.</param>
    /// <param name="differences">Between the file and it.</param>
    /// <param name="sent">Names of the secrets that are sent.</param>
    /// <param name="now">The server's time.</param>
    internal BatchExportPatch CreatePatch(BatchExport export, IEnumerable<FileDifference> differences, IReadOnlyCollection<string> sent, DateTimeOffset now)
    {
        var patch = new BatchExportPatch(export);
        string[] changed = differences.Where(static difference => !difference.IsUnknown).Select(static difference => difference.Property).ToArray();
        foreach (string property in changed)
            Set(patch, property, now);
        if (changed.Any(static property => property is "interval" or "offset_day" or "offset_hour"))
            patch.SetSchedule(file.Interval, (int)(Number("offset_day") ?? 0), (int)(Number("offset_hour") ?? 0));
        SetDestination(patch, changed, sent);
        return patch;
    }

    private IReadOnlyList<DestinationField> Fields => KnownDestination.Find(file.Type)?.Fields ?? [];

    private void Set(BatchExportPatch patch, string property, DateTimeOffset now)
    {
        switch (property)
        {
            case "name":
                patch.SetName(file.Name);
                break;
            case "paused":
                patch.SetPaused(file.Root.Find("paused")?.ToPlain() is true, now);
                break;
            case "timezone":
                patch.SetTimezone(file.Root.FindText("timezone") ?? "UTC");
                break;
            case "start_at":
                patch.SetStart(Instant(property));
                break;
            case "end_at":
                patch.SetEnd(Instant(property));
                break;
            case "filters":
                patch.SetFilters(file.Root.Find(property)?.ToPlain() as object?[]);
                break;
            case "hogql_query":
                patch.SetQuery(file.Root.FindText(property));
                break;
            case "hogql_modifiers":
                patch.SetModifiers(file.Root.Find(property)?.ToPlain() as IDictionary<string, object?>);
                break;
            case "primary_key":
                patch.SetPrimaryKey(Columns(property));
                break;
            case "version_key":
                patch.SetVersionKey(Columns(property));
                break;
            case "incremental_mode":
                patch.SetIncrementalMode(file.Root.FindText(property) ?? "APPEND");
                break;
        }
    }

    private void SetDestination(BatchExportPatch patch, string[] changed, IReadOnlyCollection<string> sent)
    {
        const string config = ExportFormat.Destination + "." + ExportFormat.Config + ".";
        HashSet<string> keys = new(changed.Where(static property => property.StartsWith(config, StringComparison.Ordinal))
            .Select(static property => property.Substring(config.Length).Split('.')[0]), StringComparer.Ordinal);
        bool links = changed.Contains(ExportFormat.Destination + "." + ExportFormat.Integration);
        var settings = new Dictionary<string, object?>(StringComparer.Ordinal);
        foreach (DestinationField field in Fields)
        {
            FileValue? value = file.Config.Find(field.Name);
            // A key cannot be removed: absent in the file is set to what the server takes for absent.
            if (keys.Contains(field.Name) || ExportSecrets.NamesIn(value, field).Any(sent.Contains))
                settings[field.Name] = value is null ? field.Default : CreateSetting(value, field);
        }

        if (settings.Count > 0 || links)
            patch.SetDestination(new BatchExportDestinationDefinition(file.Type, links ? IntegrationId : null, settings), null);
    }

    private Dictionary<string, object?> CreateSettings(FileValue settings, IReadOnlyList<DestinationField> fields)
    {
        var made = new Dictionary<string, object?>(StringComparer.Ordinal);
        foreach (DestinationField field in fields)
        {
            if (!field.IsServerOwned && settings.Find(field.Name) is { } value && CreateSetting(value, field) is { } plain)
                made[field.Name] = plain;
        }

        return made;
    }

    private object? CreateSetting(FileValue value, DestinationField field) =>
        SecretSchema.NameOf(value) is { } secret ? secrets.Find(secret)
        : field.Kind == FieldKind.Settings ? CreateSettings(value, field.Fields)
        : field.Kind == FieldKind.Access && value.Kind == FileValueKind.Object
            ? value.Find("kind") is not null ? integrations.Find(value) : CreateKeys(value)
        : value.ToPlain();

    // Nothing without the secrets: an empty pair would take the place of the stored one.
    private Dictionary<string, object?>? CreateKeys(FileValue keys)
    {
        Dictionary<string, object?> pair = CreateSettings(keys, KnownDestination.AwsKeys);
        return pair.Count == 0 ? null : pair;
    }

    private long? Number(string name) => file.Root.Find(name)?.ToPlain() as long?;

    private DateTimeOffset? Instant(string name) =>
        file.Root.FindText(name) is { } text && SchemaInstant.TryRead(text, out DateTimeOffset instant) ? instant : null;

    private string[]? Columns(string name) => file.Root.Find(name)?.Items.Select(static item => item.Text).ToArray();
}
