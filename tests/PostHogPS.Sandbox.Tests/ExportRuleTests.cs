using System;
using System.Linq;
using System.Text.Json.Nodes;
using System.Threading.Tasks;
using Xunit;

namespace PostHogPS.Sandbox.Tests;

/// <summary>The validation catalogue: one problem at a time, with the server's attr, code and text.</summary>
public sealed class ExportRuleTests
{
    public static TheoryData<string, string?, string, string> Creations => new()
    {
        { "{}", "name", "required", "This field is required." },
        { """{"name":""}""", "name", "blank", "This field may not be blank." },
        { """{"name":"x"}""", "destination", "required", "This field is required." },
        { """{"name":"x","model":"cats"}""", "model", "invalid_choice", "\"cats\" is not a valid choice." },
        { Dest("{}"), "destination__type", "required", "This field is required." },
        { Dest("""{"type":"NoOp"}"""), "destination__config", "required", "This field is required." },
        { Dest("""{"type":"S3","config":{}}"""), "destination__type", "invalid_choice", "\"S3\" is not a valid choice." },
        { Dest("""{"type":"NoOp","config":{"z":1,"a":2}}"""), "destination__non_field_errors", "invalid_input", "Configuration has unknown field/s: 'a', 'z'" },
        { Dest("""{"type":"AwsS3","config":{"region":"r","prefix":"p"}}"""), "destination__non_field_errors", "invalid_input",
            "Configuration missing required field: 'bucket_name'" },
        { Dest("""{"type":"AwsS3","config":{"bucket_name":["b"],"region":"r","prefix":"p"}}"""), "destination__non_field_errors", "invalid_input",
            "Configuration has invalid type: got 'list', expected 'str'" },
        { Dest("""{"type":"AwsS3","config":{"bucket_name":"b","region":"r","prefix":"p"}}"""), "destination", "invalid_input",
            "Integration is required for AwsS3 batch exports" },
        { Dest("""{"type":"AzureBlob","config":{"container_name":"b"}}"""), "destination", "invalid_input",
            "Integration is required for Azure Blob batch exports" },
        { Dest("""{"type":"AwsS3","integration":77,"config":{"bucket_name":"b","region":"r","prefix":"p"}}"""), "destination__integration", "does_not_exist",
            "Invalid pk \"77\" - object does not exist." },
        { Dest("""{"type":"AwsS3","integration_id":2001,"config":{"bucket_name":"b","region":"r","prefix":"p"}}"""), "destination__integration_id",
            "does_not_exist", "Invalid pk \"2001\" - object does not exist." },
        { Dest("""{"type":"AwsS3","integration":1003,"config":{"bucket_name":"b","region":"r","prefix":"p"}}"""), "destination", "invalid_input",
            "Integration provided is not an AWS S3 integration (got kind='snowflake')" },
        { Dest("""{"type":"Postgres","integration":1003,"config":{"database":"d"}}"""), "destination", "invalid_input",
            "Integration is not a PostgreSQL integration." },
        { Dest("""{"type":"AwsS3","integration":1001,"config":{"bucket_name":"b","region":"r","prefix":" "}}"""), "destination", "invalid_input",
            "The following inputs are empty: ['prefix']" },
        { Dest("""{"type":"AwsS3","integration":1001,"config":{"bucket_name":"b","region":"r","prefix":"p","file_format":"CSV"}}"""), "destination",
            "invalid_input", "File format CSV is not supported. Supported file formats are ['Parquet', 'JSONLines']" },
        { Dest("""{"type":"AwsS3","integration":1001,"config":{"bucket_name":"b","region":"r","prefix":"p","compression":"zstd"}}"""), "destination",
            "invalid_input", "Compression zstd is not supported for file format JSONLines. Supported compressions are ['gzip', 'brotli']" },
        { Dest("""{"type":"HTTP","config":{"url":"https://example.com","token":"t"}}"""), "destination", "invalid_input",
            "Invalid destination URL: https://example.com" },
        { Dest("""{"type":"Redshift","integration":1005,"config":{"database":"d","host":"h","mode":"COPY"}}"""), "destination", "invalid_input",
            "Missing required inputs for 'COPY'" },
        { Dest("""{"type":"NoOp","config":{}}""", interval: null), "interval", "required", "This field is required." },
        { Dest("""{"type":"NoOp","config":{}}""", "null"), "interval", "null", "This field may not be null." },
        { Dest("""{"type":"NoOp","config":{}}""", "\"month\""), "interval", "invalid_choice", "\"month\" is not a valid choice." },
        { Dest("""{"type":"NoOp","config":{}}""", more: ",\"timezone\":\"Mars/Olympus\""), "timezone", "invalid_choice",
            "\"Mars/Olympus\" is not a valid choice." },
        { Dest("""{"type":"NoOp","config":{}}""", "\"week\"", ",\"offset_day\":7"), "offset_day", "max_value",
            "Ensure this value is less than or equal to 6." },
        { Dest("""{"type":"NoOp","config":{}}""", "\"day\"", ",\"offset_hour\":24"), "offset_hour", "max_value",
            "Ensure this value is less than or equal to 23." },
        { Dest("""{"type":"NoOp","config":{}}""", "\"day\"", ",\"offset_day\":1"), "offset_day", "invalid_input",
            "offset_day is not applicable for non-weekly intervals" },
        { Dest("""{"type":"NoOp","config":{}}""", more: ",\"offset_hour\":1"), "offset_hour", "invalid_input",
            "offset_hour is not applicable for non-daily/weekly intervals" },
        { Dest("""{"type":"HTTP","config":{"url":"https://us.i.posthog.com/batch/","token":"t"}}""", more: ",\"model\":\"persons\""), null, "invalid_input",
            "HTTP batch exports only support the events model" },
        { Dest("""{"type":"NoOp","config":{}}""", more: ",\"model\":\"persons\",\"filters\":[]"), "filters", "invalid_input",
            "'filters' is only supported for 'events' not 'persons' model" },
        { Dest("""{"type":"NoOp","config":{}}""", more: ",\"filters\":{}"), "filters", "invalid_input", "'filters' should be an array of filters" },
        { Dest("""{"type":"NoOp","config":{}}""", more: ",\"filters\":[1]"), "filters", "invalid_input", "Each filter must be an object" },
        { Dest("""{"type":"NoOp","config":{}}""", more: ",\"filters\":[{\"type\":\"x\"}]"), "filters", "invalid_input",
            "Each filter must have a 'type' of one of: 'event', 'hogql', 'person'" },
        { Dest("""{"type":"NoOp","config":{}}""", more: ",\"model\":\"hogql\""), "hogql_query", "invalid_input",
            "'hogql_query' is required when 'model' is 'hogql'" },
        { Dest("""{"type":"NoOp","config":{}}""", more: ",\"model\":\"hogql\",\"hogql_query\":\"select 1 as a\",\"incremental_mode\":\"MERGE\""), "primary_key",
            "invalid_input", "'primary_key' is required when 'incremental_mode' is 'MERGE'" },
        { Dest("""{"type":"NoOp","config":{}}""", more: ",\"primary_key\":[]"), "primary_key", "empty", "This list may not be empty." },
        { Dest("""{"type":"NoOp","config":{}}""", more: ",\"primary_key\":\"id\""), "primary_key", "not_a_list",
            "Expected a list of items but got type \"str\"." },
    };

    [Theory]
    [MemberData(nameof(Creations))]
    public async Task A_body_that_breaks_a_rule_is_refused(string body, string? attr, string code, string detail)
    {
        Answer answer = await new Client().Send(System.Net.Http.HttpMethod.Post, Client.Web, raw: body);
        Assert.Equal((400, attr, code, detail), (answer.Status, answer.Attr, answer.Code, answer.Detail));
        Assert.Equal("validation_error", answer.Json["type"]!.GetValue<string>());
    }

    [Theory]
    [InlineData("select event from events", 201, null)]
    [InlineData("rubbish", 400, "Failed to parse query")]
    [InlineData("select event from events union all select event from events", 400, "UNIONs are not supported")]
    [InlineData("with x as (select 1) select * from x", 400, "CTEs are not supported")]
    [InlineData("select e.event from events e join persons p on 1", 400, "JOINs are not supported")]
    [InlineData("select event from (select event from events)", 400, "Subqueries are not supported")]
    [InlineData("select (select 1) from events", 400, "Subqueries in SELECT expressions are not supported")]
    [InlineData("select 1", 400, "Query must SELECT FROM events")]
    [InlineData("select id from persons", 400, "Query must only SELECT FROM events")]
    public async Task Projects_with_columns_of_their_own_may_query_events(string query, int status, string? detail)
    {
        var client = new Client();
        JsonObject body = Client.NoOp("x");
        body["hogql_query"] = query;
        Assert.Equal("hogql_query", (await client.Post(Client.Web, body.DeepClone())).Attr);
        Answer answer = await client.Post("/api/projects/203/batch_exports/", body.DeepClone());
        Assert.Equal(status, answer.Status);
        if (detail is not null)
            Assert.Equal((detail, null), (answer.Detail, answer.Attr));
    }

    [Fact]
    public async Task A_created_export_is_read_back_with_defaults_and_typed_values()
    {
        var client = new Client();
        JsonObject body = Client.S3("fresh");
        body["team_id"] = 5;
        body["interval"] = "week";
        body["offset_hour"] = 3;
        body["destination"]!["config"]!["max_file_size_mb"] = "250";
        Answer made = await client.Post(Client.Web, body);
        Assert.Equal(201, made.Status);
        JsonNode export = (await client.Get(Client.Web + made.Json["id"] + "/")).Json;
        Assert.Equal(101, export["team_id"]!.GetValue<int>());
        Assert.Equal(0, export["offset_day"]!.GetValue<int>());
        Assert.Equal(3, export["offset_hour"]!.GetValue<int>());
        Assert.Equal("UTC", export["timezone"]!.GetValue<string>());
        Assert.Equal("events", export["model"]!.GetValue<string>());
        Assert.Equal(250, export["destination"]!["config"]!["max_file_size_mb"]!.GetValue<int>());
        Assert.Equal(1001, export["destination"]!["integration"]!.GetValue<int>());
        Assert.Null(export["destination"]!["integration_id"]);
        Assert.Equal(made.Json["id"]!.GetValue<string>(), (await client.Get(Client.Web)).Results[0]["id"]!.GetValue<string>());
    }

    [Fact]
    public async Task Secrets_are_kept_never_shown_and_survive_an_update_without_them()
    {
        var client = new Client();
        Answer made = await client.Post(Client.Web, JsonNode.Parse(Dest("""
            {"type":"Redshift","integration":1005,"config":{"database":"d","host":"h","user":"u","password":"hunter2","mode":"COPY",
             "copy_inputs":{"s3_bucket":"b","region_name":"r","authorization":"arn:aws:iam::1:role/x","bucket_credentials":{"aws_access_key_id":"AKIA","aws_secret_access_key":"hunter3"}}}}
            """)));
        Assert.Equal(201, made.Status);
        string path = Client.Web + made.Json["id"] + "/";
        Answer patched = await client.Patch(path,
            JsonNode.Parse("""{"destination":{"type":"Redshift","integration":1005,"config":{"copy_inputs":{"s3_bucket":"c"}}}}""")!);
        Assert.Equal(200, patched.Status);
        JsonNode config = patched.Json["destination"]!["config"]!;
        Assert.Equal("c", config["copy_inputs"]!["s3_bucket"]!.GetValue<string>());
        Assert.Equal("r", config["copy_inputs"]!["region_name"]!.GetValue<string>());
        Assert.DoesNotContain("hunter", made.Text + patched.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("aws_access_key_id", patched.Text, StringComparison.Ordinal);
        Assert.Null(config["password"]);
    }

    [Theory]
    [InlineData("""{"destination":{"config":{}}}""", 500)]
    [InlineData("""{"destination":{"type":"AwsS3"}}""", 500)]
    [InlineData("""{"destination":{"type":"AwsS3","config":{}}}""", 200)]
    [InlineData("""{"destination":{"type":"Snowflake","config":{},"integration":1003}}""", 400)]
    [InlineData("""{"offset_hour":3}""", 500)]
    [InlineData("""{"offset_day":3}""", 500)]
    [InlineData("""{"model":"persons"}""", 400)]
    [InlineData("""{"model":"events","brand_new":1,"team_id":9,"latest_runs":[]}""", 200)]
    [InlineData("""{"interval":"day","offset_hour":3}""", 200)]
    [InlineData("""{"timezone":null}""", 200)]
    [InlineData("""{"name":""}""", 400)]
    public async Task Patch_follows_its_own_rules(string body, int status)
    {
        var client = new Client();
        Assert.Equal(status, (await client.Patch(await client.Path("events-to-s3"), JsonNode.Parse(body)!)).Status);
    }

    [Fact]
    public async Task A_patch_without_integration_keeps_it_for_some_types_and_is_refused_for_others()
    {
        var client = new Client();
        Assert.Equal(1001, (await client.Patch(await client.Path("events-to-s3"), Config("AwsS3"))).Json["destination"]!["integration"]!.GetValue<int>());
        Assert.Equal(200, (await client.Patch(await client.Path("events-snowflake"), Config("Snowflake"))).Status);
        Assert.Equal("Integration is required for BigQuery batch exports",
            (await client.Patch(await client.Path("events-to-bigquery"), Config("BigQuery"))).Detail);
        Assert.Equal("Integration is required for Azure Blob batch exports",
            (await client.Patch(await client.Path("persons-to-azure"), Config("AzureBlob"))).Detail);
        Assert.Equal("The integration of a Redshift batch export cannot be removed",
            (await client.Patch(await client.Path("sessions-to-redshift"), Config("Redshift"))).Detail);
    }

    [Fact]
    public async Task A_retrieved_export_can_be_sent_back()
    {
        var client = new Client();
        foreach (JsonObject export in (await client.Get(Client.Web)).Results)
        {
            Answer answer = await client.Put(Client.Web + export["id"] + "/", export.DeepClone());
            Assert.True(answer.Status == 200, export["name"] + ": " + answer.Text);
        }
    }

    [Fact]
    public async Task Offsets_follow_the_interval()
    {
        var client = new Client();
        string path = await client.Path("weekly-sessions-to-s3");
        JsonNode daily = (await client.Patch(path, new JsonObject { ["interval"] = "day" })).Json;
        Assert.Equal((null, 6), (daily["offset_day"]?.GetValue<int>(), daily["offset_hour"]?.GetValue<int>()));
        JsonNode hourly = (await client.Patch(path, new JsonObject { ["interval"] = "hour" })).Json;
        Assert.Equal((null, null), (hourly["offset_day"]?.GetValue<int>(), hourly["offset_hour"]?.GetValue<int>()));
        JsonNode weekly = (await client.Patch(path, new JsonObject { ["interval"] = "week", ["offset_day"] = 2 })).Json;
        Assert.Equal((2, 0), (weekly["offset_day"]?.GetValue<int>(), weekly["offset_hour"]?.GetValue<int>()));
        Assert.Equal("America/New_York", weekly["timezone"]!.GetValue<string>());
    }

    [Fact]
    public async Task Pause_and_unpause_are_idempotent_and_keep_their_times()
    {
        var client = new Client();
        string path = await client.Path("events-to-s3");
        Answer paused = await client.Post(path + "pause/", new JsonObject { ["note"] = "ignored" });
        Assert.Equal("""{"paused":true}""", paused.Text);
        JsonNode first = (await client.Get(path)).Json;
        client.Time.Advance(TimeSpan.FromMinutes(5));
        Assert.Equal(200, (await client.Post(path + "pause/")).Status);
        JsonNode second = (await client.Get(path)).Json;
        Assert.Equal("2026-10-14T09:20:00Z", first["last_paused_at"]!.GetValue<string>());
        Assert.Equal(first["last_paused_at"]!.GetValue<string>(), second["last_paused_at"]!.GetValue<string>());
        Assert.Equal(first["last_updated_at"]!.GetValue<string>(), second["last_updated_at"]!.GetValue<string>());
        Assert.Equal("""{"paused":false}""", (await client.Post(path + "unpause/")).Text);
        Assert.Equal(200, (await client.Post(path + "unpause/")).Status);
    }

    [Fact]
    public async Task A_patched_pause_leaves_the_time_of_the_last_pause_alone()
    {
        var client = new Client();
        string path = await client.Path("events-to-s3");
        JsonNode export = (await client.Patch(path, new JsonObject { ["paused"] = true })).Json;
        Assert.True(export["paused"]!.GetValue<bool>());
        Assert.Null(export["last_paused_at"]);
    }

    [Fact]
    public async Task Unpausing_with_backfill_fills_the_time_of_the_pause_once()
    {
        var client = new Client();
        string path = await client.Path("persons-to-azure");
        Answer wrong = await client.Post(path + "unpause/", new JsonObject { ["backfill"] = "perhaps" });
        Assert.Equal((400, "backfill", "Must be a valid boolean."), (wrong.Status, wrong.Attr, wrong.Detail));
        Assert.Equal(200, (await client.Post(path + "unpause/", new JsonObject { ["backfill"] = true })).Status);
        Assert.Equal(200, (await client.Post(path + "unpause/", new JsonObject { ["backfill"] = true })).Status);
        client.Time.Advance(TimeSpan.FromMinutes(10));
        JsonObject backfill = Assert.Single((await client.Get(path + "backfills/")).Results);
        Assert.Equal("Completed", backfill["status"]!.GetValue<string>());
        Assert.Equal("2026-10-14T09:20:00Z", backfill["end_at"]!.GetValue<string>());
    }

    [Fact]
    public async Task No_run_starts_while_paused()
    {
        var client = new Client();
        string path = await client.Path("events-to-s3");
        await client.Post(path + "pause/");
        client.Time.Advance(TimeSpan.FromHours(5));
        string last = (await client.Get(path + "runs/")).Results[0]["data_interval_end"]!.GetValue<string>();
        Assert.Equal("2026-10-14T09:00:00Z", last);
        await client.Post(path + "unpause/");
        client.Time.Advance(TimeSpan.FromHours(2));
        Assert.Equal(new[] { "2026-10-14T16:00:00Z", "2026-10-14T15:00:00Z", "2026-10-14T09:00:00Z" },
            (await client.Get(path + "runs/")).Results.Take(3).Select(r => r["data_interval_end"]!.GetValue<string>()));
    }

    [Fact]
    public async Task Deleting_stops_what_runs_and_hides_the_export()
    {
        var client = new Client();
        string path = await client.Path("events-to-bigquery");
        Assert.Equal(204, (await client.Delete(path)).Status);
        Assert.Equal(404, (await client.Delete(path)).Status);
        Assert.DoesNotContain((await client.Get(Client.Web)).Results, e => e["name"]!.GetValue<string>() == "events-to-bigquery");
        Assert.DoesNotContain((await client.Get(path + "backfills/")).Results, b => b["status"]!.GetValue<string>() is "Running");
    }

    [Fact]
    public async Task Feature_gates_answer_403()
    {
        var client = new Client(o => (o.MinuteIntervals, o.HogQL) = (false, false));
        JsonObject body = Client.NoOp("x");
        body["interval"] = "every 5 minutes";
        Answer answer = await client.Post(Client.Web, body);
        Assert.Equal((403, "Higher frequency batch exports are not enabled for this team."), (answer.Status, answer.Detail));
        JsonObject hogql = Client.NoOp("x");
        hogql["model"] = "hogql";
        hogql["hogql_query"] = "select 1";
        Assert.Equal("HogQL batch exports are not enabled for this team.", (await client.Post(Client.Web, hogql)).Detail);
    }

    private static JsonObject Config(string type) => new()
    {
        ["destination"] = new JsonObject { ["type"] = type, ["config"] = new JsonObject() },
    };

    private static string Dest(string destination, string? interval = "\"hour\"", string more = "") =>
        "{\"name\":\"x\",\"destination\":" + destination + (interval is null ? "" : ",\"interval\":" + interval) + more + "}";
}
