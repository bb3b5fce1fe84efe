using System;
using System.Collections.Generic;
using System.Linq;
using System.Text.Json.Nodes;

namespace PostHogPS.Sandbox.Worlds;

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

    /// <summary>All of them, those that were removed too: they stay in the table.</summary>
    public List<Tile> Tiles { get; } = [];

    /// <summary>As people see them: from top to bottom, then from left to right.</summary>
    public IEnumerable<Tile> Visible => Tiles.Where(t => !t.Deleted).OrderBy(t => t.Place("y")).ThenBy(t => t.Place("x"));

    /// <summary>Null until somebody saves it.</summary>
    public Share? Share { get; set; }

    public bool Shared => Share?.Enabled == true;

    /// <summary>Links that were refreshed away, and until when they still open.</summary>
    public Dictionary<string, DateTimeOffset> ExpiringTokens { get; } = new(StringComparer.Ordinal);

    public bool Generated { get; init; }
}
