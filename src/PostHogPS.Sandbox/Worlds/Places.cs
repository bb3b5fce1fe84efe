using System;

namespace PostHogPS.Sandbox.Worlds;

internal sealed class Organization
{
    public required Guid Id { get; init; }

    public required string Name { get; init; }

    public required string Slug { get; init; }

    public int MembershipLevel { get; init; } = 8;
}

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

internal sealed class Integration
{
    public required long Id { get; init; }

    public required long ProjectId { get; init; }

    public required string Kind { get; init; }

    public required string DisplayName { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }

    public string Errors { get; init; } = "";
}
