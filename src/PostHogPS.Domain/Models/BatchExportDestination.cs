using System.Collections.Generic;

namespace PostHogPS;

/// <summary>Destination of a batch export (docs/server.md#destination).</summary>
public sealed class BatchExportDestination : ServerObject
{
    private IDictionary<string, object?>? _config;

    /// <summary>AwsS3, S3Compatible, Snowflake, Postgres, Redshift, BigQuery, Databricks, AzureBlob, HTTP ... (S3 on old servers).</summary>
    public string Type { get; set; } = "";

    /// <summary>Id of the PostHog integration that holds the credentials, or null.</summary>
    public long? IntegrationId { get; set; }

    /// <summary>Configuration without secrets.</summary>
    public IDictionary<string, object?> Config
    {
        get => _config ??= new PlainBag();
        set => _config = value;
    }

    /// <summary>The type.</summary>
    public override string ToString() => Type;
}
