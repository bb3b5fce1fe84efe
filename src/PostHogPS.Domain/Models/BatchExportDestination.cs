using System.Collections.Generic;

namespace PostHogPS;

/// <summary>Destination of a batch export (docs/server.md#destination).</summary>
public sealed class BatchExportDestination
{
    private IDictionary<string, object?>? _additional;
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

    /// <summary>Fields this version of the module does not know.</summary>
    internal IDictionary<string, object?> AdditionalProperties
    {
        get => _additional ??= new PlainBag();
        set => _additional = value;
    }

    /// <summary>Whether there are any, without making an empty dictionary to look into: objects come by the hundred thousand.</summary>
    internal bool HasAdditionalProperties => _additional is { Count: > 0 };

    /// <summary>The type.</summary>
    public override string ToString() => Type;
}
