using System;
using System.Collections.Generic;
using System.Linq;
using static PostHogPS.Destinations.DestinationField;

namespace PostHogPS.Destinations;

/// <summary>
/// A type of destination with its settings, over all generations of servers (docs/server.md#destination-types). The one table of
/// them: what is sent, compared, and written to files is judged by it. The order of settings is the order in files.
/// </summary>
internal sealed class KnownDestination
{
    /// <summary>The two keys of an AWS user, where they stand in a configuration.</summary>
    internal static readonly DestinationField[] AwsKeys = [Secret("aws_access_key_id"), Secret("aws_secret_access_key")];

    private static readonly DestinationField[] Events = [Names("include_events"), Names("exclude_events")];

    private static readonly DestinationField[] Files =
    [
        Word("file_format", "JSONLines", "Parquet", "JSONLines"),
        Word("compression", null, "zstd", "lz4", "snappy", "gzip", "brotli"),
        Number("max_file_size_mb"),
        ServerOwned("legacy_parquet_extension"),
    ];

    private static readonly DestinationField[] Bucket = [Required("bucket_name"), Required("region"), Required("prefix"), .. Files];
    private static readonly DestinationField[] Encryption = [Word("encryption", null, "AES256", "aws:kms"), Optional("kms_key_id")];
    private static readonly DestinationField VirtualStyle = Flag("use_virtual_style_addressing", false);
    private static readonly DestinationField[] SignIn = [Secret("user"), Secret("password")];

    private KnownDestination(string name, string? integrationKind, params DestinationField[] fields)
    {
        Name = name;
        IntegrationKind = integrationKind;
        Fields = [.. fields, .. Events];
    }

    internal static IReadOnlyList<KnownDestination> All { get; } =
    [
        new("AwsS3", "aws-s3", [.. Bucket, .. Encryption]),
        new("S3Compatible", "s3-compatible", [.. Bucket, VirtualStyle]),
        // Servers before September 2026, with the keys inline.
        new("S3", null, [.. Bucket, .. Encryption, VirtualStyle, Optional("endpoint_url"), .. AwsKeys]),
        new("Snowflake", "snowflake",
            Optional("account"), Required("database"), Required("warehouse"), Required("schema"), Optional("table_name", "events"), Optional("role"),
            Word("authentication_type", "password", "password", "keypair"), Secret("user"), Secret("password"), Secret("private_key"),
                Secret("private_key_passphrase")),
        new("Postgres", "postgresql",
            [Optional("host"), Number("port", 5432), Required("database"), Optional("schema", "public"), Optional("table_name", "events"),
                Flag("has_self_signed_cert", false), .. SignIn]),
        new("Redshift", "aws-redshift",
            [
                Optional("host"), Number("port", 5439), Required("database"), Optional("schema", "public"), Optional("table_name", "events"),
                Word("properties_data_type", "varchar", "varchar", "super"), Word("mode", "INSERT", "INSERT", "COPY"),
                Settings("copy_inputs",
                    Required("s3_bucket"), Required("region_name"), Optional("s3_key_prefix", "/"), Access("authorization", takesRole: true).Require(),
                    Access("bucket_credentials", takesRole: false).Require()),
                .. SignIn,
            ]),
        new("BigQuery", "google-cloud-service-account",
            Optional("project_id"), Required("dataset_id"), Optional("table_id", "events"), Flag("use_json_type", false),
            Secret("private_key"), Secret("private_key_id"), Secret("client_email"), Secret("token_uri")),
        new("Databricks", "databricks",
            Required("http_path"), Required("catalog"), Required("schema"), Required("table_name"), Flag("use_variant_type", true),
                Flag("use_automatic_schema_evolution", true)),
        new("AzureBlob", "azure-blob", [Required("container_name"), Optional("prefix", ""), .. Files]),
        new("HTTP", null, Required("url"), Secret("token").Require()),
        new("Workflows", null, Required("hog_function_id")),
        new("NoOp", null, Optional("arg", "")),
        new("FileDownload", null, Optional("arg", "")),
    ];

    internal string Name { get; }

    /// <summary>The kind of integration that holds the credentials; null for a type without.</summary>
    internal string? IntegrationKind { get; }

    internal IReadOnlyList<DestinationField> Fields { get; }

    /// <summary>Null for a type that only a newer server knows.</summary>
    internal static KnownDestination? Find(string name) => All.FirstOrDefault(type => type.Name.Equals(name, StringComparison.OrdinalIgnoreCase));

    /// <summary>Names of the secrets that stand in the configuration of an export without an integration.</summary>
    /// <param name="config">The configuration as the server gives it.</param>
    internal IEnumerable<string> InlineSecrets(IDictionary<string, object?> config)
    {
        bool keyPair = config.TryGetValue("authentication_type", out object? way) && way is string word
            && word.Equals("keypair", StringComparison.OrdinalIgnoreCase);
        string[] unused = Name != "Snowflake" ? [] : keyPair ? ["password"] : ["private_key", "private_key_passphrase"];
        return Fields.Where(static field => field.IsSecret).Select(static field => field.Name).Except(unused, StringComparer.Ordinal);
    }
}
