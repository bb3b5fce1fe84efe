using System;
using System.Collections.Generic;
using System.Linq;
using System.Text.Json.Nodes;

namespace PostHogPS.Sandbox.Worlds;

/// <summary>What a new dashboard may begin with: PostHog's own templates, and one of the first project.</summary>
internal sealed class DashboardTemplates
{
    // The key of the original template; its row has a name of its own.
    private const string Original = "DEFAULT_APP";

    private readonly World _world;
    private List<DashboardTemplate>? _all;

    public DashboardTemplates(World world) => _world = world;

    public List<DashboardTemplate> All => _all ??=
    [
        Make("Product analytics", "High-level overview of your product.", null, "-30d", featured: true, "Daily active users", "Weekly active users", "Retention"),
        Make("Website traffic", "The website traffic of the last month.", null, "-30d", featured: true, "Pageviews", "Referring domain"),
        Make("Landing page report", "How landing pages perform.", null, "-14d", featured: false, "Visitors by page"),
        Make("Pipeline review", "What the data team looks at on Mondays.", _world.Projects[0].Id, "-7d", featured: false, "Events by library"),
    ];

    /// <summary>By the exact name, whichever project it belongs to.</summary>
    public DashboardTemplate? Named(string key) => All.Find(t => t.Name == (key == Original ? All[0].Name : key));

    /// <summary>Description and filters are overwritten, tags added.</summary>
    public void Apply(Dashboard dashboard, DashboardTemplate template)
    {
        if (string.IsNullOrEmpty(dashboard.Name))
            dashboard.Name = template.Name;
        dashboard.Filters = new JsonObject { ["date_from"] = template.DateFrom };
        dashboard.Description = template.Description;
        if (_world.Options.Tagging)
            dashboard.Tags = dashboard.Tags.Concat(template.Tags).Distinct().ToList();
        for (int i = 0; i < template.Insights.Length; i++)
        {
            Tile tile = Tiles.Insight(_world.Dashboards.NextTile(), i, template.Insights[i]);
            tile.DashboardId = dashboard.Id;
            dashboard.Tiles.Add(tile);
        }
    }

    private DashboardTemplate Make(string name, string description, long? project, string from, bool featured, params string[] insights) => new()
    {
        Id = Dice.Uuid(Dice.Key(_world.Options.Seed, "template " + name)),
        Name = name,
        Description = description,
        ProjectId = project,
        DateFrom = from,
        IsFeatured = featured,
        Tags = project is null ? ["template"] : [],
        Insights = insights,
        CreatedAt = _world.Start.AddDays(-300),
    };
}

/// <summary>A template: of PostHog when it has no project.</summary>
internal sealed class DashboardTemplate
{
    public required Guid Id { get; init; }

    public required string Name { get; init; }

    public required string Description { get; init; }

    public long? ProjectId { get; init; }

    public required string DateFrom { get; init; }

    public bool IsFeatured { get; init; }

    public string[] Tags { get; init; } = [];

    public string[] Insights { get; init; } = [];

    public DateTimeOffset CreatedAt { get; init; }
}
