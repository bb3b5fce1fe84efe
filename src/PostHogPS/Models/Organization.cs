using System;

namespace PostHogPS;

/// <summary>An organization (API reference 9).</summary>
public sealed class Organization : PostHogObject
{
    /// <summary>Id of the organization.</summary>
    public Guid Id { get; set; }

    /// <summary>Name.</summary>
    public string Name { get; set; } = "";

    /// <summary>Short name used in links.</summary>
    public string? Slug { get; set; }

    /// <summary>1 member, 8 admin, 15 owner (numbers as far as known).</summary>
    public int? MembershipLevel { get; set; }

    /// <summary>The name.</summary>
    public override string ToString() => Name;
}
