using PostHogPS.Dashboards;
using PostHogPS.Files;

namespace PostHogPS.DashboardFiles;

/// <summary>The format of a dashboard's file: its properties in their order, with the names that PostHog gives them.</summary>
internal static class DashboardFormat
{
    internal const string Fallback = "dashboard";
    internal const string Key = "key";
    internal const string Tiles = "tiles";
    internal const string Source = "source";
    internal const string References = "references";

    internal static readonly ObjectSchema Tile = new(
        new FileField(Key, new TextSchema { Form = KeyForm,
            Description = "By what an insight is known again, also in another project. A name of your own choice, or none." }) { IsIgnored = true },
        new FileField("insight", new NullableSchema(new ObjectSchema(
            Text("name"),
            Text("description"),
            Tree("query"),
            Tree("filters"),
            new FileField("tags", new NullableSchema(new TagSchema())),
            new FileField("favorited", new NullableSchema(new FlagSchema())) { Default = false }))),
        new FileField("text", new NullableSchema(new ObjectSchema(
            new FileField("body", new TextSchema { MayBeBlank = true, Description = "Markdown, at most 4000 characters." }) { IsRequired = true,
                IsAlwaysWritten = true }))),
        new FileField("button", new NullableSchema(new ObjectSchema(
            new FileField("url",
                new TextSchema { Description = "http, https, or a path of PostHog; {project} stands for the number of the project." }) { IsRequired = true,
                IsAlwaysWritten = true },
            new FileField("text", new TextSchema()) { IsRequired = true, IsAlwaysWritten = true },
            new FileField("placement", new NullableSchema(new TextSchema { Words = ["left", "right"] })) { Default = "left" },
            new FileField("style", new NullableSchema(new TextSchema { Words = ["primary", "secondary"] })) { Default = "primary" }))),
        new FileField("widget", new NullableSchema(new ObjectSchema(
            new FileField("widget_type", new TextSchema()) { IsRequired = true, IsAlwaysWritten = true },
            Tree("config"),
            Text("name"),
            Text("description")))),
        new FileField("layouts",
            new NullableSchema(new TreeSchema
            {
                Description = "Place by screen: sm has 12 columns, xs one; x, y, w, h. Left alone where a file does not say it.",
            })) { IsOptional = true },
        new FileField("color", new NullableSchema(new TextSchema())),
        Tree("filters_overrides", "Filters of this tile that win over those of the dashboard."),
        new FileField("show_description", new NullableSchema(new FlagSchema())),
        new FileField("transparent_background", new NullableSchema(new FlagSchema())));

    internal static FileFormat Format { get; } = new(Fallback, 1, "A PostHog dashboard", new ObjectSchema(
        new FileField(FileFormat.SchemaKey, new TextSchema()) { IsRequired = true, IsIgnored = true },
        new FileField(Key, new TextSchema { Form = KeyForm,
            Description = "By what the dashboard is known again, also in another project. A name of your own choice." }) { IsIgnored = true },
        new FileField("name", new TextSchema { MayBeBlank = true, Description = "Name shown in PostHog." }) { IsRequired = true, IsAlwaysWritten = true },
        Text("description"),
        new FileField("pinned", new NullableSchema(new FlagSchema())) { Default = false },
        new FileField("tags", new NullableSchema(new TagSchema())),
        Tree("filters"),
        Tree("variables", "Values of insight variables, by the name that queries use: {\"country\": {\"value\": \"DE\"}}."),
        new FileField("breakdown_colors", new NullableSchema(new ListSchema(new AnySchema()))),
        new FileField("restriction_level", new NullableSchema(new NumberSchema { Least = 21, Most = 37,
            Description = "21: everyone may edit; 37: only collaborators." })) { Default = 21L },
        new FileField(Tiles, new TileListSchema(Tile)) { IsRequired = true, IsIgnored = true },
        new FileField(Source,
            new NullableSchema(new ObjectSchema
            {
                Description = "Where it was exported from, and the ids there. For reference: nothing is made of it, but with -KeepAsIs.",
            })) { IsIgnored = true }));

    private static (string Pattern, string Message) KeyForm => (DashboardMarker.KeyPattern, "This must be small letters, digits and hyphens, at most 64.");

    private static FileField Text(string name) => new(name, new NullableSchema(new TextSchema { MayBeBlank = true })) { Default = "" };

    private static FileField Tree(string name, string? description = null) => new(name, new NullableSchema(new TreeSchema { Description = description }));
}
