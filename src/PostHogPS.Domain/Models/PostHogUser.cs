using System;
using System.Collections.Generic;
using PostHogPS.Text;

namespace PostHogPS;

/// <summary>A person as other objects refer to them.</summary>
public sealed class PostHogUserReference : ServerObject
{
    /// <summary>Numeric id.</summary>
    public long? Id { get; set; }

    /// <summary>UUID.</summary>
    public Guid? Uuid { get; set; }

    /// <summary>Email address.</summary>
    public string? Email { get; set; }

    /// <summary>First name.</summary>
    public string? FirstName { get; set; }

    /// <summary>Last name.</summary>
    public string? LastName { get; set; }

    /// <summary>Id PostHog's own analytics use.</summary>
    public string? DistinctId { get; set; }

    /// <summary>Whether the address was confirmed; null where the server does not say.</summary>
    public bool? IsEmailVerified { get; set; }

    /// <summary>What the person said to be: engineering, data, product ...</summary>
    public string? RoleAtOrganization { get; set; }

    /// <summary>How the person's hedgehog looks in PostHog; null for the usual one.</summary>
    public IDictionary<string, object?>? HedgehogConfig { get; set; }

    /// <summary>The email address.</summary>
    public override string ToString() => Email ?? FirstName ?? "";
}

/// <summary>The user a key belongs to (docs/server.md#identity, <c>/api/users/@me/</c>).</summary>
public sealed class PostHogUser : PostHogObject
{
    /// <summary>Numeric id; null on servers that give only a UUID.</summary>
    public long? Id { get; set; }

    /// <summary>UUID.</summary>
    public Guid? Uuid { get; set; }

    /// <summary>Email address.</summary>
    public string Email { get; set; } = "";

    /// <summary>First name.</summary>
    public string FirstName { get; set; } = "";

    /// <summary>Last name.</summary>
    public string? LastName { get; set; }

    /// <summary>Id PostHog's own analytics use.</summary>
    public string? DistinctId { get; set; }

    /// <summary>The current project: what <c>@current</c> means for this key. ProjectId repeats its id.</summary>
    public Project? Team { get; set; }

    /// <summary>The current organization.</summary>
    public Organization? Organization { get; set; }

    /// <summary>All organizations of the user.</summary>
    public ItemList<Organization> Organizations { get; set; } = [];

    /// <summary>The email address.</summary>
    public override string ToString() => Email;
}
