using System;
using System.Collections.Generic;
using System.Linq;
using System.Security;
using PostHogPS.Destinations;
using PostHogPS.Files;
using PostHogPS.Text;

namespace PostHogPS.ExportFiles;

/// <summary>The secrets that files refer to: which of them a step needs, and their values once they have been found.</summary>
internal sealed class ExportSecrets
{
    private const string CopySettings = "copy_inputs";

    private readonly IReadOnlyDictionary<string, SecureString> _values;

    internal ExportSecrets(IReadOnlyDictionary<string, SecureString> values) => _values = values;

    internal SecureString? Find(string name) => _values.TryGetValue(name, out SecureString? value) ? value : null;

    /// <summary>
    /// The names of all secrets of a file that are sent: where its type of destination takes none, a reference is as unknown as its property.
    /// </summary>
    internal static IEnumerable<string> NamesIn(ExportFile file) => NamesIn(file.Config, FieldsOf(file));

    /// <summary>The names of the secrets in the value of a setting.</summary>
    internal static IEnumerable<string> NamesIn(FileValue? value, DestinationField field) => value is null ? []
        : SecretSchema.NameOf(value) is { } name ? field.IsSecret ? [name] : []
        : field.Kind == FieldKind.Settings ? NamesIn(value, field.Fields)
        : field.Kind == FieldKind.Access ? NamesIn(value, KnownDestination.AwsKeys)
        : [];

    /// <summary>The secrets that an export that is there has to be sent: those that the server cannot have, and those that are to be replaced.</summary>
    /// <param name="file">What is wanted.</param>
    /// <param name="export">What PostHog has.</param>
    /// <param name="rotates">Whether a secret is to be replaced.</param>
    internal static IReadOnlyList<string> NeededBy(ExportFile file, BatchExport export, Func<string, bool> rotates)
    {
        IReadOnlyList<DestinationField> fields = FieldsOf(file);
        var needed = new List<string>(NamesIn(file).Where(rotates));
        // What is inside settings that are not there yet cannot be there either.
        foreach (DestinationField field in fields.Where(field => !field.IsSecret && !Has(export, field.Name)))
            needed.AddRange(NamesIn(file.Config.Find(field.Name), field));

        // Another way to sign in needs other secrets; a COPY that signs in by other means does as well.
        if (KnownDestination.Find(file.Type) is { Name: "Snowflake" } type
            && !PlainText.AreSame(Way(file.Config.FindText("authentication_type")), Way(Text(export, "authentication_type"))))
        {
            string[] inline = [.. type.InlineSecrets((IDictionary<string, object?>)file.Config.ToPlain()!)];
            needed.AddRange(fields.Where(field => inline.Contains(field.Name)).SelectMany(field => NamesIn(file.Config.Find(field.Name), field)));
        }

        foreach (DestinationField access in fields.FirstOrDefault(static field => field.Name == CopySettings)?.Fields ?? [])
        {
            if (CopyInputs(export) is { } stored && !(stored.TryGetValue(access.Name, out object? value) && value is IDictionary<string, object?>))
                needed.AddRange(NamesIn(file.Config.Find(CopySettings)?.Find(access.Name), access));
        }

        return needed.Distinct(StringComparer.Ordinal).ToList();

        static string Way(string? word) => string.IsNullOrEmpty(word) ? "password" : word!;
    }

    /// <summary>
    /// What the names of secrets in files begin with, where they are made as Export-PHBatchExport makes them: what is left of their variables
    /// without the setting at the end.
    /// </summary>
    internal static IEnumerable<string> PrefixesOf(IEnumerable<string> names) => names.Select(SecretVariable.Fold).SelectMany(static name =>
        Endings.Where(ending => name.EndsWith(ending, StringComparison.Ordinal)).Select(ending => name.Substring(0, name.Length - ending.Length)));

    private static readonly string[] Endings = [.. KnownDestination.All.SelectMany(static type => type.Fields).SelectMany(static field => PathsOf(field))
        .Select(static path => SecretVariable.Fold("." + path)).Distinct()];

    private static IEnumerable<string> PathsOf(DestinationField field) => field.IsSecret ? [field.Name]
        : field.Kind == FieldKind.Settings ? field.Fields.SelectMany(PathsOf)
        : field.Kind == FieldKind.Access ? KnownDestination.AwsKeys.Select(key => field.Name + "." + key.Name)
        : [];

    private static IEnumerable<string> NamesIn(FileValue settings, IReadOnlyList<DestinationField> fields) =>
        fields.SelectMany(field => NamesIn(settings.Find(field.Name), field));

    private static IReadOnlyList<DestinationField> FieldsOf(ExportFile file) => KnownDestination.Find(file.Type)?.Fields ?? [];

    private static bool Has(BatchExport export, string name) => export.Destination.Config.TryGetValue(name, out object? value) && value is not null;

    private static string? Text(BatchExport export, string name) => export.Destination.Config.TryGetValue(name, out object? value) ? value as string : null;

    private static IDictionary<string, object?>? CopyInputs(BatchExport export) =>
        export.Destination.Config.TryGetValue(CopySettings, out object? value) ? value as IDictionary<string, object?> : null;
}
