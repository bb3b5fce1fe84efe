using System;

namespace PostHogPS.Sandbox.Model;

/// <summary>A dashboard template; without a project it is one of PostHog.</summary>
internal sealed class DashboardTemplate
{
    public required Guid Id { get; init; }

    public required string Name { get; init; }

    public required string Description { get; init; }

    public long? ProjectId { get; init; }

    public required string DateFrom { get; init; }

    public bool IsFeatured { get; init; }

    public string[] Tags { get; init; } = [];

    public string[] Insights { get; init; } = [];

    public DateTimeOffset CreatedAt { get; init; }
}
