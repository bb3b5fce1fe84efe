using System;

namespace PostHogPS.Sandbox.Model;

/// <summary>An organization.</summary>
internal sealed class Organization
{
    public required Guid Id { get; init; }

    public required string Name { get; init; }

    public required string Slug { get; init; }

    public int MembershipLevel { get; init; } = 8;
}
