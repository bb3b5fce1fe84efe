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
    private readonly IReadOnlyDictionary<string, SecureString> _values;

    internal ExportSecrets(IReadOnlyDictionary<string, SecureString> values) => _values = values;

    internal SecureString? Find(string name) => _values.TryGetValue(name, out SecureString? value) ? value : null;

    /// <summary>The names of all secrets in a value.</summary>
    internal static IEnumerable<string> NamesIn(FileValue? value)
    {
        if (value is null)
            return [];
        return SecretSchema.NameOf(value) is { } name ? [name]
            : value.Properties.SelectMany(static property => NamesIn(property.Value)).Concat(value.Items.SelectMany(NamesIn));
    }

    /// <summary>The secrets that an export that is there has to be sent: those that the server cannot have, and those that are to be replaced.</summary>
    /// <param name="file">What is wanted.</param>
    /// <param name="export">What PostHog has.</param>
    /// <param name="rotates">Whether a secret is to be replaced.</param>
    internal static IReadOnlyList<string> NeededBy(ExportFile file, BatchExport export, Func<string, bool> rotates)
    {
        var needed = new List<string>(NamesIn(file.Config).Where(rotates));
        foreach (FileProperty property in file.Config.Properties)
        {
            // What is inside settings that are not there yet cannot be there either.
            if (property.Value.Kind == FileValueKind.Object && !SecretSchema.IsReference(property.Value) && !Has(export, property.Name))
                needed.AddRange(NamesIn(property.Value));
        }

        // Another way to sign in needs other secrets; a COPY that signs in by other means does as well.
        if (KnownDestination.Find(file.Type) is { Name: "Snowflake" } type
            && !PlainText.AreSame(Way(file.Config.FindText("authentication_type")), Way(Text(export, "authentication_type"))))
            needed.AddRange(type.InlineSecrets((IDictionary<string, object?>)file.Config.ToPlain()!).SelectMany(name => NamesIn(file.Config.Find(name))));
        foreach (FileProperty access in file.Config.Find("copy_inputs")?.Properties ?? [])
        {
            if (NamesIn(access.Value).Any() && CopyInputs(export) is { } stored
                && !(stored.TryGetValue(access.Name, out object? value) && value is IDictionary<string, object?>))
                needed.AddRange(NamesIn(access.Value));
        }

        return needed.Distinct(StringComparer.Ordinal).ToList();

        static string Way(string? word) => string.IsNullOrEmpty(word) ? "password" : word!;
    }

    private static bool Has(BatchExport export, string name) => export.Destination.Config.TryGetValue(name, out object? value) && value is not null;

    private static string? Text(BatchExport export, string name) => export.Destination.Config.TryGetValue(name, out object? value) ? value as string : null;

    private static IDictionary<string, object?>? CopyInputs(BatchExport export) =>
        export.Destination.Config.TryGetValue("copy_inputs", out object? value) ? value as IDictionary<string, object?> : null;
}
