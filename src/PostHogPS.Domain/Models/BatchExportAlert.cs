using System;
using System.Collections.Generic;
using PostHogPS.Text;

namespace PostHogPS;

/// <summary>An alert of batch exports: a function of PostHog that sends a message when runs fail (docs/server.md#alerts).</summary>
public sealed class BatchExportAlert : PostHogObject
{
    /// <summary>Id of the function.</summary>
    public Guid Id { get; set; }

    /// <summary>Name shown in PostHog.</summary>
    public string Name { get; set; } = "";

    /// <summary>Description shown in PostHog.</summary>
    public string Description { get; set; } = "";

    /// <summary>What it tells of: Failed, Paused, BillingBlocked, Cancelled, Completed, or the name of another event.</summary>
    public ItemList<string> On { get; set; } = [];

    /// <summary>Ids of the batch exports that it is about; empty for all of the project, and where another filter decides.</summary>
    public ItemList<Guid> BatchExportId { get; set; } = [];

    /// <summary>Their names, in the same order; "&lt;id&gt; (removed)" where there is no such export any more.</summary>
    public ItemList<string> BatchExportName { get; set; } = [];

    /// <summary>True where it is about every batch export of the project.</summary>
    public bool AllBatchExports { get; set; }

    /// <summary>Slack, Webhook, Teams, Discord, or the template of another service.</summary>
    public string Channel { get; set; } = "";

    /// <summary>The channel in Slack; of an address its host only, since everybody who knows the rest can write there.</summary>
    public string Target { get; set; } = "";

    /// <summary>The integration of the workspace in Slack.</summary>
    public long? IntegrationId { get; set; }

    /// <summary>Names of the headers that a webhook sends.</summary>
    public ItemList<string> HeaderName { get; set; } = [];

    /// <summary>False while it is switched off.</summary>
    public bool Enabled { get; set; }

    /// <summary>Off, ExportsRemoved, Healthy, Degraded, DisabledByServer or Unknown.</summary>
    public string State { get; set; } = "";

    /// <summary>After a message about an export, how long no further one about the same is sent; null for no limit.</summary>
    public TimeSpan? QuietTime { get; set; }

    /// <summary>PostHogPS, WebPage (as PostHog's own page makes it) or Other.</summary>
    public string MadeBy { get; set; } = "";

    /// <summary>Creation time.</summary>
    public DateTimeOffset? CreatedAt { get; set; }

    /// <summary>Who made it.</summary>
    public PostHogUserReference? CreatedBy { get; set; }

    /// <summary>Time of the last change.</summary>
    public DateTimeOffset? UpdatedAt { get; set; }

    /// <summary>The name.</summary>
    public override string ToString() => Name;

    /// <summary>
    /// The function as the server gave it, with addresses and secret headers protected. Internal: everybody who knows the address of a
    /// webhook can write to it.
    /// </summary>
    internal IDictionary<string, object?> Function { get; set; } = new PlainBag();
}
