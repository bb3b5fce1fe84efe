namespace PostHogPS;

/// <summary>One thing on a dashboard that belongs to its project, and what another project has in its place.</summary>
public sealed class DashboardPortability : PostHogObject
{
    /// <summary>Name of the dashboard.</summary>
    public string Dashboard { get; set; } = "";

    /// <summary>The tile; empty for the dashboard itself.</summary>
    public string Tile { get; set; } = "";

    /// <summary>Its path in the file: tiles[3].insight.query.source.series[0].id.</summary>
    public string Path { get; set; } = "";

    /// <summary>cohort, action, flag, group, variable, table, insight, experiment, survey, connection, item, hogql, filter or setting.</summary>
    public string Kind { get; set; } = "";

    /// <summary>What it refers to.</summary>
    public string Name { get; set; } = "";

    /// <summary>Its id in the project it comes from; null where a file does not say it.</summary>
    public string? SourceId { get; set; }

    /// <summary>The id in the target; null where there is not exactly one.</summary>
    public string? TargetId { get; set; }

    /// <summary>Mapped, Missing, Ambiguous, Unreadable, NotPortable, or Note for what is reported only.</summary>
    public string State { get; set; } = "";

    /// <summary>Why.</summary>
    public string Reason { get; set; } = "";

    /// <summary>True where the dashboard is not imported unless a parameter says what to do with this reference.</summary>
    public bool IsBlocking => State is "Missing" or "Ambiguous" or "Unreadable" or "NotPortable";

    /// <summary>State, kind and name.</summary>
    public override string ToString() => $"{State} {Kind} {Name}";
}
