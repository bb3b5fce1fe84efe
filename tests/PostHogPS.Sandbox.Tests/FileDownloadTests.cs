using System;
using System.Net.Http;
using System.Net.Http.Headers;
using System.Text.Json.Nodes;
using System.Threading.Tasks;
using Xunit;

namespace PostHogPS.Sandbox.Tests;

public sealed class FileDownloadTests
{
    private const string Path = "/api/projects/101/file_download_batch_exports/";

    [Fact]
    public async Task It_runs_completes_and_hands_out_signed_links()
    {
        var client = new Client();
        Answer made = await client.Post(Path, Body(client, 72, 24));
        Assert.Equal(202, made.Status);
        string path = Path + made.Json["id"] + "/";
        Assert.Equal("Starting", (await client.Get(path)).Json["status"]!.GetValue<string>());
        Assert.Equal(404, (await client.Get(path + "download/")).Status);
        client.Time.Advance(TimeSpan.FromSeconds(25));
        JsonNode done = (await client.Get(path)).Json;
        Assert.Equal("Completed", done["status"]!.GetValue<string>());
        Assert.Equal(2, done["files"]!.AsArray().Count);

        string records = "";
        foreach (JsonNode? file in done["files"]!.AsArray())
        {
            Answer redirect = await client.Get(path + "download/" + file);
            Assert.Equal(302, redirect.Status);
            Assert.Equal("no-store", redirect.Message.Headers.CacheControl!.ToString());
            string link = redirect.Message.Headers.Location!.AbsoluteUri;
            Assert.Equal(400, (await client.Get(link)).Status);
            client.Key = null;
            records += (await client.Get(link)).Text;
            client.Key = "phx_test";
        }

        Assert.Equal(done["records_completed"]!.GetValue<int>(), records.Split('\n', StringSplitOptions.RemoveEmptyEntries).Length);
        Assert.Equal(302, (await client.Get(path + "download/1")).Status);
        Assert.Equal(404, (await client.Get(path + "download/2")).Status);
    }

    [Fact]
    public async Task A_broken_download_can_be_taken_up_again_until_the_link_runs_out()
    {
        var client = new Client();
        string path = Path + (await client.Post(Path, Body(client, 48, 24))).Json["id"] + "/";
        client.Time.Advance(TimeSpan.FromSeconds(25));
        string link = (await client.Get(path + "download/")).Message.Headers.Location!.AbsoluteUri;
        client.Key = null;
        Answer whole = await client.Get(link);
        Answer rest = await client.Send(HttpMethod.Get, link, change: r => r.Headers.Range = new RangeHeaderValue(1000, null));
        Assert.Equal(206, rest.Status);
        Assert.Equal(whole.Text[1000..], rest.Text);
        // A range of another version: the whole file comes instead.
        Answer other = await client.Send(HttpMethod.Get, link,
            change: r => (r.Headers.Range, r.Headers.IfRange) = (new RangeHeaderValue(1000, null), new RangeConditionHeaderValue("\"other\"")));
        Assert.Equal((200, whole.Text), (other.Status, other.Text));
        Assert.Equal(206, (await client.Send(HttpMethod.Get, link,
            change: r => (r.Headers.Range, r.Headers.IfRange) =
            (new RangeHeaderValue(1000, null), new RangeConditionHeaderValue(whole.Message.Headers.ETag!)))).Status);
        Assert.Equal(new ContentRangeHeaderValue(1000, whole.Text.Length - 1, whole.Text.Length), rest.Message.Content.Headers.ContentRange);
        Assert.Equal(403, (await client.Get(link.Replace("signature=", "signature=0", StringComparison.Ordinal))).Status);
        client.Time.Advance(TimeSpan.FromHours(2));
        Assert.Equal(403, (await client.Get(link)).Status);
    }

    [Fact]
    public async Task Bodies_are_checked_and_too_many_are_refused()
    {
        var client = new Client();
        Assert.Equal("model", (await client.Post(Path)).Attr);
        Assert.Equal("The range must not be longer than 7 days", (await client.Post(Path, Body(client, 300, 24))).Detail);
        Assert.Equal("'data_interval_end' must not be in the future", (await client.Post(Path, Body(client, 20, -5))).Detail);
        Assert.Equal("'data_interval_start' must be before 'data_interval_end'", (await client.Post(Path, Body(client, 20, 25))).Detail);
        for (int i = 0; i < 3; i++)
            Assert.Equal(202, (await client.Post(Path, Body(client, 48, 24))).Status);
        Answer refused = await client.Post(Path, Body(client, 48, 24));
        Assert.Equal((429, "too_many_concurrent_file_downloads"), (refused.Status, refused.Code));
        Assert.Null(refused.Header("Retry-After"));
        string id = (await client.Get(Path)).Results[0]["id"]!.GetValue<string>();
        Assert.Equal("Cancelled", (await client.Post(Path + id + "/cancel/")).Json["status"]!.GetValue<string>());
        Assert.Equal(202, (await client.Post(Path, Body(client, 48, 24))).Status);
    }

    private static JsonObject Body(Client client, int from, int to) => new()
    {
        ["model"] = "events",
        ["file"] = new JsonObject { ["format"] = "JSONLines" },
        ["data_interval_start"] = client.Instant(-from),
        ["data_interval_end"] = client.Instant(-to),
    };

    [Theory]
    [InlineData("null", 1)]
    [InlineData("0", 1)]
    [InlineData("1024", 2)]
    public async Task Without_a_largest_size_there_is_one_file(string size, int files)
    {
        var client = new Client();
        JsonObject body = (JsonObject)Body(client, 72, 24);
        ((JsonObject)body["file"]!)["max_size_mb"] = JsonNode.Parse(size);
        string path = Path + (await client.Post(Path, body)).Json["id"] + "/";
        client.Time.Advance(TimeSpan.FromSeconds(25));
        Assert.Equal(files, (await client.Get(path)).Json["files"]!.AsArray().Count);
    }

    [Fact]
    public async Task Counting_has_a_limit_of_its_own()
    {
        var client = new Client(o => o.CountRowsLimit = 2);
        JsonObject query = new() { ["hogql_query"] = "SELECT event FROM events", ["hogql_modifiers"] = new JsonObject() };
        for (int i = 0; i < 2; i++)
            Assert.Equal(200, (await client.Post(Path + "count_rows/", query.DeepClone())).Status);
        Answer refused = await client.Post(Path + "count_rows/", query.DeepClone());
        Assert.Equal((429, "throttled", "60"), (refused.Status, refused.Code, refused.Header("Retry-After")));
        Assert.Equal(200, (await client.Get(Path)).Status);
    }

    [Fact]
    public async Task Modifiers_belong_to_queries()
    {
        var client = new Client();
        JsonObject body = (JsonObject)Body(client, 72, 24);
        body["hogql_modifiers"] = new JsonObject();
        Assert.Equal((400, "hogql_modifiers"), (await client.Post(Path, body)) is var a ? (a.Status, a.Attr) : default);
    }
}
