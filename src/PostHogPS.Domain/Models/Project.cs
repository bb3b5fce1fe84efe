using System;

namespace PostHogPS;

/// <summary>A project (also called team or environment: one number for all three; docs/server.md#identity).</summary>
public sealed class Project : PostHogObject
{
    /// <summary>Id of the project.</summary>
    public long Id { get; set; }

    /// <summary>Name.</summary>
    public string Name { get; set; } = "";

    /// <summary>The organization.</summary>
    public Guid? OrganizationId { get; set; }

    /// <summary>UUID of the project.</summary>
    public Guid? Uuid { get; set; }

    /// <summary>IANA name of the project's timezone.</summary>
    public string? Timezone { get; set; }

    /// <summary>True for PostHog's demo project.</summary>
    public bool IsDemo { get; set; }

    /// <summary>True once events have arrived.</summary>
    public bool IngestedEvent { get; set; }

    /// <summary>The name.</summary>
    public override string ToString() => Name;
}
