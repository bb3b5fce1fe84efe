using System;
using PostHogPS.Text;

namespace PostHogPS;

/// <summary>What a test of an alert did, or would do.</summary>
public sealed class BatchExportAlertTest : PostHogObject
{
    /// <summary>Id of the alert.</summary>
    public Guid AlertId { get; set; }

    /// <summary>Name of the alert.</summary>
    public string AlertName { get; set; } = "";

    /// <summary>The event that was given to it: Failed, Paused ...</summary>
    public string On { get; set; } = "";

    /// <summary>Slack, Webhook, Teams, Discord, or another template.</summary>
    public string Channel { get; set; } = "";

    /// <summary>The channel in Slack, or the host of the address.</summary>
    public string Target { get; set; } = "";

    /// <summary>success, error or skipped, as PostHog says it.</summary>
    public string Status { get; set; } = "";

    /// <summary>True where the message was really sent; false where the log shows what would be sent.</summary>
    public bool Sent { get; set; }

    /// <summary>The log of the function, without the address.</summary>
    public ItemList<string> Log { get; set; } = [];

    /// <summary>The status.</summary>
    public override string ToString() => Status;
}
