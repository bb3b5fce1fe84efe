using System.Collections.Generic;
using System.Linq;
using System.Text.Json.Nodes;
using System.Threading.Tasks;
using PostHogPS.TestKit;
using Xunit;

namespace PostHogPS.Sandbox.Tests;

/// <summary>Every described route, under both prefixes; the client judges each answer it gets.</summary>
public sealed class SchemaTests
{
    [Theory]
    [InlineData("projects")]
    [InlineData("environments")]
    public async Task Every_described_route_answers_as_described(string prefix)
    {
        var client = new Client();
        var seen = new HashSet<string>();
        string root = $"/api/{prefix}/101/";
        string exports = root + "batch_exports/";

        async Task<Answer> Call(string method, string path, int status, JsonNode? body = null)
        {
            Answer answer = await client.Send(new System.Net.Http.HttpMethod(method), path, body);
            Assert.Equal(status, answer.Status);
            string bare = path.Split('?')[0];
            Assert.Empty(ApiDescription.Default.ValidateResponse(method, bare, status, answer.Text));
            seen.Add(ApiDescription.Default.Operations.Where(o => o.Method == method && Fits(o.Template, bare))
                .MinBy(o => o.Template.Count(c => c == '{'))!.ToString());
            return answer;
        }

        string s3 = await client.Id("events-to-s3");
        string bigQuery = await client.Id("events-to-bigquery");
        Answer list = await Call("GET", exports, 200);
        foreach (JsonObject export in list.Results)
        {
            await Call("GET", exports + export["id"] + "/", 200);
            await Call("GET", exports + export["id"] + "/runs/?after=2020-01-01", 200);
            await Call("GET", exports + export["id"] + "/backfills/", 200);
            await Call("GET", exports + export["id"] + "/logs/?limit=500", 200);
        }

        Answer made = await Call("POST", exports, 201, Client.S3("made"));
        string id = made.Json["id"]!.GetValue<string>();
        await Call("PUT", exports + id + "/", 200, Client.S3("put"));
        await Call("PATCH", exports + id + "/", 200, new JsonObject { ["name"] = "patched" });
        await Call("POST", exports + id + "/pause/", 200);
        await Call("POST", exports + id + "/unpause/", 200, new JsonObject { ["backfill"] = false });
        await Call("GET", exports + "test/?destination=AwsS3", 200);
        await Call("POST", exports + "run_test_step_new/", 200, Client.S3("tested"));
        await Call("POST", exports + id + "/run_test_step/", 200, Client.S3("tested"));
        await Call("DELETE", exports + id + "/", 204);

        Answer failed = await Call("GET", exports + s3 + "/runs/?status=Failed", 200);
        string run = failed.Results[0]["id"]!.GetValue<string>();
        await Call("GET", exports + s3 + "/runs/" + run + "/", 200);
        await Call("POST", exports + s3 + "/runs/" + run + "/retry/", 201);
        await Call("POST", exports + s3 + "/runs/" + run + "/cancel/", 400);
        await Call("GET", exports + s3 + "/runs/" + run + "/logs/", 500);
        Answer backfill = await Call("POST", exports + s3 + "/backfills/", 201,
            new JsonObject { ["start_at"] = client.Instant(-9), ["end_at"] = client.Instant(-2) });
        client.Time.Advance(System.TimeSpan.FromSeconds(30));
        string started = backfill.Json["backfill_id"]!.GetValue<string>();
        await Call("GET", exports + s3 + "/backfills/" + started + "/", 200);
        await Call("POST", exports + s3 + "/backfills/" + started + "/cancel/", 200);
        Answer running = await Call("GET", exports + bigQuery + "/runs/?status=Running&status=Starting", 200);
        await Call("POST", exports + bigQuery + "/runs/" + running.Results[0]["id"] + "/cancel/", 200);
        await Call("POST", exports + s3 + "/backfill/", 404);

        // The description knows the alias for everything but these.
        const string downloads = "/api/projects/101/file_download_batch_exports/";
        Answer download = await Call("POST", downloads, 202, new JsonObject
        {
            ["model"] = "events",
            ["file"] = new JsonObject { ["format"] = "JSONLines" },
            ["data_interval_start"] = client.Instant(-48),
            ["data_interval_end"] = client.Instant(-24),
        });
        string file = download.Json["id"]!.GetValue<string>();
        await Call("GET", downloads, 200);
        await Call("GET", downloads + file + "/", 200);
        client.Time.Advance(System.TimeSpan.FromSeconds(30));
        await Call("GET", downloads + file + "/", 200);
        await Call("GET", downloads + file + "/download/", 302);
        await Call("POST", downloads + file + "/cancel/", 200);

        JsonObject query = new() { ["query"] =
            new JsonObject { ["kind"] = "HogQLQuery", ["query"] = "select event from events where timestamp > now() - interval 1 hour" } };
        await Call("POST", root + "query/", 200, query.DeepClone());
        query["refresh"] = "force_async";
        string queryPath = root + "query/" + (await Call("POST", root + "query/", 202, query)).Json["query_status"]!["id"] + "/";
        await Call("GET", queryPath, 202);
        await Call("DELETE", queryPath, 200);

        Answer dashboards = await Call("GET", root + "dashboards/?limit=500", 200);
        foreach (JsonObject dashboard in dashboards.Results)
            await Call("GET", root + "dashboards/" + dashboard["id"] + "/", 200);
        Answer board = await Call("POST", root + "dashboards/", 201, new JsonObject { ["name"] = "New" });
        string boardPath = root + "dashboards/" + board.Json["id"] + "/";
        await Call("PUT", boardPath, 200, new JsonObject { ["name"] = "Newer", ["tags"] = new JsonArray("a") });
        await Call("PATCH", boardPath, 200, new JsonObject { ["deleted"] = true });
        await Call("DELETE", boardPath, 405);

        await Call("GET", "/api/users/@me/", 200);
        await Call("GET", "/api/projects/", 200);
        await Call("GET", "/api/projects/@current/", 200);
        await Call("GET", "/api/organizations/", 200);
        await Call("GET", "/api/organizations/@current/", 200);
        await Call("GET", "/api/organizations/@current/projects/", 200);

        IEnumerable<string> missed = ApiDescription.Default.Operations
            .Where(o => o.Template.Contains("file_download", System.StringComparison.Ordinal)
                || !o.Template.StartsWith("/api/" + (prefix == "projects" ? "environments" : "projects") + "/{project_id}/", System.StringComparison.Ordinal))
            .Select(o => o.ToString())
            .Except(seen);
        Assert.Equal([], missed);
    }

    private static bool Fits(string template, string path)
    {
        string[] a = template.Trim('/').Split('/');
        string[] b = path.Trim('/').Split('/');
        return a.Length == b.Length && a.Zip(b).All(p => p.First[0] == '{' || p.First == p.Second);
    }
}
