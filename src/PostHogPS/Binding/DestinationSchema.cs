using System;
using System.Collections.Generic;
using System.Linq;
using PostHogPS.Contracts;
using PostHogPS.Text;

namespace PostHogPS.Binding;

/// <summary>
/// The settings that each type of destination has, over all generations of servers. The server refuses any other; here that
/// happens before one is shown, since a misspelled name of a secret is on no list of secrets. Of a type that only a newer server
/// knows nothing is refused, and no value is shown.
/// </summary>
internal static class DestinationSchema
{
    private const string Everywhere = "include_events exclude_events";
    private const string Files = "compression file_format max_file_size_mb legacy_parquet_extension";
    private const string Bucket = "bucket_name region prefix " + Files;
    private const string Table = "database schema table_name";
    private const string SignIn = "user password";

    private static readonly Dictionary<string, string[]> Known = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase)
    {
        ["AwsS3"] = Bucket + " encryption kms_key_id",
        ["S3Compatible"] = Bucket + " use_virtual_style_addressing",
        ["S3"] = Bucket + " encryption kms_key_id use_virtual_style_addressing endpoint_url aws_access_key_id aws_secret_access_key",
        ["Snowflake"] = Table + " warehouse role account authentication_type private_key private_key_passphrase " + SignIn,
        ["Postgres"] = Table + " host port has_self_signed_cert " + SignIn,
        ["Redshift"] = Table + " host port properties_data_type mode copy_inputs " + SignIn,
        ["BigQuery"] = "dataset_id table_id use_json_type project_id private_key private_key_id token_uri client_email",
        ["Databricks"] = "http_path catalog schema table_name use_variant_type use_automatic_schema_evolution",
        ["AzureBlob"] = "container_name prefix " + Files,
        ["HTTP"] = "url token",
        ["Workflows"] = "hog_function_id",
        ["NoOp"] = "arg",
        ["FileDownload"] = "arg",
    }.ToDictionary(pair => pair.Key, pair => (pair.Value + " " + Everywhere).Split(' '), StringComparer.OrdinalIgnoreCase);

    private static readonly string[] CopyInputs = "s3_bucket region_name s3_key_prefix authorization bucket_credentials".Split(' ');

    /// <summary>Every setting that some type has.</summary>
    internal static IReadOnlyCollection<string> Names { get; } = new HashSet<string>(Known.Values.SelectMany(static names => names).Concat(CopyInputs), StringComparer.Ordinal);

    /// <summary>Whether the module knows what settings the type has.</summary>
    internal static bool IsKnown(string type) => Known.ContainsKey(type);

    /// <summary>Refuses settings that the type does not have.</summary>
    /// <param name="type">The type.</param>
    /// <param name="config">The settings as given.</param>
    /// <param name="stored">Settings that the server has given itself, whatever their names.</param>
    internal static void Check(string type, IDictionary<string, object?> config, IDictionary<string, object?>? stored = null)
    {
        if (!Known.TryGetValue(type, out string[]? known))
            return;
        Refuse(type, config.Keys.Where(key => stored?.ContainsKey(key) != true), known);
        if (config.TryGetValue("copy_inputs", out object? inner) && inner is IDictionary<string, object?> copy)
            Refuse(type + ", copy_inputs", copy.Keys, CopyInputs);
    }

    /// <summary>The same settings with every text protected, so that none is shown.</summary>
    internal static Dictionary<string, object?> Protected(IDictionary<string, object?> config) =>
        config.ToDictionary(pair => pair.Key, pair => Protected(pair.Value), StringComparer.Ordinal);

    private static object? Protected(object? value) => value switch
    {
        string { Length: > 0 } text => Secrets.Protect(text),
        IDictionary<string, object?> bag => Protected(bag),
        object?[] list => list.Select(Protected).ToArray(),
        _ => value,
    };

    private static void Refuse(string type, IEnumerable<string> keys, string[] known)
    {
        string[] unknown = keys.Where(key => !known.Contains(key, StringComparer.Ordinal)).Select(MessageText.Name).ToArray();
        if (unknown.Length == 0)
            return;
        throw Problems.Validation(
            $"{string.Join(", ", unknown.Select(key => $"'{key}'"))} {(unknown.Length == 1 ? "is not a setting" : "are not settings")} of a destination of type {type}. Known "
                + $"settings: {string.Join(", ", known)}. Nothing was sent.",
            "Correct the name. A setting that only a newer server knows can be sent with Invoke-PHRestMethod -Method PATCH.");
    }
}
