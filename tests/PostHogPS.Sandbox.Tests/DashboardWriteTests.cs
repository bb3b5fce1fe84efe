using System;
using System.Linq;
using System.Text.Json.Nodes;
using System.Threading.Tasks;
using Xunit;

namespace PostHogPS.Sandbox.Tests;

/// <summary>What the server makes of creates, changes and copies; several of these answer 200 and do nothing.</summary>
public sealed class DashboardWriteTests
{
    private const string Path = "/api/projects/101/dashboards/";
    private const string Revenue = Path + "4103/";

    private static JsonObject Variables => new() { ["v1"] = new JsonObject { ["code_name"] = "country", ["value"] = "DE" } };

    [Fact]
    public async Task A_create_ignores_variables_and_tiles()
    {
        var client = new Client();
        JsonNode made = (await client.Post(Path, new JsonObject
        {
            ["name"] = "New",
            ["filters"] = new JsonObject { ["date_from"] = "-7d" },
            ["variables"] = Variables,
            ["tiles"] = new JsonArray(new JsonObject { ["text"] = new JsonObject { ["body"] = "x" } }),
        })).Json;
        Assert.Equal("-7d", made["filters"]!["date_from"]!.GetValue<string>());
        Assert.Empty(made["variables"]!.AsObject());
        Assert.Null(made["persisted_variables"]);
        Assert.Empty(made["tiles"]!.AsArray());
    }

    [Fact]
    public async Task An_update_takes_filters_and_variables_only_when_they_are_not_empty()
    {
        var client = new Client();
        await client.Patch(Revenue, new JsonObject { ["filters"] = new JsonObject { ["date_from"] = "-7d" }, ["variables"] = Variables });
        Answer ignored = await client.Patch(Revenue, new JsonObject { ["filters"] = new JsonObject(), ["variables"] = new JsonObject() });
        Assert.Equal(200, ignored.Status);
        Assert.Equal("-7d", ignored.Json["persisted_filters"]!["date_from"]!.GetValue<string>());
        Assert.True(ignored.Json["persisted_variables"]!.AsObject().ContainsKey("v1"));
        JsonNode neutral = (await client.Patch(Revenue,
            new JsonObject { ["filters"] = new JsonObject { ["date_from"] = null, ["date_to"] = null, ["properties"] = new JsonArray() } })).Json;
        Assert.Null(neutral["filters"]!["date_from"]);
    }

    [Fact]
    public async Task An_unknown_template_is_refused_and_leaves_the_empty_dashboard()
    {
        var client = new Client();
        Answer refused = await client.Post(Path, new JsonObject { ["name"] = "Left over", ["use_template"] = "nosuch" });
        Assert.Equal((400, "use_template", "Invalid template provided: nosuch"), (refused.Status, refused.Attr, refused.Detail));
        JsonObject left = Assert.Single((await client.Get(Path + "?search=Left+over")).Results);
        Assert.Equal("template", left["creation_mode"]!.GetValue<string>());
        Assert.Empty((await client.Get(Path + left["id"] + "/")).Json["tiles"]!.AsArray());
    }

    [Fact]
    public async Task A_template_overwrites_description_and_filters_and_keeps_what_else_was_given()
    {
        JsonNode made = (await new Client().Post(Path, new JsonObject
        {
            ["name"] = "Mine",
            ["description"] = "lost",
            ["pinned"] = true,
            ["filters"] = new JsonObject { ["date_from"] = "-90d" },
            ["use_template"] = "Website traffic",
        })).Json;
        Assert.Equal(("Mine", true), (made["name"]!.GetValue<string>(), made["pinned"]!.GetValue<bool>()));
        Assert.Equal("The website traffic of the last month.", made["description"]!.GetValue<string>());
        Assert.Equal("-30d", made["filters"]!["date_from"]!.GetValue<string>());
        Assert.Equal(2, made["tiles"]!.AsArray().Count);
    }

    [Fact]
    public async Task Templates_are_those_of_PostHog_and_of_the_project()
    {
        var client = new Client(key: "phx_scopes=dashboard_template:read");
        JsonObject[] all = (await client.Get("/api/projects/101/dashboard_templates/")).Results;
        Assert.Equal(["global", "global", "global", "team"], all.Select(t => t["scope"]!.GetValue<string>()));
        Assert.Equal(3, (await client.Get("/api/projects/102/dashboard_templates/")).Results.Length);
        Assert.Equal(2, (await client.Get("/api/projects/101/dashboard_templates/?is_featured=true")).Results.Length);
        Assert.Equal(200, (await client.Get($"/api/projects/101/dashboard_templates/{all[0]["id"]}/")).Status);
        Assert.Equal(403, (await new Client(key: "phx_scopes=dashboard:write").Get("/api/projects/101/dashboard_templates/")).Status);
        Assert.Equal("You don't have edit permissions for this dashboard template.",
            (await new Client().Post("/api/projects/101/dashboard_templates/", new JsonObject { ["template_name"] = "x" })).Detail);
    }

    [Fact]
    public async Task A_copy_shares_insights_and_texts_but_not_widgets_and_takes_no_description_tags_or_pin()
    {
        var client = new Client();
        await client.Patch(Path + "4101/",
            new JsonObject { ["description"] = "d", ["tags"] = new JsonArray("t"), ["pinned"] = true, ["variables"] = Variables });
        JsonNode original = (await client.Get(Path + "4101/")).Json;
        JsonNode copy = (await client.Post(Path, new JsonObject { ["name"] = "Copy", ["use_dashboard"] = 4101 })).Json;
        Assert.Equal(("", false), (copy["description"]!.GetValue<string>(), copy["pinned"]!.GetValue<bool>()));
        Assert.Empty(copy["tags"]!.AsArray());
        Assert.True(copy["variables"]!.AsObject().ContainsKey("v1"));
        Assert.Equal(original["filters"]!.ToJsonString(), copy["filters"]!.ToJsonString());
        foreach (string kind in new[] { "insight", "text", "button_tile" })
            Assert.Equal(Ids(original, kind), Ids(copy, kind));
        Assert.NotEqual(Ids(original, "widget"), Ids(copy, "widget"));
        Assert.EndsWith(" (Copy)", copy["tiles"]!.AsArray().Select(t => t!["widget"]).First(w => w is not null)!["name"]!.GetValue<string>(),
            StringComparison.Ordinal);
        Assert.Equal([4101, copy["id"]!.GetValue<int>()], Insight(original: copy)["dashboards"]!.AsArray().Select(d => d!.GetValue<int>()).Order());

        // One text on two dashboards: a change of it shows on both.
        JsonNode text = copy["tiles"]!.AsArray().First(t => t!["text"] is not null)!;
        await client.Post($"{Path}{copy["id"]}/update_text_tile/", new JsonObject { ["tile_id"] = text["id"]!.DeepClone(), ["body"] = "Both" });
        Assert.Contains((await client.Get(Path + "4101/")).Json["tiles"]!.AsArray(), t => t!["text"]?["body"]?.GetValue<string>() == "Both");
    }

    [Fact]
    public async Task A_copy_with_duplicate_tiles_has_insights_of_its_own()
    {
        var client = new Client();
        JsonNode original = (await client.Get(Revenue)).Json;
        JsonNode copy = (await client.Post(Path, new JsonObject { ["name"] = "Copy", ["use_dashboard"] = 4103, ["duplicate_tiles"] = true })).Json;
        Assert.Empty(Ids(original, "insight").Intersect(Ids(copy, "insight")));
        Assert.Empty(Ids(original, "text").Intersect(Ids(copy, "text")));
        Assert.EndsWith(" (Copy)", Insight(copy)["name"]!.GetValue<string>(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Deleting_what_is_deleted_is_404_and_a_restore_brings_all_tiles_back()
    {
        var client = new Client();
        JsonArray before = (await client.Get(Revenue)).Json["tiles"]!.AsArray();
        await client.Post(Revenue + "delete_tile/", new JsonObject { ["tile_id"] = before[0]!["id"]!.DeepClone() });
        Assert.Equal(200, (await client.Patch(Revenue, new JsonObject { ["deleted"] = true })).Status);
        Assert.Equal(404, (await client.Patch(Revenue, new JsonObject { ["deleted"] = true })).Status);
        Assert.Equal(404, (await client.Get(Revenue + "sharing/")).Status);
        Assert.Equal(404, (await client.Post(Revenue + "create_text_tile/", new JsonObject { ["body"] = "x" })).Status);
        JsonNode back = (await client.Patch(Revenue, new JsonObject { ["deleted"] = false })).Json;
        Assert.Equal(before.Count, back["tiles"]!.AsArray().Count);
    }

    [Theory]
    [InlineData(true, "weekly")]
    [InlineData(false, "")]
    public async Task Tags_are_kept_in_lower_case_or_dropped_without_an_error(bool tagging, string kept)
    {
        var client = new Client(o => o.Tagging = tagging);
        Answer made = await client.Post(Path, new JsonObject { ["name"] = "Tagged", ["tags"] = new JsonArray(" Weekly ") });
        Assert.Equal(201, made.Status);
        Assert.Equal(kept, string.Join(",", made.Json["tags"]!.AsArray()));
        Answer changed = await client.Patch($"{Path}{made.Json["id"]}/", new JsonObject { ["tags"] = new JsonArray("WEEKLY") });
        Assert.Equal((200, kept), (changed.Status, string.Join(",", changed.Json["tags"]!.AsArray())));
    }

    [Fact]
    public async Task A_user_has_all_its_fields()
    {
        JsonObject user = (JsonObject)(await new Client().Get(Revenue)).Json["created_by"]!;
        Assert.Equal(["distinct_id", "email", "first_name", "hedgehog_config", "id", "is_email_verified", "last_name", "role_at_organization", "uuid"],
            user.Select(p => p.Key).Order(StringComparer.Ordinal));
    }

    private static string[] Ids(JsonNode dashboard, string kind) =>
        [.. dashboard["tiles"]!.AsArray().Select(t => t![kind]).Where(c => c is not null).Select(c => c!["id"]!.ToString()).Order(StringComparer.Ordinal)];

    private static JsonNode Insight(JsonNode original) => original["tiles"]!.AsArray().Select(t => t!["insight"]).First(i => i is not null)!;
}
