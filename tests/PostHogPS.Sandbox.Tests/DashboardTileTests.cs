using System.Linq;
using System.Text.Json.Nodes;
using System.Threading.Tasks;
using Xunit;

namespace PostHogPS.Sandbox.Tests;

public sealed class DashboardTileTests
{
    private const string Dashboards = "/api/projects/101/dashboards/";
    private const string Path = Dashboards + "4101/";

    [Fact]
    public async Task The_update_of_a_dashboard_adds_and_changes_tiles()
    {
        var client = new Client();
        JsonArray before = await Tiles(client);
        JsonArray after = (await Patch(client,
            new JsonObject { ["text"] = new JsonObject { ["body"] = "New text" }, ["color"] = "green", ["layouts"] = Box(0, 90) },
            new JsonObject { ["button_tile"] = new JsonObject { ["url"] = "/insights", ["text"] = "Go" }, ["layouts"] = Box(0, 91) },
            new JsonObject { ["widget"] = new JsonObject { ["widget_type"] = "session_replay_list" }, ["layouts"] = Box(0, 92) })).Json["tiles"]!.AsArray();
        Assert.Equal(before.Count + 3, after.Count);
        JsonNode text = after[^3]!, button = after[^2]!;
        Assert.Equal(("New text", "green"), (text["text"]!["body"]!.GetValue<string>(), text["color"]!.GetValue<string>()));
        Assert.Equal("left", button["button_tile"]!["placement"]!.GetValue<string>());

        JsonArray changed = (await Patch(client,
            new JsonObject { ["id"] = text["id"]!.DeepClone(), ["text"] = new JsonObject { ["id"] = text["text"]!["id"]!.DeepClone(), ["body"] = "Changed" } },
            new JsonObject { ["id"] = button["id"]!.DeepClone(), ["color"] = "black", ["show_description"] = true,
                ["insight"] = new JsonObject { ["name"] = "ignored" } })).Json["tiles"]!.AsArray();
        Assert.Equal(after.Count, changed.Count);
        Assert.Equal("Changed", changed[^3]!["text"]!["body"]!.GetValue<string>());
        Assert.Equal(("black", true), (changed[^2]!["color"]!.GetValue<string>(), changed[^2]!["show_description"]!.GetValue<bool>()));
    }

    [Fact]
    public async Task Tiles_that_are_not_named_stay_and_an_unknown_one_is_passed_over()
    {
        var client = new Client();
        JsonArray before = await Tiles(client);
        Answer answer = await Patch(client, new JsonObject { ["id"] = 1, ["color"] = "red" });
        Assert.Equal((200, before.ToJsonString()), (answer.Status, answer.Json["tiles"]!.ToJsonString()));
        Answer removed = await Patch(client, new JsonObject { ["id"] = before[0]!["id"]!.DeepClone(), ["deleted"] = true });
        Assert.Equal(before.Count - 1, removed.Json["tiles"]!.AsArray().Count);
        Assert.Equal(200, (await Patch(client, new JsonObject { ["id"] = before[0]!["id"]!.DeepClone(), ["deleted"] = true })).Status);
    }

    [Theory]
    [InlineData("""{"text":{"id":1,"body":"x"}}""", "text", "Text tile not found.")]
    [InlineData("""{"text":{"body":"x","created_by":{"id":1}}}""", null, "User not found in this organization.")]
    [InlineData("""{"button_tile":{"text":"x"}}""", "button_tile__url", "This field is required.")]
    [InlineData("""{"button_tile":{"text":"x","url":"ftp://x"}}""", "button_tile__url", "Must be a valid URL or a pathname starting with /")]
    [InlineData("""{"button_tile":{"text":"x","url":"/x","style":"loud"}}""", "button_tile__style", "\"loud\" is not a valid choice.")]
    [InlineData("""{"widget":{"widget_type":"nosuch"}}""", "widget", "\"nosuch\" is not a valid choice.")]
    public async Task What_cannot_be_is_refused_and_what_came_before_it_stays(string tile, string? attr, string detail)
    {
        var client = new Client();
        int before = (await Tiles(client)).Count;
        Answer refused = await Patch(client, new JsonObject { ["text"] = new JsonObject { ["body"] = "first" } }, JsonNode.Parse(tile)!);
        Assert.Equal((400, attr, detail), (refused.Status, refused.Attr, refused.Detail));
        Assert.Equal(before + 1, (await Tiles(client)).Count);
    }

    [Fact]
    public async Task A_text_tile_can_be_made_changed_and_deleted_by_routes_of_its_own()
    {
        var client = new Client();
        Assert.Equal(("body", "required"), Problem(await client.Post(Path + "create_text_tile/")));
        Assert.Equal(("body", "blank"), Problem(await client.Post(Path + "create_text_tile/", new JsonObject { ["body"] = " " })));
        Assert.Equal(("body", "max_length"), Problem(await client.Post(Path + "create_text_tile/", new JsonObject { ["body"] = new string('x', 4001) })));
        Answer made = await client.Post(Path + "create_text_tile/", new JsonObject { ["body"] = "Hello" });
        Assert.Equal((201, "{}"), (made.Status, made.Json["layouts"]!.ToJsonString()));
        JsonNode id = made.Json["id"]!;
        Answer changed = await client.Post(Path + "update_text_tile/", new JsonObject { ["tile_id"] = id.DeepClone(), ["color"] = "blue" });
        Assert.Equal(("Hello", "blue"), (changed.Json["text"]!["body"]!.GetValue<string>(), changed.Json["color"]!.GetValue<string>()));
        Assert.Equal(204, (await client.Post(Path + "delete_tile/", new JsonObject { ["tile_id"] = id.DeepClone() })).Status);
        Assert.Equal(404, (await client.Post(Path + "delete_tile/", new JsonObject { ["tile_id"] = id.DeepClone() })).Status);
        JsonNode insight = (await Tiles(client)).First(t => t!["insight"] is not null)!["id"]!;
        Assert.Equal("Tile is not a text tile.",
            (await client.Post(Path + "update_text_tile/", new JsonObject { ["tile_id"] = insight.DeepClone(), ["body"] = "x" })).Detail);
    }

    [Fact]
    public async Task Deleting_closes_the_gap()
    {
        var client = new Client();
        JsonNode made = (await client.Post(Dashboards, new JsonObject { ["name"] = "Stack" })).Json;
        string path = Dashboards + made["id"] + "/";
        JsonNode[] tiles = new JsonNode[3];
        for (int i = 0; i < 3; i++)
            tiles[i] = (await client.Post(path + "create_text_tile/", new JsonObject { ["body"] = "t" + i, ["layouts"] = Box(0, i * 2, 12, 2) })).Json["id"]!;
        await client.Post(path + "delete_tile/", new JsonObject { ["tile_id"] = tiles[0].DeepClone() });
        Assert.Equal([0, 2], (await client.Get(path)).Json["tiles"]!.AsArray().Select(t => t!["layouts"]!["sm"]!["y"]!.GetValue<int>()));
    }

    [Fact]
    public async Task Widgets_come_in_batches_and_go_to_the_bottom()
    {
        var client = new Client();
        JsonObject Batch(string type) =>
            new() { ["widgets"] = new JsonArray(new JsonObject { ["widget_type"] = type, ["config"] = new JsonObject { ["limit"] = 5 } }) };
        Answer made = await client.Post(Path + "widgets/batch/", Batch("error_tracking_list"));
        Assert.Equal(201, made.Status);
        JsonNode id = made.Json["tiles"]![0]!["id"]!;
        Assert.Equal(id.ToString(), (await Tiles(client))[^1]!["id"]!.ToString());
        Assert.Equal("widgets__0__widget_type", (await client.Post(Path + "widgets/batch/", Batch("nosuch"))).Attr);
        Assert.Equal("Dashboard widgets are not enabled for this project.",
            (await new Client(o => o.Widgets = false).Post(Path + "widgets/batch/", Batch("error_tracking_list"))).Detail);
    }

    [Fact]
    public async Task A_tile_moves_and_is_copied_within_the_project()
    {
        var client = new Client();
        JsonArray tiles = await Tiles(client);
        JsonNode text = tiles.First(t => t!["text"] is not null)!["id"]!, button = tiles.First(t => t!["button_tile"] is not null)!["id"]!;
        JsonObject move = new() { ["tile"] = new JsonObject { ["id"] = text.DeepClone() }, ["to_dashboard"] = 4102 };
        Assert.Equal(200, (await client.Patch(Path + "move_tile/", move.DeepClone())).Status);
        Assert.DoesNotContain(await Tiles(client), t => t!["id"]!.ToString() == text.ToString());
        Assert.Equal(404, (await client.Patch(Path + "move_tile/", move.DeepClone())).Status);

        JsonObject copy = new() { ["fromDashboardId"] = 4102, ["tileId"] = text.DeepClone() };
        Assert.Equal(200, (await client.Post(Path + "copy_tile/", copy.DeepClone())).Status);
        Assert.Equal("This text card is already on the destination dashboard.", (await client.Post(Path + "copy_tile/", copy.DeepClone())).Detail);
        Assert.Equal("Only insight, text, and widget tiles can be copied between dashboards.",
            (await client.Post(Dashboards + "4102/copy_tile/", new JsonObject { ["fromDashboardId"] = 4101, ["tileId"] = button.DeepClone() })).Detail);
        Assert.Equal("Destination must be a different dashboard than the source.",
            (await client.Post(Path + "copy_tile/", new JsonObject { ["fromDashboardId"] = 4101, ["tileId"] = button.DeepClone() })).Detail);
    }

    [Theory]
    [InlineData("two_column", "0,0 6,0 0,5")]
    [InlineData("full_width", "0,0 0,5 0,10")]
    public async Task A_new_order_gives_new_places(string layout, string places)
    {
        var client = new Client();
        JsonArray order = new([.. (await Tiles(client)).Reverse().Select(t => t!["id"]!.DeepClone())]);
        JsonArray after = (await client.Post(Path + "reorder_tiles/",
            new JsonObject { ["tile_order"] = order.DeepClone(), ["layout"] = layout })).Json["tiles"]!.AsArray();
        Assert.Equal(order.Select(o => o!.ToString()), after.Select(t => t!["id"]!.ToString()));
        Assert.Equal(places, string.Join(' ', after.Take(3).Select(t => t!["layouts"]!["sm"]!["x"] + "," + t["layouts"]!["sm"]!["y"])));
    }

    [Fact]
    public async Task Older_servers_have_fewer_routes_and_let_no_key_use_them_but_their_update_changes_tiles()
    {
        Client client = Client.Old();
        Assert.Equal(404, (await client.Post(Path + "create_text_tile/", new JsonObject { ["body"] = "x" })).Status);
        Answer move = await client.Patch(Path + "move_tile/", new JsonObject());
        Assert.Equal((403, "This action does not support personal API key access"), (move.Status, move.Detail));
        int before = (await Tiles(client)).Count;
        Assert.Equal(before + 1, (await Patch(client, new JsonObject { ["text"] = new JsonObject { ["body"] = "x" } })).Json["tiles"]!.AsArray().Count);
    }

    private static JsonObject Box(int x, int y, int w = 6, int h = 5) => new() { ["sm"] = new JsonObject { ["x"] = x, ["y"] = y, ["w"] = w, ["h"] = h } };

    private static async Task<JsonArray> Tiles(Client client) => (await client.Get(Path)).Json["tiles"]!.AsArray();

    private static Task<Answer> Patch(Client client, params JsonNode[] tiles) => client.Patch(Path, new JsonObject { ["tiles"] = new JsonArray([.. tiles]) });

    private static (string?, string?) Problem(Answer answer) => (answer.Attr, answer.Code);
}
