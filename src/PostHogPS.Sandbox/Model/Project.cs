using System;

namespace PostHogPS.Sandbox.Model;

/// <summary>A project.</summary>
internal sealed class Project
{
    public required long Id { get; init; }

    public required Guid Uuid { get; init; }

    public required Organization Organization { get; init; }

    public required string Name { get; init; }

    public string Timezone { get; init; } = "UTC";

    public string ApiToken { get; init; } = "";

    public bool IsDemo { get; init; }

    /// <summary>Events of an average hour.</summary>
    public double HourlyEvents { get; init; } = 2000;

    /// <summary>How many events happened up to three days before they came.</summary>
    public double LateShare { get; init; } = 0.005;

    /// <summary>How many events are in the table twice.</summary>
    public double DuplicateShare { get; init; } = 0.001;
}
