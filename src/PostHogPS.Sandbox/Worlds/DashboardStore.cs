using System;
using System.Collections.Generic;
using System.Linq;
using System.Text.Json.Nodes;
using PostHogPS.Sandbox.Json;
using PostHogPS.Sandbox.Model;
using PostHogPS.Sandbox.Options;

namespace PostHogPS.Sandbox.Worlds;

/// <summary>The dashboards of all projects, created on first use.</summary>
internal sealed class DashboardStore
{
    private static readonly string[] Subjects =
    [
        "Activation", "Retention", "Revenue", "Checkout funnel", "Onboarding", "Growth accounting", "Mobile app", "Search quality",
        "Experiment readout", "Support load", "Churn risk", "Marketing site", "Pricing page", "Feature adoption", "API usage",
        "Signup conversion", "Weekly review", "Latency", "Referrals", "Email campaigns",
    ];

    private static readonly string[] TagNames = ["growth", "finance", "product", "ops", "weekly", "exec"];

    private readonly World _world;
    private readonly List<(long Project, JsonObject Insight)> _insights = [];
    private List<Dashboard>? _all;
    private long _nextTile = 90001;
    private long _nextPassword = 501;

    public DashboardStore(World world) => _world = world;

    public List<Dashboard> All => _all ??= Build();

    public long NextTile() => _nextTile++;

    public long NextPassword() => _nextPassword++;

    public Dashboard? Find(long project, long id) => All.Find(d => d.Id == id && d.ProjectId == project);

    /// <summary>All tiles that share an insight or a text.</summary>
    public IEnumerable<Tile> TilesOf(JsonObject content) => All.SelectMany(d => d.Tiles).Where(t => t.Content == content);

    /// <summary>Adds a tile with the same content, or with a copy of it.</summary>
    public Tile Copy(Tile tile, Dashboard target, bool deep)
    {
        Tile copy = tile.CopyTo(target, NextTile());
        if (deep)
            copy.CopyContent(NextTile());
        target.Tiles.Add(copy);
        return copy;
    }

    /// <summary>The insights of a project: those on its dashboards, and those on none.</summary>
    public IEnumerable<JsonObject> Insights(long project) =>
        All.Where(d => d.ProjectId == project).SelectMany(d => d.Tiles).Select(t => t.Insight).OfType<JsonObject>()
            .Concat(_insights.Where(i => i.Project == project).Select(i => i.Insight)).Distinct();

    public void AddInsight(long project, JsonObject insight) => _insights.Add((project, insight));

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

        foreach (SandboxProject plan in _world.Options.Projects)
        {
            Project project = _world.FindProject(plan.Id)!;
            all.AddRange(plan.Dashboards.Select(json => MakePlanned(project, ++id, (JsonObject)JsonNode.Parse(_world.Definitions.FillIn(project, json))!)));
        }

        return all;
    }

    private Dashboard MakePlanned(Project project, long id, JsonObject plan)
    {
        var dashboard = new Dashboard
        {
            Id = id,
            ProjectId = project.Id,
            CreatedAt = _world.Start - TimeSpan.FromHours(id - 4000),
            Name = plan["name"].AsText(),
            Description = plan["description"].AsText() ?? "",
            Pinned = plan["pinned"].AsBoolean() == true,
            Tags = (plan["tags"] as JsonArray ?? []).Select(t => t.AsText()!).ToList(),
            RestrictionLevel = (int?)plan["restriction_level"].AsInteger() ?? 21,
            Filters = plan["filters"].DeepCopy() ?? new JsonObject(),
            Variables = plan["variables"].DeepCopy() ?? new JsonObject(),
            BreakdownColors = plan["breakdown_colors"].DeepCopy(),
            DataColorThemeId = plan["data_color_theme_id"].DeepCopy(),
            QuickFilterIds = plan["quick_filter_ids"].DeepCopy(),
        };
        foreach (JsonObject element in (plan["tiles"] as JsonArray ?? []).OfType<JsonObject>())
            dashboard.Tiles.Add(MakePlanned(dashboard, element));
        return dashboard;
    }

    private Tile MakePlanned(Dashboard dashboard, JsonObject plan)
    {
        long id = NextTile();
        var tile = new Tile
        {
            Id = id,
            DashboardId = dashboard.Id,
            Insight = Content("insight", TileFactory.InsightContent(id, "")),
            Text = Content("text", TileFactory.TextContent(id, "", _world.Start)),
            Button = Content("button_tile", TileFactory.ButtonContent(id, _world.Start)),
            Widget = Content("widget", TileFactory.WidgetContent(id, "error_tracking_list", _world.Start)),
        };
        tile.Display(plan);
        return tile;

        JsonObject? Content(string kind, JsonObject made)
        {
            if (plan[kind] is not JsonObject given)
                return null;
            foreach (KeyValuePair<string, JsonNode?> pair in given)
                made[pair.Key] = pair.Value.DeepCopy();
            return made;
        }
    }

    private Dashboard Make(Project project, long id, int index)
    {
        ulong key = SeededRandom.Mix(SeededRandom.Key(_world.Options.Seed, "dashboard"), (ulong)id);
        string name = Subjects[index % Subjects.Length];
        if (index >= Subjects.Length)
            name += index % 3 == 0 ? " (EU)" : index % 3 == 1 ? " – deep dive" : " v2";
        DateTimeOffset created = _world.Start - TimeSpan.FromHours(30 + (index * 71)) - SeededRandom.UpTo(TimeSpan.FromHours(20), key);
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
            Variables = index == 4 ? Country(project) : new JsonObject(),
            Sharing = index is 2 or 6 ? new SharingConfiguration { CreatedAt = created.AddDays(1), Enabled = true,
                Token = SharingConfiguration.CreateToken(SeededRandom.Mix(key, 9)) } : null,
            Generated = index == 30,
        };
        AddTiles(dashboard, index, key);
        if (index is 4 or 10 && dashboard.Tiles.Find(t => t.Insight is not null)?.Insight is { } insight)
            insight["query"] = index == 4 ? ByCountry(project) : ByCohort(project);
        return dashboard;
    }

    // The key is the id of a variable of the project.
    private JsonObject Country(Project project)
    {
        string id = _world.Definitions.VariableId(project, "Country");
        return new JsonObject { [id] = new JsonObject { ["variableId"] = id, ["code_name"] = "country", ["value"] = "DE" } };
    }

    // Two insights with what belongs to the project: a variable, and a cohort, an action and a type of groups.
    private JsonObject ByCountry(Project project) => new()
    {
        ["kind"] = "DataVisualizationNode",
        ["source"] = new JsonObject
        {
            ["kind"] = "HogQLQuery",
            ["query"] = "SELECT toDate(timestamp) AS day, count() FROM events WHERE properties.$geoip_country_code = {variables.country} GROUP BY day ORDER BY "
                + "day",
            ["variables"] = Country(project),
        },
    };

    private JsonObject ByCohort(Project project) => new()
    {
        ["kind"] = "InsightVizNode",
        ["source"] = new JsonObject
        {
            ["kind"] = "TrendsQuery",
            ["interval"] = "week",
            ["series"] = new JsonArray(
                new JsonObject { ["kind"] = "ActionsNode", ["id"] = _world.Definitions.FindAction(project, "Signed up"), ["name"] = "Signed up",
                    ["math"] = "total" },
                new JsonObject
                {
                    ["kind"] = "EventsNode",
                    ["event"] = "$pageview",
                    ["math"] = "unique_group",
                    ["math_group_type_index"] = DefinitionStore.FindGroupType(project, "organization"),
                }),
            ["properties"] = new JsonArray(new JsonObject
            {
                ["type"] = "cohort",
                ["key"] = "id",
                ["value"] = _world.Definitions.FindCohort(project, "Churned accounts"),
                ["operator"] = "in",
            }),
        },
    };

    private void AddTiles(Dashboard dashboard, int index, ulong key)
    {
        int insights = 1 + (int)(key % 5);
        for (int i = 0; i < insights; i++)
            dashboard.Tiles.Add(TileFactory.Insight(NextTile(), i, Subjects[(index + i + 3) % Subjects.Length]));
        if (index % 2 == 0)
            dashboard.Tiles.Add(TileFactory.CreateText(NextTile(), insights, "## How to read this\nNumbers are for the last full week.", _world.Start));
        if (index % 3 == 0)
            dashboard.Tiles.Add(TileFactory.Button(NextTile(), insights + 1, "Open the runbook", "https://example.com/runbook", _world.Start));
        if (index % 4 == 0)
            dashboard.Tiles.Add(TileFactory.Widget(NextTile(), insights + 2, "error_tracking_list", "Top errors", _world.Start));
        dashboard.Tiles.ForEach(tile => tile.DashboardId = dashboard.Id);
    }
}
