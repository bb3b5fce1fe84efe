using System.Text.Json.Nodes;
using System.Threading.Tasks;
using PostHogPS.Sandbox.Options;
using Xunit;

namespace PostHogPS.Sandbox.Tests;

/// <summary>A test of a stored destination: the body is judged as a new export's, the stored config is filled in by the server.</summary>
public sealed class DestinationTestRuleTests
{
    [Fact]
    public async Task An_empty_config_is_filled_with_the_stored_one()
    {
        var client = new Client();
        Answer answer = await client.Post(await client.Path("events-to-s3") + "run_test_step/", Body("AwsS3", 1001));
        Assert.Equal((200, "Passed"), (answer.Status, answer.Json["result"]!["status"]!.GetValue<string>()));
    }

    [Fact]
    public async Task What_is_sent_goes_over_what_is_stored()
    {
        var client = new Client();
        JsonObject body = Body("AwsS3", 1001, new JsonObject { ["bucket_name"] = "missing-bucket" });
        body["step"] = 1;
        JsonNode failed = (await client.Post(await client.Path("events-to-s3") + "run_test_step/", body)).Json;
        Assert.Equal("Failed", failed["result"]!["status"]!.GetValue<string>());
    }

    [Fact]
    public async Task A_query_model_without_its_query_is_refused_although_the_stored_export_has_one()
    {
        var client = new Client();
        JsonObject body = Body("BigQuery", 1006);
        body["model"] = "hogql";
        Answer answer = await client.Post(await client.Path("revenue-by-day") + "run_test_step/", body);
        Assert.Equal((400, "hogql_query"), (answer.Status, answer.Attr));
        body["model"] = "events";
        Assert.Equal(200, (await client.Post(await client.Path("revenue-by-day") + "run_test_step/", body.DeepClone())).Status);
    }

    [Fact]
    public async Task Unknown_settings_are_refused_in_the_request_and_dropped_from_the_stored_copy()
    {
        var client = new Client(o =>
        {
            var project = new SandboxProject();
            project.Exports.Add(new SandboxExport { Name = "old", Type = "AwsS3",
                Config = "{\"bucket_name\":\"b\",\"region\":\"r\",\"prefix\":\"p\",\"endpoint_url\":\"https://old.example\"}" });
            o.Projects.Add(project);
        });
        string path = await client.Path("old") + "run_test_step/";
        Assert.Equal(200, (await client.Post(path, Body("AwsS3", 1011))).Status);
        Answer refused = await client.Post(path, Body("AwsS3", 1011, new JsonObject { ["endpoint_url"] = "https://old.example" }));
        Assert.Equal((400, "Configuration has unknown field/s: 'endpoint_url'"), (refused.Status, refused.Detail));
    }

    [Fact]
    public async Task The_integration_is_not_filled_in()
    {
        var client = new Client();
        JsonObject body = Body("AwsS3", 1001);
        ((JsonObject)body["destination"]!).Remove("integration");
        Assert.Equal((400, "destination"),
            ((await client.Post(await client.Path("events-to-s3") + "run_test_step/", body)) is var a ? (a.Status, a.Attr) : default));
    }

    private static JsonObject Body(string type, long integration, JsonObject? config = null) => new()
    {
        ["name"] = "test",
        ["model"] = "events",
        ["interval"] = "hour",
        ["destination"] = new JsonObject { ["type"] = type, ["integration"] = integration, ["config"] = config ?? [] },
    };
}
