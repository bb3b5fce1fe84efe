using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using PostHogPS.Contracts;
using PostHogPS.Text;

namespace PostHogPS.Destinations;

/// <summary>
/// The combinations the server is known to refuse (docs/server.md#rejected-combinations), found before a request. Whatever is not
/// listed here is left to the server: a newer one may allow it.
/// </summary>
internal static class DestinationRules
{
    private static readonly Dictionary<string, string[]> Compressions = new(StringComparer.Ordinal)
    {
        ["Parquet"] = ["zstd", "lz4", "snappy", "gzip", "brotli"],
        ["JSONLines"] = ["gzip", "brotli"],
    };

    /// <summary>What a stored or a coming configuration may not be.</summary>
    internal static void CheckConfig(string type, IDictionary<string, object?> config)
    {
        string[] blank = type is "AwsS3" or "S3Compatible" or "S3"
            ? Required(type).Where(key => config.TryGetValue(key, out object? value) && Blank(value)).ToArray()
            : [];
        if (blank.Length > 0)
            throw Problems.Validation($"A destination of type {type} needs a value for: {string.Join(", ", blank)}.", blank.Contains("prefix")
                ? "Give a prefix such as 'posthog/events/'." : null);

        if (config.FirstOrDefault(pair => BlankEntries.Contains(pair.Value)) is { Key: { } list })
            throw Problems.BlankItem(list);

        string format = Text(config, "file_format") ?? "JSONLines";
        if (type is "AwsS3" or "S3Compatible" or "S3" or "AzureBlob"
            && Text(config, "compression") is { } compression
            && Compressions.TryGetValue(format, out string[]? allowed) && !allowed.Contains(compression, StringComparer.Ordinal))
            throw Problems.Validation($"The compression '{compression}' cannot be combined with {format} files. {format} takes: {string.Join(", ", allowed)}.");

        if (type == "HTTP" && Text(config, "url") is { } url && url is not ("https://us.i.posthog.com/batch/" or "https://eu.i.posthog.com/batch/"))
            throw Problems.Validation($"'{url}' is not an address that HTTP exports may go to: only https://us.i.posthog.com/batch/ and "
                + "https://eu.i.posthog.com/batch/ are.");
        if (type == "Redshift" && string.Equals(Text(config, "mode"), "COPY", StringComparison.OrdinalIgnoreCase)
            && (!config.TryGetValue("copy_inputs", out object? inputs) || inputs is null))
            throw Problems.Validation("A Redshift destination with the mode COPY needs -CopyBucket, -CopyRegion, "
                + "-CopyAuthorization and -CopyBucketCredential.");
    }

    /// <summary>What creating needs in addition.</summary>
    internal static void CheckNew(string type, IDictionary<string, object?> config, long? integrationId)
    {
        if (type.Length == 0)
            throw Problems.Validation("The destination has no type.",
                "New-PHBatchExportDestination makes one; a hashtable needs type, config and integration.");
        CheckConfig(type, config);
        string[] missing = Required(type).Where(key => !config.TryGetValue(key, out object? v) || v is null).ToArray();
        if (missing.Length > 0)
            throw Problems.Validation($"A destination of type {type} lacks: {string.Join(", ", missing)}.",
                $"New-PHBatchExportDestination -{type} asks for each by a parameter of its own; Get-Help New-PHBatchExportDestination -Full explains them.");

        // Servers before integrations took the credentials inline (generation A), so those stand in for one.
        bool inline = config.Keys.Any(key => key is "password" or "private_key" or "aws_secret_access_key");
        if (integrationId is null && !inline && DestinationKinds.Find(type) is { } kind)
            throw Problems.Validation($"A destination of type {type} needs an integration of the kind '{kind}': it holds the credentials.",
                $"Get-PHIntegration -Kind {kind}, then -IntegrationId with its id.");
    }

    /// <summary>Adds how a destination with credentials of its own signs in, where its type has several ways.</summary>
    internal static void AddSignIn(string type, IDictionary<string, object?> config)
    {
        if (type == "Snowflake" && (Has("private_key") ? "keypair" : Has("password") ? "password" : null) is { } way)
            config["authentication_type"] = way;

        bool Has(string key) => config.TryGetValue(key, out object? value) && value is not null;
    }

    // Secrets of inline credentials are left to the server: newer ones take an integration instead.
    private static IEnumerable<string> Required(string type) =>
        KnownDestination.Find(type)?.Fields.Where(static field => field.IsRequired).Select(static field => field.Name) ?? [];

    private static bool Blank(object? value) => value is null || (value is string text && string.IsNullOrWhiteSpace(text));

    private static string? Text(IDictionary<string, object?> config, string key) =>
        config.TryGetValue(key, out object? value) && value is not null ? Convert.ToString(value, CultureInfo.InvariantCulture) : null;
}
