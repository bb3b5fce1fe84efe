namespace PostHogPS;

/// <summary>One difference between the file of a dashboard and PostHog.</summary>
public sealed class DashboardDifference : PostHogObject
{
    /// <summary>The file.</summary>
    public string File { get; set; } = "";

    /// <summary>Name of the dashboard.</summary>
    public string Dashboard { get; set; } = "";

    /// <summary>Its id; null for one that is in the files only.</summary>
    public long? DashboardId { get; set; }

    /// <summary>The tile; empty for the dashboard itself.</summary>
    public string Tile { get; set; } = "";

    /// <summary>The property that differs, as a path: tiles[2].insight.query.source.interval. Empty when the dashboard itself is in the files only.</summary>
    public string Property { get; set; } = "";

    /// <summary>What the file says.</summary>
    public object? InFile { get; set; }

    /// <summary>What PostHog has.</summary>
    public object? AtPostHog { get; set; }

    /// <summary>Added (in the file only), Removed (at PostHog only), Changed, or Unknown (a property that this version of the module does not know and never
    /// sends).</summary>
    public string Kind { get; set; } = "";

    /// <summary>Line in the file; null where it is not there.</summary>
    public int? Line { get; set; }

    /// <summary>Kind, tile and property.</summary>
    public override string ToString() => string.Join(" ", new[] { Kind, Dashboard, Tile, Property }).TrimEnd();
}
