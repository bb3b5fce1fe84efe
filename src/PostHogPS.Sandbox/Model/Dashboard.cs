using System;
using System.Collections.Generic;
using System.Linq;
using System.Text.Json.Nodes;

namespace PostHogPS.Sandbox.Model;

/// <summary>A dashboard.</summary>
internal sealed class Dashboard
{
    public required long Id { get; init; }

    public required long ProjectId { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }

    public string? Name { get; set; }

    public string Description { get; set; } = "";

    public bool Pinned { get; set; }

    public bool Deleted { get; set; }

    public List<string> Tags { get; set; } = [];

    public string CreationMode { get; set; } = "default";

    public int RestrictionLevel { get; set; } = 21;

    public string? Folder { get; set; } = "Unfiled/Dashboards";

    public DateTimeOffset? LastAccessedAt { get; set; }

    public DateTimeOffset? LastViewedAt { get; set; }

    public DateTimeOffset? LastRefresh { get; set; }

    public JsonNode? Filters { get; set; } = new JsonObject();

    public JsonNode? Variables { get; set; } = new JsonObject();

    public JsonNode? BreakdownColors { get; set; }

    public JsonNode? DataColorThemeId { get; set; }

    public JsonNode? QuickFilterIds { get; set; }

    /// <summary>All tiles, also the removed ones: their rows stay.</summary>
    public List<Tile> Tiles { get; } = [];

    /// <summary>The order on the page: from top to bottom, then from left to right.</summary>
    public IEnumerable<Tile> VisibleTiles => Tiles.Where(t => !t.Deleted).OrderBy(t => t.LayoutValue("y")).ThenBy(t => t.LayoutValue("x"));

    /// <summary>Null until it is saved.</summary>
    public SharingConfiguration? Sharing { get; set; }

    public bool Shared => Sharing?.Enabled == true;

    /// <summary>Tokens that a refresh replaced, and until when their links still work.</summary>
    public Dictionary<string, DateTimeOffset> ExpiringTokens { get; } = new(StringComparer.Ordinal);

    public bool Generated { get; init; }
}
