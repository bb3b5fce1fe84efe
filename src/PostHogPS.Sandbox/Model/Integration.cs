using System;

namespace PostHogPS.Sandbox.Model;

/// <summary>Credentials of a destination, or a link to another service.</summary>
internal sealed class Integration
{
    public required long Id { get; init; }

    public required long ProjectId { get; init; }

    public required string Kind { get; init; }

    public required string DisplayName { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }

    public string Errors { get; init; } = "";
}
