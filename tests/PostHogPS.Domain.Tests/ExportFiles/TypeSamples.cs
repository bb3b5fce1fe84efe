using System.Collections.Generic;
using System.Linq;
using PostHogPS.Destinations;

namespace PostHogPS.Domain.Tests.ExportFiles;

/// <summary>A file for every type of destination, with every setting.</summary>
internal static class TypeSamples
{
    internal static IReadOnlyList<string> All { get; } = [.. KnownDestination.All.Select(Create), Unknown];

    internal const string Unknown = """
        { "$schema": "batch-export.1.json", "name": "n", "model": "events", "interval": "hour", "destination": { "type": "Hologram", "config": { "depth": 3, "beam_secret": { "secret": "s" } } } }
        """;

    internal static string Create(KnownDestination type)
    {
        string integration = type.IntegrationKind is { } kind ? $"\"integration\": {{ \"kind\": \"{kind}\", \"name\": \"n\" }}, " : "";
        string config = string.Join(", ", type.Fields.Where(f => !f.IsSecret || type.IntegrationKind is null).Select(Setting));
        return $"{{ \"$schema\": \"batch-export.1.json\", \"name\": \"n\", \"model\": \"events\", \"interval\": \"hour\", \"destination\": {{ \"type\": \"{type.Name}\", {integration}\"config\": {{ {config} }} }} }}";
    }

    private static string Setting(DestinationField field) => $"\"{field.Name}\": " + field.Kind switch
    {
        _ when field.IsSecret => $"{{ \"secret\": \"{field.Name}\" }}",
        FieldKind.Number => "17",
        FieldKind.Flag => "false",
        FieldKind.Names => "[ \"b\", \"a\" ]",
        FieldKind.Access => "{ \"kind\": \"aws-s3\", \"name\": \"n\" }",
        FieldKind.Settings => "{ " + string.Join(", ", field.Fields.Select(Setting)) + " }",
        _ when field.Words.Length > 0 => $"\"{field.Words[^1]}\"",
        _ => $"\"{field.Name.ToUpperInvariant()}\"",
    };
}
