using System;
using System.Collections.Generic;

namespace PostHogPS.Binding;

/// <summary>The configuration keys that the server takes and never gives back (API reference 7.4).</summary>
internal static class DestinationKeys
{
    private static readonly HashSet<string> Hidden = new(StringComparer.OrdinalIgnoreCase)
    {
        "aws_access_key_id", "aws_secret_access_key", "user", "password", "private_key", "private_key_id",
        "private_key_passphrase", "client_email", "token_uri", "token",
    };

    /// <summary>Every setting that some destination type knows (API reference 7.5).</summary>
    internal static readonly string[] All =
    [
        "account", "authentication_type", "aws_access_key_id", "aws_secret_access_key", "bucket_name", "catalog", "client_email", "compression",
        "container_name", "copy_inputs", "database", "dataset_id", "encryption", "endpoint_url", "exclude_events", "file_format",
        "has_self_signed_cert", "hog_function_id", "host", "http_path", "include_events", "kms_key_id", "legacy_parquet_extension",
        "max_file_size_mb", "mode", "password", "port", "prefix", "private_key", "private_key_id", "private_key_passphrase", "project_id",
        "properties_data_type", "region", "role", "schema", "table_id", "table_name", "token", "token_uri", "url",
        "use_automatic_schema_evolution", "use_json_type", "use_variant_type", "use_virtual_style_addressing", "user", "warehouse",
        "authorization", "bucket_credentials", "region_name", "s3_bucket", "s3_key_prefix",
    ];

    internal static bool IsHidden(string key) => Hidden.Contains(key);
}
