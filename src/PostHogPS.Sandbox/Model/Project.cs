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
}
