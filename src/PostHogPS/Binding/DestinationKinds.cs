using System;
using System.Collections.Generic;
using System.Linq;

namespace PostHogPS.Binding;

/// <summary>The kind of integration that holds the credentials of each destination type (docs/server.md#destination-types).</summary>
internal static class DestinationKinds
{
    private static readonly Dictionary<string, string> Kinds = new(StringComparer.OrdinalIgnoreCase)
    {
        ["AwsS3"] = "aws-s3",
        ["S3Compatible"] = "s3-compatible",
        ["Snowflake"] = "snowflake",
        ["Postgres"] = "postgresql",
        ["Redshift"] = "aws-redshift",
        ["BigQuery"] = "google-cloud-service-account",
        ["Databricks"] = "databricks",
        ["AzureBlob"] = "azure-blob",
    };

    internal static IEnumerable<string> Types => Kinds.Keys;

    internal static string[] All { get; } = Kinds.Values.OrderBy(kind => kind, StringComparer.Ordinal).ToArray();

    /// <summary>Null for a type without integration.</summary>
    internal static string? Find(string type) => Kinds.TryGetValue(type, out string? kind) ? kind : null;
}
