using System;
using System.Linq;
using System.Text.Json.Nodes;
using System.Threading.Tasks;
using Xunit;

namespace PostHogPS.Sandbox.Tests;

/// <summary>The server of early 2026.</summary>
public sealed class GenerationTests
{
    [Theory]
    [InlineData("backfill/")]
    [InlineData("backfills/")]
    public async Task Both_backfill_routes_answer_200_with_a_workflow_id(string route)
    {
        Client client = Client.Old();
        string id = await client.Id("persons-to-snowflake");
        Answer answer = await client.Post(Client.Web + id + "/" + route,
            new JsonObject { ["start_at"] = "2026-10-10T00:00:00Z", ["end_at"] = "2026-10-12T00:00:00+00:00" });
        Assert.Equal(200, answer.Status);
        Assert.Equal($"{id}-Backfill-2026-10-10T00:00:00+00:00-2026-10-12T00:00:00+00:00", answer.Json["backfill_id"]!.GetValue<string>());
        Answer date = await client.Post(Client.Web + id + "/" + route, new JsonObject { ["start_at"] = "soon", ["end_at"] = "2026-10-12T00:00:00Z" });
        Assert.Equal("Input soon is not a valid ISO formatted datetime.", date.Detail);
        Answer turned = await client.Post(Client.Web + id + "/" + route,
            new JsonObject { ["start_at"] = "2026-10-12T00:00:00Z", ["end_at"] = "2026-10-10T00:00:00Z" });
        Assert.Equal("The initial backfill datetime 'start_at' happens after 'end_at'", turned.Detail);
        Answer empty = await client.Post(Client.Web + id + "/" + route,
            new JsonObject { ["start_at"] = "2019-01-01T00:00:00Z", ["end_at"] = "2019-01-02T00:00:00Z" });
        Assert.Equal(400, empty.Status);
    }

    [Fact]
    public async Task Exports_lack_the_newer_keys_and_give_scalars_as_text()
    {
        Client client = Client.Old();
        foreach (JsonObject export in (await client.Get(Client.Web)).Results)
        {
            foreach (string key in new[] { "timezone", "offset_day", "offset_hour", "hogql_query", "incremental_mode", "primary_key" })
                Assert.False(export.ContainsKey(key), key);
            Assert.All(export["destination"]!["config"]!.AsObject(),
                p => Assert.True(p.Value is null || p.Value.GetValueKind() == System.Text.Json.JsonValueKind.String));
            Assert.All(export["latest_runs"]!.AsArray(), r => Assert.False(r!.AsObject().ContainsKey("bytes_exported")));
        }

        JsonObject postgres = await client.Export("events-to-postgres");
        Assert.Equal("5432", postgres["destination"]!["config"]!["port"]!.GetValue<string>());
        Assert.Equal("false", postgres["destination"]!["config"]!["has_self_signed_cert"]!.GetValue<string>());
        Assert.Equal("S3", (await client.Export("events-to-s3"))["destination"]!["type"]!.GetValue<string>());
    }

    [Fact]
    public async Task Credentials_are_written_inline()
    {
        Client client = Client.Old();
        JsonNode body = JsonNode.Parse("""
            {"name":"x","interval":"hour","destination":{"type":"S3","config":{"bucket_name":"b","region":"r","prefix":"p","aws_access_key_id":"a","aws_secret_access_key":"s"}}}
            """)!;
        Answer made = await client.Post(Client.Web, body.DeepClone());
        Assert.Equal(201, made.Status);
        Assert.DoesNotContain("aws_", made.Text, StringComparison.Ordinal);
        body["destination"]!["type"] = "AwsS3";
        Assert.Equal("destination__type", (await client.Post(Client.Web, body.DeepClone())).Attr);
        Answer snowflake = await client.Post(Client.Web, JsonNode.Parse("""
            {"name":"x","interval":"hour","destination":{"type":"Snowflake","config":{"account":"a","user":"u","database":"d","warehouse":"w","schema":"s"}}}
            """));
        Assert.Equal("Password is required if authentication type is password", snowflake.Detail);
    }

    [Fact]
    public async Task The_model_and_the_type_may_still_change()
    {
        Client client = Client.Old();
        string path = await client.Path("events-to-s3");
        Assert.Equal("persons", (await client.Patch(path, new JsonObject { ["model"] = "persons" })).Json["model"]!.GetValue<string>());
    }

    [Fact]
    public async Task Keys_cannot_read_logs_or_run_tests()
    {
        Client client = Client.Old();
        string path = await client.Path("events-to-s3");
        foreach (Answer answer in new[] { await client.Get(path + "logs/"), await client.Get(Client.Web + "test/?destination=S3"),
            await client.Post(Client.Web + "run_test_step_new/") })
            Assert.Equal((403, "This action does not support personal API key access"), (answer.Status, answer.Detail));
    }

    [Fact]
    public async Task Retry_answers_200_and_the_status_filter_is_ignored()
    {
        Client client = Client.Old();
        string path = await client.Path("events-to-s3");
        JsonObject[] runs = (await client.Get(path + "runs/?status=Failed&status=Nonsense")).Results;
        Assert.True(runs.Select(r => r["status"]!.GetValue<string>()).Distinct().Count() > 1);
        Assert.Equal(200, (await client.Post(path + "runs/" + runs[0]["id"] + "/retry/")).Status);
    }

    [Fact]
    public async Task A_server_that_was_never_updated_starts_backfills_and_has_no_list_of_them()
    {
        var client = new Client(o => o.Generation = "Legacy");
        string path = await client.Path("events-to-s3");
        foreach (Answer missing in new[]
        {
            await client.Get(path + "backfills/"), await client.Get(path + "backfills/00000000-0000-0000-0000-000000000001/"),
            await client.Post(path + "backfills/"), await client.Post(path + "backfills/00000000-0000-0000-0000-000000000001/cancel/"),
            await client.Get(Client.Web + "00000000-0000-0000-0000-000000000001/backfills/"),
        })
            Assert.Equal((404, "not_found", "Endpoint not found."), (missing.Status, missing.Code, missing.Detail));

        string end = client.Instant(-20);
        Answer started = await client.Post(path + "backfill/", new JsonObject { ["start_at"] = client.Instant(-22), ["end_at"] = end });
        Assert.Equal((200, true), (started.Status, started.Json["backfill_id"]!.GetValue<string>().Contains("-Backfill-", StringComparison.Ordinal)));
        client.Time.Advance(TimeSpan.FromMinutes(2));
        JsonObject[] runs = (await client.Get(path + "runs/?after=" + Uri.EscapeDataString(client.Now.AddMinutes(-2).ToString("O")))).Results;
        Assert.Equal(2, runs.Count(r => string.CompareOrdinal(r["data_interval_end"]!.GetValue<string>(), end) <= 0));
        Assert.All(runs, r => Assert.False(r.ContainsKey("backfill")));
        Answer retry = await client.Post(path + "runs/" + runs[0]["id"] + "/retry/");
        Assert.Equal((200, true), (retry.Status, retry.Json["backfill_id"]!.GetValue<string>().Contains("-Backfill-", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task Organizations_have_exports_and_environments_are_no_alias()
    {
        Client client = Client.Old();
        Assert.Equal(18, (await client.Get("/api/organizations/@current/batch_exports/")).Json["count"]!.GetValue<int>() - 1);
        Answer answer = await client.Get("/api/environments/101/batch_exports/?limit=2");
        Assert.Null(answer.Header("Deprecation"));
        Assert.StartsWith("https://us.posthog.com/api/environments/101/", answer.Json["next"]!.GetValue<string>(), StringComparison.Ordinal);
        Assert.Equal("Bearer", (await new Func<Task<Answer>>(() => { client.Key = null; return client.Get(Client.Web); })()).Header("WWW-Authenticate"));
        Assert.Equal(404, (await new Client().Get("/api/organizations/@current/batch_exports/")).Status);
        Assert.Equal(404, (await new Client().Post(await new Client().Path("events-to-s3") + "backfill/")).Status);
    }
}
