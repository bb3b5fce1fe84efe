using System;
using PostHogPS.Text;

namespace PostHogPS;

/// <summary>One step that makes PostHog as the files of batch exports say.</summary>
public sealed class BatchExportSyncStep : PostHogObject
{
    /// <summary>Create, Change, Remove, or Refuse for what cannot be done.</summary>
    public string Action { get; set; } = "";

    /// <summary>Planned, Done, Failed, or Skipped.</summary>
    public string State { get; set; } = "Planned";

    /// <summary>Name of the batch export.</summary>
    public string BatchExport { get; set; } = "";

    /// <summary>Its id; null as long as it has not been created.</summary>
    public Guid? BatchExportId { get; set; }

    /// <summary>The file; null for one that is removed.</summary>
    public string? File { get; set; }

    /// <summary>What changes, a line for each property: old and new.</summary>
    public ItemList<string> Changes { get; set; } = [];

    /// <summary>Names of the secrets that the step sends. Their values are nowhere in it.</summary>
    public ItemList<string> Secrets { get; set; } = [];

    /// <summary>Why.</summary>
    public string Reason { get; set; } = "";

    /// <summary>Action and name.</summary>
    public override string ToString() => $"{Action} {BatchExport}";
}
