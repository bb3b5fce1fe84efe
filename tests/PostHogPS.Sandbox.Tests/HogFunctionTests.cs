using System;
using System.Linq;
using System.Text.Json.Nodes;
using System.Threading.Tasks;
using PostHogPS.Sandbox.Options;
using Xunit;

namespace PostHogPS.Sandbox.Tests;

/// <summary>Functions: made from templates, changed, deleted softly, tested, and reached by the events of runs.</summary>
public sealed class HogFunctionTests
{
    private const string List = "/api/projects/101/hog_functions/";
    private const string Url = "https://hooks.northwind.example/alert/7c1d";

    [Fact]
    public async Task The_world_has_an_alert_of_the_web_page_and_functions_for_something_else()
    {
        var client = new Client();
        Assert.Equal(3, (await client.Get(List)).Results.Length);
        JsonObject[] found = (await client.Get(List + "?type=internal_destination")).Results;
        Assert.Equal(["Activity to webhook", "Post to Slack on batch export failure"], found.Select(f => f["name"]!.ToString()).Order());
        Assert.All(found, f => Assert.False(f.ContainsKey("inputs")));
        Assert.All((await client.Get(List + "?full=true")).Results, f => Assert.NotNull(f["inputs"]));
        string export = found.Single(f => f["name"]!.ToString().StartsWith("Post", StringComparison.Ordinal))["filters"]!["properties"]![0]!["value"]!.ToString();
        Assert.Single((await client.Get(List + "?filter_groups=" + Uri.EscapeDataString(Group(export)))).Results);
        Assert.Empty((await client.Get(List + "?filter_groups=" + Uri.EscapeDataString(Group("0199aaaa-0000-7000-8000-00000000dead")))).Results);
    }

    [Fact]
    public async Task A_template_fills_what_the_body_leaves_out_and_unknown_inputs_are_dropped()
    {
        var client = new Client();
        JsonObject body = Slack();
        body["inputs"]!["nonsense"] = new JsonObject { ["value"] = "x" };
        Answer made = await client.Post(List, body);
        Assert.Equal((201, "Slack", false), (made.Status, made.Json["name"]!.ToString(), made.Json["enabled"]!.GetValue<bool>()));
        Assert.NotEmpty(made.Json["hog"]!.ToString());
        Assert.Null(made.Json["inputs"]!["nonsense"]);
        Assert.Equal("C1", made.Json["inputs"]!["channel"]!["value"]!.ToString());
        Assert.NotNull(made.Json["inputs"]!["channel"]!["bytecode"]);
    }

    public static TheoryData<string, string, string> Refusals => new()
    {
        { """{"template_id":"template-slack"}""", "type", "required" },
        { """{"type":"nothing","template_id":"template-slack"}""", "type", "invalid_choice" },
        { """{"type":"internal_destination"}""", "hog", "required" },
        { """{"type":"internal_destination","template_id":"template-none"}""", "template_id", "invalid_input" },
        { """{"type":"internal_destination","template_id":"template-email"}""", "template_id", "invalid_input" },
        { """{"type":"internal_destination","template_id":"template-slack","inputs":{"channel":{"value":"C1"}}}""", "inputs__slack_workspace", "required" },
        { """{"type":"internal_destination","template_id":"template-slack","inputs":{"slack_workspace":{"value":"x"},"channel":{"value":"C1"}}}""", "inputs__slack_workspace", "invalid_input" },
        { """{"type":"internal_destination","template_id":"template-webhook","inputs":{"url":{"secret":true}}}""", "inputs__url", "required" },
        { """{"type":"internal_destination","template_id":"template-webhook","inputs":{"url":{"value":"https://a.example"},"body":{"value":{"t":"{{ event }}"}}}}""", "inputs__body", "invalid_input" },
        { """{"type":"internal_destination","template_id":"template-webhook","inputs":{"url":{"value":"https://a.example"}},"filters":{"source":"internal-events"}}""", "filters__source", "invalid_choice" },
        { """{"type":"internal_destination","template_id":"template-webhook","inputs":{"url":{"value":"https://a.example"}},"filters":{"events":[{"id":"$insight_alert_firing"}]}}""", "filters", "invalid_input" },
        { """{"type":"internal_destination","template_id":"template-webhook","inputs":{"url":{"value":"https://a.example"}},"masking":{"hash":"a","ttl":59}}""", "masking__ttl", "min_value" },
        { """{"type":"internal_destination","template_id":"template-webhook","inputs":{"url":{"value":"https://a.example"}},"masking":{"hash":"a","ttl":86401}}""", "masking__ttl", "max_value" },
        { """{"type":"internal_destination","template_id":"template-webhook","inputs":{"url":{"value":"https://a.example"}},"masking":{"ttl":3600}}""", "masking__hash", "required" },
    };

    [Theory]
    [MemberData(nameof(Refusals))]
    public async Task A_function_that_breaks_a_rule_is_refused(string body, string attr, string code)
    {
        var client = new Client();
        Answer answer = await client.Post(List, JsonNode.Parse(body)!);
        Assert.Equal((400, attr, code), (answer.Status, answer.Attr, answer.Code));
        Assert.Equal(3, (await client.Get(List)).Results.Length);
    }

    [Fact]
    public async Task A_template_that_is_not_free_needs_the_paid_feature()
    {
        var client = new Client(o => o.Pipelines = false);
        Answer refused = await client.Post(List, Webhook());
        Assert.Equal((400, "template_id"), (refused.Status, refused.Attr));
        Assert.Equal(201, (await client.Post(List, Slack())).Status);
        Assert.False((await client.Get("/api/projects/101/hog_function_templates/template-webhook/")).Json["free"]!.GetValue<bool>());
    }

    [Fact]
    public async Task Inputs_are_replaced_completely_and_the_type_stays()
    {
        var client = new Client();
        string id = (await client.Post(List, Webhook())).Json["id"]!.ToString();
        Answer typed = await client.Patch(List + id + "/", new JsonObject { ["type"] = "destination" });
        Assert.Equal((400, "type"), (typed.Status, typed.Attr));
        Answer changed = await client.Patch(List + id + "/", new JsonObject { ["inputs"] = new JsonObject { ["url"] = new JsonObject { ["value"] = "https://b.example/x" } } });
        Assert.Equal(200, changed.Status);
        Assert.Null(changed.Json["inputs"]!["body"]);
        Answer without = await client.Patch(List + id + "/", new JsonObject { ["inputs"] = new JsonObject() });
        Assert.Equal((400, "inputs__url"), (without.Status, without.Attr));
        Answer stale = await client.Patch(List + id + "/", new JsonObject { ["enabled"] = false, ["base_updated_at"] = "2020-01-01T00:00:00Z" });
        Assert.Equal((409, "stale_update"), (stale.Status, stale.Code));
    }

    [Fact]
    public async Task Deleting_is_a_change_that_can_be_taken_back()
    {
        var client = new Client();
        string id = (await client.Post(List, Webhook())).Json["id"]!.ToString();
        Assert.Equal(405, (await client.Delete(List + id + "/")).Status);
        await client.Patch(List + id + "/", new JsonObject { ["deleted"] = true });
        Assert.Equal(3, (await client.Get(List)).Results.Length);
        await client.Patch(List + id + "/", new JsonObject { ["deleted"] = false });
        Assert.Equal(4, (await client.Get(List)).Results.Length);
    }

    [Fact]
    public async Task A_failed_run_reaches_the_function_once_an_hour()
    {
        Client client = Failing();
        string export = (await client.Get("/api/projects/7/batch_exports/")).Results[0]["id"]!.ToString();
        JsonObject body = Webhook(export);
        string path = "/api/projects/7/hog_functions/" + (await client.Post("/api/projects/7/hog_functions/", body)).Json["id"] + "/";
        client.Time.Advance(TimeSpan.FromMinutes(64));
        JsonObject[] lines = (await client.Get(path + "logs/?level=INFO&limit=500")).Results;
        Assert.InRange(lines.Length, 1, 2);
        Assert.Contains("wrong failed: no such bucket", lines[0]["message"]!.ToString(), StringComparison.Ordinal);
        JsonNode totals = (await client.Get(path + "metrics/totals/")).Json["totals"]!;
        Assert.Equal(lines.Length, totals["succeeded"]!.GetValue<int>());
        Assert.True(totals["masked"]!.GetValue<int>() > 5);
        await client.Patch(path, new JsonObject { ["enabled"] = false });
        client.Time.Advance(TimeSpan.FromHours(3));
        Assert.Equal(totals.ToJsonString(), (await client.Get(path + "metrics/totals/")).Json["totals"]!.ToJsonString());
    }

    [Theory]
    [InlineData("$batch_export_paused", 1)]
    // The interval that ended as the world began.
    [InlineData("$batch_export_run_completed", 1)]
    [InlineData("$batch_export_run_failed_billing", 0)]
    public async Task Only_the_events_of_the_filter_reach_it(string happened, int count)
    {
        Client client = Failing();
        JsonObject body = Webhook();
        body["filters"]!["events"]![0]!["id"] = happened;
        body.Remove("masking");
        string path = "/api/projects/7/hog_functions/" + (await client.Post("/api/projects/7/hog_functions/", body)).Json["id"] + "/";
        client.Time.Advance(TimeSpan.FromHours(2));
        Assert.Equal(count, (await client.Get(path + "logs/")).Results.Length);
    }

    [Fact]
    public async Task Older_servers_keep_functions_and_never_call_them()
    {
        Client client = Failing("A");
        string path = "/api/projects/7/hog_functions/" + (await client.Post("/api/projects/7/hog_functions/", Webhook())).Json["id"] + "/";
        client.Time.Advance(TimeSpan.FromHours(2));
        Assert.Empty((await client.Get(path + "metrics/totals/")).Json["totals"]!.AsObject());
    }

    [Fact]
    public async Task A_test_shows_the_message_and_sends_it_only_when_told_to()
    {
        var client = new Client();
        string path = List + (await client.Post(List, Webhook())).Json["id"] + "/";
        JsonObject body = new() { ["configuration"] = Webhook(), ["globals"] = Globals() };
        Answer mocked = await client.Post(path + "invocations/", body.DeepClone());
        Assert.Equal("success", mocked.Json["status"]!.ToString());
        Assert.Contains(Url, mocked.Json["logs"]![1]!["message"]!.ToString(), StringComparison.Ordinal);
        Assert.Contains("events-to-s3 failed: no such bucket", mocked.Json["logs"]![1]!["message"]!.ToString(), StringComparison.Ordinal);
        Assert.Empty((await client.Get(path + "logs/")).Results);
        body["mock_async_functions"] = false;
        await client.Post(path + "invocations/", body.DeepClone());
        Assert.Single((await client.Get(path + "logs/")).Results);
        body["globals"]!["event"]!["event"] = "$batch_export_paused";
        Assert.Equal("skipped", (await client.Post(path + "invocations/", body.DeepClone())).Json["status"]!.ToString());
        // One that is not stored can be tried too; what is wrong with it comes without the envelope.
        Assert.Equal(200, (await client.Post(List + "new/invocations/", body.DeepClone())).Status);
        body["configuration"]!["inputs"]!.AsObject().Remove("url");
        Answer wrong = await client.Post(List + "new/invocations/", body);
        Assert.Equal((400, "This field is required."), (wrong.Status, wrong.Json["inputs__url"]![0]!.ToString()));
    }

    [Theory]
    [InlineData("phx_scopes=hog_function:read", "API key missing required scope 'hog_function:write'")]
    [InlineData("phx_scopes=batch_export:write", "API key missing required scope 'hog_function:write'")]
    public async Task Writing_needs_its_scope(string key, string detail) =>
        Assert.Equal((403, detail), ((await new Client(key: key).Post(List, Slack())).Status, (await new Client(key: key).Post(List, Slack())).Detail));

    private static string Group(string export) =>
        "[{\"events\":[{\"id\":\"$batch_export_run_failed\",\"type\":\"events\"}],\"properties\":[{\"key\":\"batch_export_id\",\"value\":\"" + export
            + "\",\"operator\":\"exact\",\"type\":\"event\"}]}]";

    private static JsonObject Globals() => new()
    {
        ["event"] = new JsonObject
        {
            ["event"] = "$batch_export_run_failed",
            ["properties"] = new JsonObject { ["batch_export_name"] = "events-to-s3", ["error"] = "no such bucket" },
        },
    };

    private static JsonObject Slack() => new()
    {
        ["type"] = "internal_destination",
        ["template_id"] = "template-slack",
        ["inputs"] = new JsonObject { ["slack_workspace"] = new JsonObject { ["value"] = 1009 }, ["channel"] = new JsonObject { ["value"] = "C1" } },
    };

    private static JsonObject Webhook(string? export = null)
    {
        JsonObject body = new()
        {
            ["type"] = "internal_destination",
            ["template_id"] = "template-webhook",
            ["enabled"] = true,
            ["filters"] = new JsonObject { ["events"] = new JsonArray(new JsonObject { ["id"] = "$batch_export_run_failed", ["type"] = "events" }) },
            ["masking"] = new JsonObject { ["hash"] = "{event.properties.batch_export_id}", ["ttl"] = 3600 },
            ["inputs"] = new JsonObject
            {
                ["url"] = new JsonObject { ["value"] = Url },
                ["body"] = new JsonObject { ["value"] = new JsonObject { ["text"] = "{event.properties.batch_export_name} failed: {event.properties.error}" } },
            },
        };
        if (export is not null)
            body["filters"]!["properties"] = new JsonArray(new JsonObject { ["key"] = "batch_export_id", ["type"] = "event", ["operator"] = "exact", ["value"] = export });
        return body;
    }

    // Every five minutes a failure; the server pauses it after ten.
    private static Client Failing(string generation = "C") => new(o =>
    {
        o.Generation = generation;
        var project = new SandboxProject { Id = 7 };
        project.Exports.Add(new SandboxExport { Name = "wrong", Interval = "every 5 minutes", StillWrong = "no such bucket", PausesAfter = 10 });
        o.Projects.Add(project);
    });
}
