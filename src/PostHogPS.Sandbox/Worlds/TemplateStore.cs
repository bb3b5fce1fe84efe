using System.Collections.Generic;
using System.Linq;
using System.Text.Json.Nodes;
using PostHogPS.Sandbox.Model;

namespace PostHogPS.Sandbox.Worlds;

/// <summary>The dashboard templates: three of PostHog and one of the first project.</summary>
internal sealed class TemplateStore
{
    // The key of the first template, whose row has another name.
    private const string Original = "DEFAULT_APP";

    private readonly World _world;
    private List<DashboardTemplate>? _all;

    public TemplateStore(World world) => _world = world;

    public List<DashboardTemplate> All => _all ??=
    [
        Make("Product analytics", "High-level overview of your product.", null, "-30d", featured: true, "Daily active users", "Weekly active users",
            "Retention"),
        Make("Website traffic", "The website traffic of the last month.", null, "-30d", featured: true, "Pageviews", "Referring domain"),
        Make("Landing page report", "How landing pages perform.", null, "-14d", featured: false, "Visitors by page"),
        Make("Pipeline review", "What the data team looks at on Mondays.", _world.Projects[0].Id, "-7d", featured: false, "Events by library"),
    ];

    /// <summary>By the exact name, whichever project it belongs to.</summary>
    public DashboardTemplate? Find(string key) => All.Find(t => t.Name == (key == Original ? All[0].Name : key));

    /// <summary>Replaces description and filters, and adds tags and tiles.</summary>
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
            Tile tile = TileFactory.Insight(_world.Dashboards.NextTile(), i, template.Insights[i]);
            tile.DashboardId = dashboard.Id;
            dashboard.Tiles.Add(tile);
        }
    }

    private DashboardTemplate Make(string name, string description, long? project, string from, bool featured, params string[] insights) => new()
    {
        Id = SeededRandom.Uuid(SeededRandom.Key(_world.Options.Seed, "template " + name)),
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
