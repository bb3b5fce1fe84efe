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

    public List<JsonObject> Tiles { get; set; } = [];

    public bool Shared { get; set; }

    public DateTimeOffset? SharedAt { get; set; }

    public string? AccessToken { get; set; }

    public JsonNode? SharingSettings { get; set; }

    public bool PasswordRequired { get; set; }

    public bool Generated { get; init; }
}

/// <summary>The dashboards of all projects, written down when somebody first looks.</summary>
internal sealed class DashboardShelf
{
    private static readonly string[] Subjects =
    [
        "Activation", "Retention", "Revenue", "Checkout funnel", "Onboarding", "Growth accounting", "Mobile app", "Search quality",
        "Experiment readout", "Support load", "Churn risk", "Marketing site", "Pricing page", "Feature adoption", "API usage",
        "Signup conversion", "Weekly review", "Latency", "Referrals", "Email campaigns",
    ];

    private static readonly string[] TagNames = ["growth", "finance", "product", "ops", "weekly", "exec"];

    private readonly World _world;
    private List<Dashboard>? _all;
    private long _nextTile = 90001;

    public DashboardShelf(World world) => _world = world;

    public List<Dashboard> All => _all ??= Build();

    public long NextTile() => _nextTile++;

    public Dashboard Add(long project)
    {
        var dashboard = new Dashboard { Id = All.Max(d => d.Id) + 1, ProjectId = project, CreatedAt = _world.Now };
        All.Add(dashboard);
        return dashboard;
    }

    private List<Dashboard> Build()
    {
        var all = new List<Dashboard>();
        long id = 4100;
        for (int p = 0; p < _world.Projects.Count; p++)
        {
            int count = p == 0 ? 38 : 5 - p;
            for (int i = 0; i < count; i++)
                all.Add(Make(_world.Projects[p], ++id, i));
        }

        return all;
    }

    private Dashboard Make(Project project, long id, int index)
    {
        ulong key = Dice.Mix(Dice.Key(_world.Options.Seed, "dashboard"), (ulong)id);
        string name = Subjects[index % Subjects.Length];
        if (index >= Subjects.Length)
            name += index % 3 == 0 ? " (EU)" : index % 3 == 1 ? " – deep dive" : " v2";
        DateTimeOffset created = _world.Start - TimeSpan.FromHours(30 + (index * 71)) - Dice.Upto(TimeSpan.FromHours(20), key);
        bool unlisted = index == 17;
        var dashboard = new Dashboard
        {
            Id = id,
            ProjectId = project.Id,
            CreatedAt = created,
            Name = index == 21 ? "Ops [prod]" : name,
            Description = index % 4 == 0 ? "What the team looks at on Mondays: " + name + "." : "",
            Pinned = index is 0 or 2 or 11,
            Deleted = index is 9 or 25,
            Tags = Enumerable.Range(0, (int)(key % 3)).Select(t => TagNames[(index + (t * 2)) % TagNames.Length]).Distinct().ToList(),
            CreationMode = unlisted ? "unlisted" : index % 9 == 4 ? "template" : index % 9 == 7 ? "duplicate" : "default",
            RestrictionLevel = index % 8 == 5 ? 37 : 21,
            Folder = index % 5 == 0 ? "Teams/Growth" : index % 5 == 1 ? "" : "Unfiled/Dashboards",
            LastAccessedAt = index % 6 == 3 ? null : created.AddHours(20),
            LastViewedAt = index % 6 == 3 ? null : _world.Start.AddHours(-1 - (index * 3)),
            LastRefresh = index % 6 == 3 ? null : _world.Start.AddHours(-2 - index),
            Filters = index % 7 == 0 ? new JsonObject { ["date_from"] = "-30d" } : new JsonObject(),
            Shared = index is 2 or 6,
            SharedAt = index is 2 or 6 ? created.AddDays(1) : null,
            AccessToken = index is 2 or 6 ? Dice.Uuid(Dice.Mix(key, 9)).ToString("N") : null,
            Generated = index == 30,
        };
        AddTiles(dashboard, index, key);
        return dashboard;
    }

    private void AddTiles(Dashboard dashboard, int index, ulong key)
    {
        int insights = 1 + (int)(key % 5);
        for (int i = 0; i < insights; i++)
            dashboard.Tiles.Add(Tiles.Insight(NextTile(), dashboard, i, Subjects[(index + i + 3) % Subjects.Length]));
        if (index % 2 == 0)
            dashboard.Tiles.Add(Tiles.Text(NextTile(), insights, "## How to read this\nNumbers are for the last full week.", _world.Start));
        if (index % 3 == 0)
            dashboard.Tiles.Add(Tiles.Button(NextTile(), insights + 1, "Open the runbook", "https://example.com/runbook"));
        if (index % 4 == 0)
            dashboard.Tiles.Add(Tiles.Widget(NextTile(), insights + 2, "error_tracking_list", "Top errors"));
    }
}

/// <summary>The four kinds of tile.</summary>
internal static class Tiles
{
    public static JsonObject Insight(long id, Dashboard dashboard, int order, string name) => Frame(id, order, new JsonObject
    {
        ["id"] = (id * 3) + 7,
        ["short_id"] = Dice.Uuid((ulong)id).ToString("N").Substring(0, 8),
        ["name"] = name,
        ["derived_name"] = null,
        ["description"] = "",
        ["query"] = new JsonObject
        {
            ["kind"] = "InsightVizNode",
            ["source"] = new JsonObject { ["kind"] = "TrendsQuery", ["interval"] = "day" },
        },
        ["result"] = null,
        ["dashboards"] = new JsonArray { dashboard.Id },
        ["last_refresh"] = null,
        ["is_cached"] = true,
    });

    public static JsonObject Text(long id, int order, string body, DateTimeOffset time) => Frame(id, order, text: new JsonObject
    {
        ["id"] = (id * 2) + 1,
        ["body"] = body,
        ["last_modified_at"] = Http.JsonText.Time(time),
        ["team"] = null,
    });

    public static JsonObject Button(long id, int order, string text, string url) => Frame(id, order, button: new JsonObject
    {
        ["id"] = (id * 2) + 3,
        ["text"] = text,
        ["url"] = url,
        ["style"] = "primary",
        ["placement"] = "left",
    });

    public static JsonObject Widget(long id, int order, string type, string name) => Frame(id, order, widget: new JsonObject
    {
        ["id"] = (id * 2) + 5,
        ["widget_type"] = type,
        ["name"] = name,
        ["config"] = new JsonObject { ["limit"] = 10 },
    });

    private static JsonObject Frame(
        long id,
        int order,
        JsonObject? insight = null,
        JsonObject? text = null,
        JsonObject? button = null,
        JsonObject? widget = null) => new()
    {
        ["id"] = id,
        ["layouts"] = new JsonObject
        {
            ["sm"] = new JsonObject { ["x"] = order % 2 * 6, ["y"] = order / 2 * 5, ["w"] = 6, ["h"] = 5 },
            ["xs"] = new JsonObject { ["x"] = 0, ["y"] = order * 5, ["w"] = 1, ["h"] = 5 },
        },
        ["color"] = order % 3 == 1 ? "blue" : null,
        ["order"] = order,
        ["insight"] = insight,
        ["text"] = text,
        ["button_tile"] = button,
        ["widget"] = widget,
        ["last_refresh"] = null,
        ["is_cached"] = true,
        ["filters_overrides"] = new JsonObject(),
        ["show_description"] = null,
        ["transparent_background"] = null,
    };
}
