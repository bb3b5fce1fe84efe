using System;

namespace PostHogPS;

/// <summary>One difference between the files of batch exports and PostHog.</summary>
public sealed class BatchExportDifference : PostHogObject
{
    /// <summary>The file; null for an export that no file is about.</summary>
    public string? File { get; set; }

    /// <summary>Name of the batch export.</summary>
    public string BatchExport { get; set; } = "";

    /// <summary>Its id; null for one that is in the files only.</summary>
    public Guid? BatchExportId { get; set; }

    /// <summary>The property that differs, as a path: destination.config.prefix. Empty when the export itself is on one side only.</summary>
    public string Property { get; set; } = "";

    /// <summary>What the file says; for a property that is not in it, the default.</summary>
    public object? InFile { get; set; }

    /// <summary>What PostHog has.</summary>
    public object? AtPostHog { get; set; }

    /// <summary>
    /// Added (in the files only), Removed (at PostHog only), Changed, or Unknown (a property that this version of the module
    /// does not know and never sends).
    /// </summary>
    public string Kind { get; set; } = "";

    /// <summary>Line of the property in the file; null where it is not there.</summary>
    public int? Line { get; set; }

    /// <summary>Export, property and kind.</summary>
    public override string ToString() => Property.Length == 0 ? $"{Kind} {BatchExport}" : $"{Kind} {BatchExport} {Property}";
}
