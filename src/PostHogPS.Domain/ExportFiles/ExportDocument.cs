using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using PostHogPS.Destinations;
using PostHogPS.Files;
using PostHogPS.Text;

namespace PostHogPS.ExportFiles;

/// <summary>A batch export as its file says it: what is wanted of it, without what is the server's, and without a secret.</summary>
internal static class ExportDocument
{
    /// <summary>An export in the words of a file, its defaults included, to be compared or written.</summary>
    /// <param name="export">The export as PostHog has it.</param>
    /// <param name="integrations">Those of its project.</param>
    /// <param name="secrets">What the names of its secrets begin with.</param>
    internal static FileValue Create(BatchExport export, IntegrationNames integrations, string secrets)
    {
        FileValue document = FileValue.CreateObject(
            (FileFormat.SchemaKey, FileValue.CreateText(ExportFormat.Format.SchemaPath)),
            ("id", FileValue.CreateText(export.Id.ToString())),
            ("name", FileValue.CreateText(export.Name)),
            ("model", FileValue.CreateText(string.IsNullOrEmpty(export.Model) ? "events" : export.Model)),
            ("interval", FileValue.CreateText(export.Interval)),
            ("timezone", Value(export.Timezone)),
            ("offset_day", Value(export.OffsetDay)),
            ("offset_hour", Value(export.OffsetHour)),
            ("start_at", Value(export.StartAt)),
            ("end_at", Value(export.EndAt)),
            ("filters", Value(export.Filters)),
            ("hogql_query", Value(export.HogQLQuery)),
            ("hogql_modifiers", Value(export.HogQLModifiers)),
            ("primary_key", Value(export.PrimaryKey)),
            ("version_key", Value(export.VersionKey)),
            ("incremental_mode", Value(export.IncrementalMode)),
            (ExportFormat.Destination, CreateDestination(export.Destination, integrations, secrets)),
            ("paused", FileValue.CreateFlag(export.Paused)));
        AddUnknown(document, export.HasAdditionalProperties ? export.AdditionalProperties : null);
        return document;
    }

    /// <summary>The same without defaults, as a new file is written.</summary>
    internal static FileValue WithoutDefaults(FileValue document, bool includeState) => ExportFormat.Format.Schema.WithoutDefaults(document, includeState);

    private static FileValue CreateDestination(BatchExportDestination destination, IntegrationNames integrations, string secrets)
    {
        KnownDestination? type = KnownDestination.Find(destination.Type);
        FileValue made = FileValue.CreateObject(
            ("type", FileValue.CreateText(destination.Type)),
            (ExportFormat.Integration, destination.IntegrationId is { } id ? integrations.Describe(id, type?.IntegrationKind) : null),
            (ExportFormat.Config, CreateConfig(destination, type, integrations, secrets)));
        AddUnknown(made, destination.HasAdditionalProperties ? destination.AdditionalProperties : null);
        return made;
    }

    private static FileValue CreateConfig(BatchExportDestination destination, KnownDestination? type, IntegrationNames integrations, string secrets)
    {
        FileValue config = CreateSettings(destination.Config, type?.Fields ?? [], integrations, secrets);
        if (type is null || destination.IntegrationId is not null)
            return config;
        // The credentials are in the configuration; the server never gives them back.
        FileValue complete = FileValue.CreateObject();
        HashSet<string> inline = new(type.InlineSecrets(destination.Config), StringComparer.Ordinal);
        foreach (DestinationField field in type.Fields)
        {
            if (config.FindProperty(field.Name)?.Value is { } value)
                complete.Set(field.Name, value);
            else if (inline.Contains(field.Name))
                complete.Set(field.Name, SecretSchema.Create(secrets + "." + field.Name));
        }

        foreach (FileProperty property in config.Properties.Where(property => complete.FindProperty(property.Name) is null))
            complete.Set(property.Name, property.Value);
        return complete;
    }

    private static FileValue CreateSettings(IDictionary<string, object?> settings, IReadOnlyList<DestinationField> fields, IntegrationNames integrations,
        string secrets)
    {
        FileValue made = FileValue.CreateObject();
        foreach (DestinationField field in fields)
        {
            if (settings.TryGetValue(field.Name, out object? value) && value is not null && !field.IsSecret && !field.IsServerOwned)
                made.Set(field.Name, CreateSetting(value, field, integrations, secrets));
        }

        AddUnknown(made, settings.Where(pair => fields.All(field => field.Name != pair.Key)));
        return made;
    }

    private static FileValue CreateSetting(object value, DestinationField field, IntegrationNames integrations, string secrets) => (field.Kind, value) switch
    {
        (FieldKind.Settings, IDictionary<string, object?> inner) => CreateSettings(inner, field.Fields, integrations, secrets),
        (FieldKind.Access, IDictionary<string, object?>) => FileValue.CreateObject(
            [.. KnownDestination.AwsKeys.Select(key => (key.Name, (FileValue?)SecretSchema.Create($"{secrets}.{field.Name}.{key.Name}")))]),
        (FieldKind.Access, _) when AsNumber(value) is { } integration => integrations.Describe(integration, "aws-s3"),
        // Older servers give numbers and flags back as texts.
        (FieldKind.Number, string) when AsNumber(value) is { } number => FileValue.CreateFrom(number),
        (FieldKind.Flag, string text) when bool.TryParse(text, out bool flag) => FileValue.CreateFlag(flag),
        _ => FileValue.CreateFrom(value),
    };

    // Sorted, since the server promises no order. A property with the name of a secret is left out wherever it comes from.
    private static void AddUnknown(FileValue made, IEnumerable<KeyValuePair<string, object?>>? fields)
    {
        foreach (KeyValuePair<string, object?> pair in (fields ?? []).OrderBy(static pair => pair.Key, StringComparer.Ordinal))
        {
            if (pair.Value is not null && WithoutSecrets(pair.Key, pair.Value) is { } value)
                made.Set(pair.Key, FileValue.CreateFrom(value));
        }
    }

    private static object? WithoutSecrets(string name, object? value) => value switch
    {
        _ when SecretNames.Hides(name, value) => null,
        IDictionary<string, object?> bag => bag.OrderBy(static pair => pair.Key, StringComparer.Ordinal)
            .Where(static pair => !SecretNames.Hides(pair.Key, pair.Value))
                .ToDictionary(static pair => pair.Key, pair => WithoutSecrets(pair.Key, pair.Value), StringComparer.Ordinal),
        object?[] list => list.Select(item => WithoutSecrets("", item)).ToArray(),
        _ => value,
    };

    private static FileValue? Value(object? value) => value is null ? null : FileValue.CreateFrom(value);

    private static long? AsNumber(object value) =>
        long.TryParse(Convert.ToString(value, CultureInfo.InvariantCulture), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out long number)
            ? number : null;
}
