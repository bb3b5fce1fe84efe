using System;
using System.Globalization;
using System.Linq;
using System.Text.Json.Nodes;
using System.Threading.Tasks;
using Xunit;

namespace PostHogPS.Sandbox.Tests;

/// <summary>What destinations say to credentials: PostHog stores most of them untried, and a test step or a run finds out.</summary>
public sealed class CredentialTests
{
    private const string Integrations = "/api/projects/101/integrations/";

    [Theory]
    [InlineData("hush", "Passed")]
    [InlineData("wrong-secret", "Failed")]
    public async Task A_test_step_uses_the_integration_of_the_request_and_stores_nothing(string secret, string status)
    {
        var client = new Client();
        long made = await MakeMinio(client, "next", secret);
        string path = await client.Path("events-to-minio");
        Assert.Equal(status, await TestStep(client, path, "S3Compatible", made));
        Assert.Equal("Passed", await TestStep(client, path, "S3Compatible", 1002));
        Assert.Equal(1002, (await client.Export("events-to-minio"))["destination"]!["integration"]!.GetValue<long>());
    }

    [Fact]
    public async Task Runs_fail_from_the_switch_to_a_wrong_secret_until_the_switch_back_and_keep_their_outcome()
    {
        var client = new Client();
        long made = await MakeMinio(client, "next", "wrong-secret");
        string path = await client.Path("events-to-minio");
        client.Time.Advance(TimeSpan.FromHours(2));
        await Use(client, path, "S3Compatible", made);
        client.Time.Advance(TimeSpan.FromHours(2));
        await Use(client, path, "S3Compatible", 1002);
        client.Time.Advance(TimeSpan.FromHours(2));
        JsonObject[] runs = (await client.Get(path + "runs/")).Results;
        Assert.Equal(["Completed", "Completed", "Failed", "Failed", "Completed", "Completed"], runs.Take(6).Select(static run => run["status"]!.GetValue<string>()));
        Assert.Contains("SignatureDoesNotMatch", runs[2]["latest_error"]!.GetValue<string>(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_backfill_with_a_wrong_secret_fails_and_one_after_the_replacement_completes()
    {
        var client = new Client();
        string path = await client.Path("sessions-to-redshift");
        JsonObject login = new() { ["host"] = "analytics.northwind.example", ["port"] = 5439, ["user"] = "posthog", ["password"] = "wrong-secret" };
        Assert.Equal(1005, (await Make(client, "aws-redshift", login)));
        Assert.Equal("Failed", await Backfill(client, path, "yyyy-MM-dd"));
        login["password"] = "hush";
        Assert.Equal(1005, (await Make(client, "aws-redshift", login)));
        Assert.Equal("Completed", await Backfill(client, path, "yyyy-MM-dd"));
    }

    [Theory]
    [InlineData("C")]
    [InlineData("A")]
    public async Task A_lasting_failure_ends_when_the_credentials_are_written_anew(string generation)
    {
        var client = Client.Of(generation);
        string path = await client.Path("events-to-postgres");
        await client.Post(path + "unpause/");
        Assert.Equal("Failed", await Backfill(client, path));
        if (generation == "A")
            await client.Patch(path, Destination("Postgres", null, new JsonObject { ["password"] = "hush" }));
        else
            await Make(client, "postgresql", new JsonObject { ["host"] = "warehouse.northwind.example", ["port"] = 5432, ["user"] = "posthog", ["password"] = "hush" });
        Assert.Equal("Completed", await Backfill(client, path));
    }

    [Fact]
    public async Task An_inline_secret_that_is_wrong_fails_as_well()
    {
        var client = Client.Of("A");
        string path = await client.Path("events-to-minio");
        await client.Patch(path, Destination("S3", null, new JsonObject { ["aws_access_key_id"] = "AKIA2", ["aws_secret_access_key"] = "wrong-secret" }));
        Assert.Equal("Failed", await Backfill(client, path));
    }

    [Fact]
    public async Task Keys_of_AWS_are_tried_when_they_are_stored()
    {
        Answer refused = await new Client().Post(Integrations, Body("aws-s3",
            new JsonObject { ["name"] = "n", ["aws_access_key_id"] = "AKIA1", ["aws_secret_access_key"] = "wrong-secret" }));
        Assert.Equal(400, refused.Status);
        Assert.StartsWith("AWS credentials are not valid", refused.Detail, StringComparison.Ordinal);
    }

    private static Task<long> MakeMinio(Client client, string name, string secret) => Make(client, "s3-compatible", new JsonObject
    {
        ["name"] = name, ["endpoint_url"] = "https://minio.northwind.example", ["aws_access_key_id"] = "k", ["aws_secret_access_key"] = secret,
    });

    private static async Task<long> Make(Client client, string kind, JsonObject config) =>
        (await client.Post(Integrations, Body(kind, (JsonObject)config.DeepClone()))).Json["id"]!.GetValue<long>();

    private static JsonObject Body(string kind, JsonObject config) => new() { ["kind"] = kind, ["config"] = config };

    private static async Task Use(Client client, string path, string type, long integration) =>
        Assert.Equal(200, (await client.Patch(path, Destination(type, integration, []))).Status);

    private static JsonObject Destination(string type, long? integration, JsonObject config)
    {
        var destination = new JsonObject { ["type"] = type, ["config"] = config };
        if (integration is not null)
            destination["integration"] = integration;
        return new JsonObject { ["destination"] = destination };
    }

    private static async Task<string> TestStep(Client client, string path, string type, long integration)
    {
        JsonObject body = Destination(type, integration, []);
        (body["name"], body["model"], body["interval"], body["step"]) = ("t", "events", "hour", 0);
        return (await client.Post(path + "run_test_step/", body)).Json["result"]!["status"]!.GetValue<string>();
    }

    // How the last run of a backfill over a day ends.
    private static async Task<string> Backfill(Client client, string path, string format = "yyyy-MM-dd'T'00:00:00Z")
    {
        string Bound(int days) => client.Now.Date.AddDays(days).ToString(format, CultureInfo.InvariantCulture);
        Assert.InRange((await client.Post(path + "backfills/", new JsonObject { ["start_at"] = Bound(-2), ["end_at"] = Bound(-1) })).Status, 200, 201);
        client.Time.Advance(TimeSpan.FromMinutes(25));
        JsonObject run = (await client.Get(path + "runs/")).Results.First(static run => run["backfill"] is not null);
        return run["status"]!.GetValue<string>();
    }
}
