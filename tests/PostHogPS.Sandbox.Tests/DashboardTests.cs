using System;
using System.Linq;
using System.Text.Json.Nodes;
using System.Threading.Tasks;
using Xunit;

namespace PostHogPS.Sandbox.Tests;

public sealed class DashboardTests
{
    private const string Path = "/api/projects/101/dashboards/";

    [Fact]
    public async Task Pinned_come_first_then_names_without_deleted_and_unlisted_ones()
    {
        JsonObject[] all = (await new Client().Get(Path + "?limit=500")).Results;
        Assert.Equal(35, all.Length);
        Assert.Equal(new[] { true, true, true, false }, all.Take(4).Select(d => d["pinned"]!.GetValue<bool>()));
        string[] names = [.. all.Skip(3).Select(d => d["name"]!.GetValue<string>())];
        Assert.Equal(names.Order(StringComparer.OrdinalIgnoreCase), names);
        Assert.DoesNotContain(all, d => d["deleted"]!.GetValue<bool>() || d["creation_mode"]!.GetValue<string>() == "unlisted");
    }

    [Theory]
    [InlineData("pinned=true", 3)]
    [InlineData("search=revenue", 2)]
    [InlineData("search=retenton", 1)]
    [InlineData("search=Ops+%5Bprod%5D", 1)]
    [InlineData("creation_mode=unlisted", 1)]
    [InlineData("folder=", 8)]
    [InlineData("exclude_generated=true", 34)]
    [InlineData("unknown=1", 35)]
    public async Task Filters_narrow_the_list(string query, int count) =>
        Assert.Equal(count, (await new Client().Get(Path + "?limit=500&" + query)).Json["count"]!.GetValue<int>());

    [Fact]
    public async Task Tags_match_any_and_a_search_says_how_it_matched()
    {
        var client = new Client();
        JsonObject[] tagged = (await client.Get(Path + "?tags=growth&tags=finance&limit=500")).Results;
        Assert.NotEmpty(tagged);
        Assert.All(tagged, d => Assert.Contains(d["tags"]!.AsArray(), t => t!.GetValue<string>() is "growth" or "finance"));
        Assert.Equal("exact", (await client.Get(Path + "?search=retention")).Results[0]["search_match_type"]!.GetValue<string>());
        Assert.Equal("similar", (await client.Get(Path + "?search=retenton")).Results[0]["search_match_type"]!.GetValue<string>());
        Answer endless = await client.Get(Path + "?search=" + new string('x', 201));
        Assert.Equal((400, "search"), (endless.Status, endless.Attr));
    }

    [Fact]
    public async Task Deleting_is_soft_and_can_be_undone_and_hard_delete_is_405_without_a_body()
    {
        var client = new Client();
        Answer hard = await client.Delete(Path + "4101/");
        Assert.Equal((405, ""), (hard.Status, hard.Text));
        Assert.Equal(200, (await client.Patch(Path + "4101/", new JsonObject { ["deleted"] = true })).Status);
        Assert.Equal(404, (await client.Get(Path + "4101/")).Status);
        Assert.DoesNotContain((await client.Get(Path + "?limit=500")).Results, d => d["id"]!.GetValue<int>() == 4101);
        Assert.Equal(200, (await client.Patch(Path + "4101/", new JsonObject { ["deleted"] = false })).Status);
        Assert.Equal(200, (await client.Get(Path + "4101/")).Status);
    }

    [Fact]
    public async Task Every_kind_of_tile_is_there()
    {
        var client = new Client();
        JsonArray tiles = (await client.Get(Path + "4101/")).Json["tiles"]!.AsArray();
        foreach (string kind in new[] { "insight", "text", "button_tile", "widget" })
            Assert.Contains(tiles, t => t![kind] is not null);
    }

    [Fact]
    public async Task Create_copies_and_refuses_as_the_server_does()
    {
        var client = new Client();
        Answer copy = await client.Post(Path, new JsonObject { ["name"] = "Copy", ["use_dashboard"] = 4101 });
        Assert.Equal("duplicate", copy.Json["creation_mode"]!.GetValue<string>());
        Assert.NotEmpty(copy.Json["tiles"]!.AsArray());
        Assert.Equal("`use_dashboard` and `use_template` cannot be used together",
            (await client.Post(Path, new JsonObject { ["use_dashboard"] = 4101, ["use_template"] = "DEFAULT_APP" })).Detail);
        Assert.Equal("use_dashboard", (await client.Post(Path, new JsonObject { ["use_dashboard"] = 1 })).Attr);
        Assert.Equal("Filters must be a dictionary", (await client.Post(Path, new JsonObject { ["filters"] = new JsonArray(1) })).Detail);
    }

    [Fact]
    public async Task Restricted_dashboards_are_for_collaborators()
    {
        var client = new Client(key: "phx_outsider");
        JsonObject restricted = (await client.Get(Path + "?limit=500")).Results.First(d => d["restriction_level"]!.GetValue<int>() == 37);
        Answer refused = await client.Patch(Path + restricted["id"] + "/", new JsonObject { ["name"] = "Mine" });
        Assert.Equal((403, "You don't have edit permissions for this dashboard."), (refused.Status, refused.Detail));
        Assert.Equal(200, (await client.Patch(Path + "4101/", new JsonObject { ["name"] = "Ours" })).Status);
    }

    [Fact]
    public async Task Sharing_is_one_object()
    {
        var client = new Client();
        JsonNode off = (await client.Get(Path + "4101/sharing/")).Json;
        Assert.False(off["enabled"]!.GetValue<bool>());
        JsonNode on = (await client.Patch(Path + "4101/sharing/", new JsonObject { ["enabled"] = true })).Json;
        Assert.NotNull(on["access_token"]);
        Assert.True((await client.Get(Path + "4101/")).Json["is_shared"]!.GetValue<bool>());
    }

    [Fact]
    public async Task Old_refusals_have_old_shapes()
    {
        var client = new Client();
        Assert.Equal("""{"detail":"tile_order must contain unique tile IDs"}""",
            (await client.Post(Path + "4101/reorder_tiles/", new JsonObject { ["tile_order"] = new JsonArray(1, 1) })).Text);
        Answer unknown = await client.Post(Path + "4101/reorder_tiles/", new JsonObject { ["tile_order"] = new JsonArray(2, 1) });
        Assert.Equal((404, """{"detail":"Tile IDs not found on this dashboard: [1, 2]"}"""), (unknown.Status, unknown.Text));
        Assert.Equal("""{"error":"name is required"}""", (await client.Post(Path + "create_unlisted_dashboard/")).Text);
        Assert.Equal(201, (await client.Post(Path + "create_unlisted_dashboard/", new JsonObject { ["name"] = "x" })).Status);
        Assert.Equal(409, (await client.Post(Path + "create_unlisted_dashboard/", new JsonObject { ["name"] = "x" })).Status);
    }

    [Fact]
    public async Task Text_tiles_come_and_go()
    {
        var client = new Client();
        Answer made = await client.Post(Path + "4101/create_text_tile/", new JsonObject { ["body"] = "Hello" });
        Assert.Equal(201, made.Status);
        JsonNode id = made.Json["id"]!;
        Assert.Equal(200, (await client.Post(Path + "4101/update_text_tile/", new JsonObject { ["tile_id"] = id.DeepClone(), ["body"] = "Bye" })).Status);
        Assert.Equal(204, (await client.Post(Path + "4101/delete_tile/", new JsonObject { ["tile_id"] = id.DeepClone() })).Status);
    }
}
