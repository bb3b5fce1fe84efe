using System;
using System.Collections.Generic;
using PostHogPS.Text;

namespace PostHogPS;

/// <summary>A dashboard (docs/server.md#dashboards).</summary>
public sealed class Dashboard : PostHogObject
{
    /// <summary>Id of the dashboard.</summary>
    public long Id { get; set; }

    /// <summary>Name; empty when the server has none.</summary>
    public string Name { get; set; } = "";

    /// <summary>Description.</summary>
    public string Description { get; set; } = "";

    /// <summary>Pinned dashboards stand at the top of PostHog's menu.</summary>
    public bool Pinned { get; set; }

    /// <summary>Tags.</summary>
    public ItemList<string> Tags { get; set; } = [];

    /// <summary>Creation time.</summary>
    public DateTimeOffset? CreatedAt { get; set; }

    /// <summary>Who made it.</summary>
    public PostHogUserReference? CreatedBy { get; set; }

    /// <summary>When anybody last opened or read it, this module included (newer servers).</summary>
    public DateTimeOffset? LastAccessedAt { get; set; }

    /// <summary>When the user of the key last viewed it in PostHog; null when that user never did (newer servers).</summary>
    public DateTimeOffset? LastViewedAt { get; set; }

    /// <summary>When its results were last computed (newer servers).</summary>
    public DateTimeOffset? LastRefresh { get; set; }

    /// <summary>True when it is shared by a public link.</summary>
    public bool IsShared { get; set; }

    /// <summary>True after Remove-PHDashboard.</summary>
    public bool Deleted { get; set; }

    /// <summary>default, template, duplicate or unlisted.</summary>
    public string? CreationMode { get; set; }

    /// <summary>21 everyone may edit, 37 only collaborators.</summary>
    public int? RestrictionLevel { get; set; }

    /// <summary>The restriction in force.</summary>
    public int? EffectiveRestrictionLevel { get; set; }

    /// <summary>What the caller may do: 21 view, 37 edit.</summary>
    public int? EffectivePrivilegeLevel { get; set; }

    /// <summary>none, viewer, editor, manager.</summary>
    public string? UserAccessLevel { get; set; }

    /// <summary>Folder (newer servers).</summary>
    public string? Folder { get; set; }

    /// <summary>Filters of the dashboard; only in the detail.</summary>
    public IDictionary<string, object?> Filters { get; set; } = new PlainBag();

    /// <summary>Variables of the dashboard; only in the detail.</summary>
    public IDictionary<string, object?> Variables { get; set; } = new PlainBag();

    /// <summary>Tiles; only when read with -IncludeTiles.</summary>
    public ItemList<DashboardTile> Tiles { get; set; } = [];

    /// <summary>The name.</summary>
    public override string ToString() => Name;
}
