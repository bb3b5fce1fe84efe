using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using PostHogPS.Text;

namespace PostHogPS.Destinations;

/// <summary>
/// The exports that use an integration: as that of their destination, or in the COPY settings of a Redshift one, where the server does
/// not look when it deletes an integration.
/// </summary>
internal static class IntegrationUsers
{
    private static readonly string[] CopySettings =
        [.. KnownDestination.All.SelectMany(static type => type.Fields).SelectMany(static field => field.Fields)
            .Where(static field => field.Kind == FieldKind.Access).Select(static field => field.Name)];

    internal static BatchExport[] Find(IEnumerable<BatchExport> exports, long id) => exports.Where(export => Uses(export, id)).ToArray();

    /// <summary>"'events-to-s3', 'persons-to-s3'".</summary>
    internal static string Describe(IEnumerable<BatchExport> exports) =>
        string.Join(", ", exports.Select(static export => $"'{MessageText.Name(export.Name.Length > 0 ? export.Name : export.Id.ToString())}'"));

    /// <summary>The COPY settings of an export that name an integration, each with its id.</summary>
    internal static Dictionary<string, long> FindCopyUses(BatchExport export)
    {
        var uses = new Dictionary<string, long>(StringComparer.Ordinal);
        if (!export.Destination.Config.TryGetValue("copy_inputs", out object? inputs) || inputs is not IDictionary<string, object?> copy)
            return uses;
        foreach (string name in CopySettings)
        {
            if (copy.TryGetValue(name, out object? value) && IdOf(value) is { } id)
                uses[name] = id;
        }

        return uses;
    }

    private static bool Uses(BatchExport export, long id) => export.Destination.IntegrationId == id || FindCopyUses(export).ContainsValue(id);

    // The server takes a number and a text of digits.
    private static long? IdOf(object? value) => value switch
    {
        int or long => Convert.ToInt64(value, CultureInfo.InvariantCulture),
        string text when long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out long id) => id,
        _ => null,
    };
}
