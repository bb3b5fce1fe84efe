using System;
using System.Collections.Generic;
using PostHogPS.Text;

namespace PostHogPS;

/// <summary>An integration: where PostHog keeps the credentials of a destination.</summary>
public sealed class Integration : PostHogObject
{
    /// <summary>Id to give as -IntegrationId.</summary>
    public long Id { get; set; }

    /// <summary>aws-s3, s3-compatible, snowflake, postgresql, aws-redshift, google-cloud-service-account, databricks, azure-blob ...</summary>
    public string Kind { get; set; } = "";

    /// <summary>Name shown in PostHog.</summary>
    public string DisplayName { get; set; } = "";

    /// <summary>What is known of the account: name, host, user and the like, by kind. Never a secret.</summary>
    public IDictionary<string, object?> Config { get; set; } = new PlainBag();

    /// <summary>Creation time. A replacement keeps it.</summary>
    public DateTimeOffset? CreatedAt { get; set; }

    /// <summary>Who made it.</summary>
    public PostHogUserReference? CreatedBy { get; set; }

    /// <summary>Errors the server knows of; empty when there are none.</summary>
    public string Errors { get; set; } = "";

    /// <summary>The batch exports that use it; null where that was not asked.</summary>
    public ItemList<BatchExport>? UsedBy { get; set; }

    /// <summary>Created or Replaced, of one that New-PHIntegration has written; null otherwise.</summary>
    public string? Outcome { get; set; }

    /// <summary>The display name.</summary>
    public override string ToString() => DisplayName;
}
