using System;
using System.Collections.Generic;
using PostHogPS.Text;

namespace PostHogPS;

/// <summary>An insight (docs/server.md#insights).</summary>
public sealed class Insight : PostHogObject
{
    /// <summary>Id in the database.</summary>
    public long Id { get; set; }

    /// <summary>Id in addresses: /project/1/insights/AbC123.</summary>
    public string ShortId { get; set; } = "";

    /// <summary>Name; empty when it has none.</summary>
    public string Name { get; set; } = "";

    /// <summary>What PostHog calls an insight without a name.</summary>
    public string DerivedName { get; set; } = "";

    /// <summary>Description.</summary>
    public string Description { get; set; } = "";

    /// <summary>Kind of the query: TrendsQuery, FunnelsQuery, HogQLQuery; null for one that has no query.</summary>
    public string? QueryKind => InsightQueryKind.Find(Query);

    /// <summary>The query.</summary>
    public IDictionary<string, object?> Query { get; set; } = new PlainBag();

    /// <summary>Tags.</summary>
    public ItemList<string> Tags { get; set; } = [];

    /// <summary>True for a favourite of the project.</summary>
    public bool Favorited { get; set; }

    /// <summary>Ids of the dashboards with a tile of it.</summary>
    public ItemList<long> Dashboards { get; set; } = [];

    /// <summary>Creation time.</summary>
    public DateTimeOffset? CreatedAt { get; set; }

    /// <summary>Who made it.</summary>
    public PostHogUserReference? CreatedBy { get; set; }

    /// <summary>When it was last changed.</summary>
    public DateTimeOffset? LastModifiedAt { get; set; }

    /// <summary>The name.</summary>
    public override string ToString() => Name.Length > 0 ? Name : DerivedName;
}
