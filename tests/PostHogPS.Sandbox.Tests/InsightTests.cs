using System.Linq;
using System.Net.Http;
using System.Text.Json.Nodes;
using System.Threading.Tasks;
using Xunit;

namespace PostHogPS.Sandbox.Tests;

/// <summary>Insights, and what queries refer to by ids.</summary>
public sealed class InsightTests
{
    private const string Insights = "/api/projects/101/insights/";
    private const string Revenue = "/api/projects/101/dashboards/4103/";

    [Fact]
    public async Task A_new_insight_stands_on_its_dashboards_without_a_place()
    {
        var client = new Client();
        Answer made = await client.Post(Insights, Body());
        Assert.Equal(201, made.Status);
        JsonNode tile = (await client.Get(Revenue)).Json["tiles"]!.AsArray().Single(t => t!["insight"]?["id"]?.ToString() == made.Json["id"]!.ToString())!;
        Assert.Empty(tile["layouts"]!.AsObject());
        Assert.Equal([4103L], made.Json["dashboards"]!.AsArray().Select(d => d!.GetValue<long>()));
        // The server makes it.
        Assert.NotEqual("mine", made.Json["short_id"]!.ToString());
    }

    [Fact]
    public async Task Dashboards_of_a_change_are_the_complete_list()
    {
        var client = new Client();
        string id = (await client.Post(Insights, Body())).Json["id"]!.ToString();
        await client.Patch(Insights + id + "/", new JsonObject { ["name"] = "renamed" });
        Assert.Contains((await client.Get(Revenue)).Json["tiles"]!.AsArray(), t => t!["insight"]?["name"]?.ToString() == "renamed");
        await client.Patch(Insights + id + "/", new JsonObject { ["dashboards"] = new JsonArray(4101) });
        Assert.DoesNotContain((await client.Get(Revenue)).Json["tiles"]!.AsArray(), t => t!["insight"]?["name"]?.ToString() == "renamed");
    }

    [Fact]
    public async Task An_unknown_dashboard_is_refused_and_nothing_is_made()
    {
        var client = new Client();
        int before = (await client.Get(Insights + "?limit=1000")).Json["count"]!.GetValue<int>();
        Assert.Equal(400, (await client.Post(Insights, Body(999))).Status);
        Assert.Equal(before, (await client.Get(Insights + "?limit=1000")).Json["count"]!.GetValue<int>());
    }

    [Fact]
    public async Task There_is_no_hard_delete_and_a_deleted_one_leaves_its_dashboards()
    {
        var client = new Client();
        string path = Insights + (await client.Post(Insights, Body())).Json["id"] + "/";
        Assert.Equal(405, (await client.Send(HttpMethod.Delete, path)).Status);
        await client.Patch(path, new JsonObject { ["deleted"] = true });
        Assert.Equal(404, (await client.Get(path)).Status);
        Assert.DoesNotContain((await client.Get(Revenue)).Json["tiles"]!.AsArray(), t => t!["insight"]?["name"]?.ToString() == "made");
    }

    [Fact]
    public async Task A_list_without_results_is_filtered()
    {
        var client = new Client();
        string shortId = (await client.Post(Insights, Body())).Json["short_id"]!.ToString();
        JsonObject only = Assert.Single((await client.Get(Insights + "?basic=true&short_id=" + shortId)).Results);
        Assert.False(only.ContainsKey("result"));
        Assert.All((await client.Get(Insights + "?dashboards=[4103]")).Results,
            i => Assert.Contains(i["dashboards"]!.AsArray(), d => d!.GetValue<long>() == 4103));
    }

    [Theory]
    [InlineData("cohorts/", "name")]
    [InlineData("actions/", "name")]
    [InlineData("feature_flags/", "key")]
    [InlineData("insight_variables/", "code_name")]
    public async Task Two_projects_have_the_same_names_and_other_ids(string path, string name)
    {
        var client = new Client();
        JsonObject[] web = (await client.Get("/api/projects/101/" + path)).Results, mobile = (await client.Get("/api/projects/102/" + path)).Results;
        Assert.NotEmpty(web.Select(i => i[name]!.ToString()).Intersect(mobile.Select(i => i[name]!.ToString())));
        Assert.Empty(web.Select(i => i["id"]!.ToString()).Intersect(mobile.Select(i => i["id"]!.ToString())));
    }

    [Fact]
    public async Task Types_of_groups_have_another_order_and_no_pages()
    {
        var client = new Client();
        JsonArray web = (await client.Get("/api/projects/101/groups_types/")).Json.AsArray(),
            mobile = (await client.Get("/api/projects/102/groups_types/")).Json.AsArray();
        Assert.Equal(web.Select(g => g!["group_type"]!.ToString()), mobile.Select(g => g!["group_type"]!.ToString()).Reverse());
    }

    [Fact]
    public async Task Older_servers_show_variables_to_no_key() => Assert.Equal(403, (await Client.Of("A").Get("/api/projects/101/insight_variables/")).Status);

    private static JsonObject Body(long dashboard = 4103) => new()
    {
        ["name"] = "made",
        ["short_id"] = "mine",
        ["query"] = new JsonObject { ["kind"] = "HogQLQuery", ["query"] = "select 1" },
        ["dashboards"] = new JsonArray(dashboard),
    };
}
