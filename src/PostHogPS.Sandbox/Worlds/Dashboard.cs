using System;
using System.Collections.Generic;
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

    public List<JsonObject> Tiles { get; set; } = [];

    public bool Shared { get; set; }

    public DateTimeOffset? SharedAt { get; set; }

    public string? AccessToken { get; set; }

    public JsonNode? SharingSettings { get; set; }

    public bool PasswordRequired { get; set; }

    public bool Generated { get; init; }
}
