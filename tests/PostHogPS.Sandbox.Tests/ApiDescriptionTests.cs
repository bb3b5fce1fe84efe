using System.Linq;
using System.Text.Json.Nodes;
using System.Threading.Tasks;
using PostHogPS.TestKit;
using Xunit;

namespace PostHogPS.Sandbox.Tests;

/// <summary>The judge itself: it lets right answers pass and catches wrong ones.</summary>
public sealed class ApiDescriptionTests
{
    private const string Runs = "/api/projects/101/batch_exports/01a16e6c-3e95-7433-9d23-8901ac2dfd67/runs/";

    private static readonly ApiDescription Api = ApiDescription.Default;

    [Fact]
    public void Every_operation_of_the_document_is_read() => Assert.Equal(73, Api.Operations.Count);

    [Theory]
    [InlineData("status", "\"Sleeping\"")]
    [InlineData("status", "null")]
    [InlineData("id", "\"not-a-uuid\"")]
    [InlineData("records_completed", "\"12\"")]
    [InlineData("records_completed", "1.5")]
    [InlineData("created_at", "\"yesterday\"")]
    [InlineData("data_interval_end", "null")]
    [InlineData("batch_export", "7")]
    public async Task A_wrong_value_is_found(string key, string value)
    {
        var client = new Client();
        JsonNode page = (await client.Get(await client.Path("events-to-s3") + "runs/")).Json;
        Assert.Empty(Api.ValidateResponse("GET", Runs, 200, page.ToJsonString()));
        page["results"]![0]![key] = JsonNode.Parse(value);
        Assert.NotEmpty(Api.ValidateResponse("GET", Runs, 200, page.ToJsonString()));
    }

    [Fact]
    public async Task The_older_server_is_judged_by_what_it_has()
    {
        Client client = Client.Old();
        string path = await client.Path("events-to-s3");
        JsonNode export = (await client.Get(path)).Json;
        Assert.Empty(ApiDescription.Older.ValidateResponse("GET", path, 200, export.ToJsonString()));
        Assert.NotEmpty(Api.ValidateResponse("GET", path, 200, export.ToJsonString()));
        foreach ((string key, string? value) in new[] { ("interval", "\"often\""), ("paused", "1"), ("name", null) })
        {
            JsonNode wrong = export.DeepClone();
            if (value is null)
                wrong.AsObject().Remove(key);
            else
                wrong[key] = JsonNode.Parse(value);
            Assert.NotEmpty(ApiDescription.Older.ValidateResponse("GET", path, 200, wrong.ToJsonString()));
        }
    }

    [Fact]
    public async Task A_missing_key_and_a_shown_secret_are_found()
    {
        var client = new Client();
        JsonObject export = await client.Export("events-to-postgres");
        string path = Client.Web + export["id"] + "/";
        Assert.Empty(Api.ValidateResponse("GET", path, 200, export.ToJsonString()));
        export["destination"]!["config"]!["password"] = "x";
        Assert.NotEmpty(Api.ValidateResponse("GET", path, 200, export.ToJsonString()));
        export["destination"]!["config"]!.AsObject().Remove("password");
        export.Remove("interval");
        Assert.NotEmpty(Api.ValidateResponse("GET", path, 200, export.ToJsonString()));
    }

    [Theory]
    [InlineData("GET", Runs, "after=2020-01-01&status=Failed&status=Completed", null, true)]
    [InlineData("GET", Runs, "limit=5", null, false)]
    [InlineData("GET", "/api/projects/101/batch_exports/", "limit=x", null, false)]
    [InlineData("GET", "/api/projects/101/batch_exports", null, null, false)]
    [InlineData("PURGE", "/api/projects/101/batch_exports/", null, null, false)]
    [InlineData("POST", "/api/projects/101/batch_exports/", null, """{"name":"x","interval":"hour","destination":{"type":"NoOp","config":{}}}""", true)]
    [InlineData("POST", "/api/projects/101/batch_exports/", null, """{"name":"x","interval":"hour"}""", false)]
    [InlineData("POST", "/api/projects/101/batch_exports/", null,
        """{"name":"x","interval":"hour","team":1,"destination":{"type":"NoOp","config":{}}}""", false)]
    [InlineData("POST", "/api/projects/101/batch_exports/", null,
        """{"name":"x","interval":"hour","destination":{"type":"AwsS3","config":{"bucket_name":"b"}}}""", false)]
    [InlineData("POST", "/api/projects/101/batch_exports/", null, null, false)]
    public void Requests_are_judged_too(string method, string path, string? query, string? body, bool right) =>
        Assert.Equal(right, !Api.ValidateRequest(method, path, query, body).Any());

    [Fact]
    public void A_call_that_takes_no_body_may_carry_an_empty_object()
    {
        string path = Runs + "01a16e6c-3e95-7433-9d23-8901ac2dfd67/retry/";
        Assert.Empty(Api.ValidateRequest("POST", path, "after=2020-01-01", "{}"));
        Assert.NotEmpty(Api.ValidateRequest("POST", path, "after=2020-01-01", """{"status":"Completed"}"""));
    }
}
