using System;
using System.Collections.Generic;

namespace PostHogPS;

/// <summary>Destination of a batch export (API reference 7.4).</summary>
public sealed class BatchExportDestination
{
    /// <summary>AwsS3, S3Compatible, Snowflake, Postgres, Redshift, BigQuery, Databricks, AzureBlob, HTTP ... (S3 on old servers).</summary>
    public string Type { get; set; } = "";

    /// <summary>Id of the PostHog integration that holds the credentials, or null.</summary>
    public long? IntegrationId { get; set; }

    /// <summary>Configuration without secrets.</summary>
    public IDictionary<string, object?> Config { get; set; } = new Dictionary<string, object?>(StringComparer.Ordinal);

    /// <summary>Fields this version of the module does not know.</summary>
    public IDictionary<string, object?> AdditionalProperties { get; set; } = new Dictionary<string, object?>(StringComparer.Ordinal);

    /// <summary>The type.</summary>
    public override string ToString() => Type;
}
