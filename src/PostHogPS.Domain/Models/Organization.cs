using System;
using System.Collections;
using System.Collections.Generic;
using System.Linq;

namespace PostHogPS;

/// <summary>An organization (docs/server.md#identity).</summary>
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

    /// <summary>Ids and names of its projects, where the answer lists them.</summary>
    internal IEnumerable<(long Id, string? Name)> Projects()
    {
        if (!HasAdditionalProperties || !AdditionalProperties.TryGetValue("teams", out object? teams) || teams is not IEnumerable list)
            yield break;
        foreach (IDictionary<string, object?> team in list.OfType<IDictionary<string, object?>>())
        {
            if (team.TryGetValue("id", out object? id) && id is long number && team.TryGetValue("name", out object? name))
                yield return (number, name as string);
        }
    }

    /// <summary>The name.</summary>
    public override string ToString() => Name;
}
