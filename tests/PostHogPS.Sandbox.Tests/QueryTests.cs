using System;
using System.Globalization;
using System.Linq;
using System.Text.Json.Nodes;
using System.Threading.Tasks;
using PostHogPS.Sandbox.Options;
using Xunit;

namespace PostHogPS.Sandbox.Tests;

/// <summary><c>query/</c>: what it answers agrees with the runs, and what it does not know is refused.</summary>
public sealed class QueryTests
{
    private const string Path = "/api/projects/101/query/";

    private const string Count = """
        select toUnixTimestamp(toStartOfInterval(toTimeZone(created_at, 'UTC'), interval 1 hour)) as bucket,
               count() as rows_seen,
               uniqExact(tuple(event, distinct_id, uuid)) as rows_distinct
        from events
        where created_at >= toDateTime({from}, 'UTC') and created_at < toDateTime({to}, 'UTC')
          and timestamp >= toDateTime({from}, 'UTC') - interval 30 day
          and timestamp <  toDateTime({to}, 'UTC') + interval 1 day
          and event in {include}
          and event not in {exclude}
          and {filters}
        group by bucket order by bucket limit 50000
        """;

    private static Client Small(Action<SandboxProject>? change = null) => new(options =>
    {
        var project = new SandboxProject { HourlyEvents = 600 };
        project.Exports.Add(new SandboxExport { Name = "all", Age = TimeSpan.FromDays(20) });
        project.Exports.Add(new SandboxExport { Name = "views", Config = """{"include_events":["$pageview","purchase"],"exclude_events":["purchase"]}""" });
        change?.Invoke(project);
        options.Projects.Add(project);
        options.QueryConcurrency = 3;
    });

    [Fact]
    public async Task Counts_agree_with_the_runs_but_for_the_edges()
    {
        Client client = Small();
        (long runs, int intervals) = await RunsAsync(client, "all", 26, 2);
        JsonArray[] rows = await RowsAsync(client, CountOf(24 + 1, 1));
        Assert.Equal(24, intervals);
        Assert.Equal(24, rows.Length);
        long counted = rows.Sum(r => r[2]!.GetValue<long>());
        // At each end of the window an event may be processed before and inserted after it: 12 seconds of 600 an hour.
        Assert.InRange(counted, 8000, 16000);
        Assert.InRange(counted - runs, -4, 4);
        Assert.True(rows.Sum(r => r[1]!.GetValue<long>()) > counted, "no event is in the table twice");
    }

    [Fact]
    public async Task Distinct_rows_are_the_same_by_their_id_and_by_all_that_it_decides()
    {
        Client client = Small(p => p.DuplicateShare = 0.2);
        const string Where = "from events where timestamp > now() - interval 12 hour limit 1";
        JsonArray row = (await RowsAsync(client, Body($"select uniqExact(tuple(event, distinct_id, uuid)), uniqExact(tuple(event, distinct_id, toString(uuid))), uniqExact(uuid), count() {Where}")))[0];
        Assert.Equal([row[0]!.ToString(), row[0]!.ToString()], row.Skip(1).Take(2).Select(n => n!.ToString()));
        Assert.InRange(row[3]!.GetValue<long>() - row[0]!.GetValue<long>(), 100, 5000);
        // An alias is no column of the table.
        Assert.Equal("1", (await RowsAsync(client, Body($"select 1 as uuid, uniqExact(tuple(uuid)) {Where}")))[0][1]!.ToString());
    }

    [Fact]
    public async Task Lists_of_names_restrict_runs_and_counts_alike()
    {
        Client client = Small();
        (long runs, _) = await RunsAsync(client, "views", 26, 2);
        JsonArray[] rows = await RowsAsync(client, CountOf(25, 1, include: ["$pageview", "purchase"], exclude: ["purchase"]));
        long counted = rows.Sum(r => r[2]!.GetValue<long>());
        Assert.InRange(counted, 3000, 9000);
        Assert.InRange(counted - runs, -4, 4);
    }

    [Fact]
    public async Task A_lost_event_is_missing_in_the_run_and_not_in_the_count()
    {
        DateTimeOffset bad = Client.Start.Date.AddHours(3);
        Client whole = Small(), losing = Small(p => p.Exports[0].Lost = (start, _) => start == new DateTimeOffset(bad.DateTime, TimeSpan.Zero) ? 1 : 0);
        Assert.Equal((await RunsAsync(whole, "all", 26, 2)).Records - 1, (await RunsAsync(losing, "all", 26, 2)).Records);
        Assert.Equal((await RowsAsync(whole, CountOf(25, 1))).Select(r => r.ToJsonString()),
            (await RowsAsync(losing, CountOf(25, 1))).Select(r => r.ToJsonString()));
    }

    [Fact]
    public async Task A_backfill_of_old_intervals_has_the_events_that_happened_in_them()
    {
        Client client = Small();
        string path = Client.Web + await client.Id("all") + "/";
        string start = client.Instant(-24 * 12), end = client.Instant((-24 * 12) + 2);
        Assert.Equal(201, (await client.Post(path + "backfills/", new JsonObject { ["start_at"] = start, ["end_at"] = end })).Status);
        client.Time.Advance(TimeSpan.FromMinutes(10));
        JsonObject[] runs = [.. (await client.Get(path + "runs/")).Results.Where(r => r["backfill"] is not null)];
        Assert.Equal(2, runs.Length);
        JsonArray[] rows = await RowsAsync(client, Body($"select uniqExact(tuple(event, distinct_id, uuid)) from events where timestamp >= toDateTime('{start}') and timestamp < toDateTime('{end}') limit 1"));
        Assert.Equal(rows[0][0]!.GetValue<long>(), runs.Sum(r => r["records_completed"]!.GetValue<long>()));
    }

    [Fact]
    public async Task Runs_of_a_hogql_export_have_what_its_query_finds_when_they_begin()
    {
        const string Query = "select distinct_id, properties.$browser as browser from events where event = '$pageview' and timestamp >= {data_interval_start} and timestamp < {data_interval_end}";
        Client client = Small(p =>
        {
            p.LateShare = 0.2;
            p.Exports.Add(new SandboxExport { Name = "own", Model = "hogql", HogQLQuery = Query });
        });
        JsonObject run = (await client.Get(Client.Web + await client.Id("own") + "/runs/?after=-5d")).Results[90];
        string start = run["data_interval_start"]!.ToString(), end = run["data_interval_end"]!.ToString();
        string text = Query.Replace("{data_interval_start}", "toDateTime({start}, 'UTC')", StringComparison.Ordinal)
            .Replace("{data_interval_end}", "toDateTime({end}, 'UTC')", StringComparison.Ordinal);
        string Part(int bucket, string more) => $"select {bucket} as bucket, count() as n from ({text} and created_at < toDateTime({{{more}}}, 'UTC'))";
        JsonObject body = Body($"select bucket, n from ({Part(2, "end")} union all {Part(1, "now")}) order by bucket limit 10");
        body["query"]!["values"] = new JsonObject { ["start"] = start, ["end"] = end, ["now"] = client.Instant(0) };

        JsonArray[] rows = await RowsAsync(client, body);

        long all = rows[0][1]!.GetValue<long>(), then = rows[1][1]!.GetValue<long>(), exported = run["records_completed"]!.GetValue<long>();
        Assert.InRange(exported, then, then + 5);
        // A fifth of the events comes up to three days late, after the run.
        Assert.InRange(all - exported, 10, all / 2);
    }

    [Fact]
    public async Task Runs_are_a_table_that_agrees_with_the_list()
    {
        Client client = Small();
        string id = await client.Id("all");
        JsonArray[] rows = await RowsAsync(client, Body($"select id, toUnixTimestamp(data_interval_end), status, records_completed, backfill_id from system.batch_export_runs where batch_export_id = '{id}' and data_interval_end > now() - interval 1 day order by data_interval_end desc limit 50000"));
        JsonObject[] runs = (await client.Get(Client.Web + id + "/runs/?after=-1d")).Results;
        Assert.True(rows.Length > 20);
        Assert.All(rows.Zip(runs), pair =>
        {
            Assert.Equal(pair.Second["id"]!.ToString(), pair.First[0]!.ToString());
            Assert.Equal(pair.Second["records_completed"]?.ToString(), pair.First[3]?.ToString());
            Assert.Null(pair.First[4]);
        });
    }

    [Fact]
    public async Task The_same_query_has_the_same_answer()
    {
        JsonObject body = Body("select uuid, event, distinct_id, timestamp, properties from events order by timestamp desc, uuid limit 20");
        Assert.Equal((await RowsAsync(Small(), body)).Select(r => r.ToJsonString()), (await RowsAsync(Small(), body)).Select(r => r.ToJsonString()));
    }

    [Fact]
    public async Task The_newest_events_are_found_without_reading_all()
    {
        Client client = Small(p => p.LateShare = 0.2);
        string since = client.Instant(-24 * 6);
        foreach (string way in new[] { "desc", "asc" })
        {
            JsonArray[] quick = await RowsAsync(client,
                Body($"select timestamp, uuid from events where timestamp > toDateTime('{since}') order by timestamp {way}, uuid limit 50"));
            // A function hides the order of the table.
            JsonArray[] slow = await RowsAsync(client, Body($"select timestamp, uuid from events where timestamp > toDateTime('{since}') order by toUnixTimestamp(timestamp) {way}, timestamp {way}, uuid limit 50"));
            Assert.Equal(slow.Select(r => r.ToJsonString()), quick.Select(r => r.ToJsonString()));
        }
    }

    [Fact]
    public async Task Without_a_limit_a_hundred_rows_come_and_the_answer_says_that_there_are_more()
    {
        Client client = Small();
        JsonNode cut = (await client.Post(Path, Body("select event from events where timestamp > now() - interval 1 day"))).Json;
        Assert.Equal((100, true, 100), (cut["results"]!.AsArray().Count, cut["hasMore"]!.GetValue<bool>(), cut["limit"]!.GetValue<int>()));
        JsonNode few = (await client.Post(Path, Body("select event, count() from events where timestamp > now() - interval 1 hour group by event"))).Json;
        Assert.False(few["hasMore"]!.GetValue<bool>());
        JsonNode own = (await client.Post(Path, Body("select event from events where timestamp > now() - interval 1 day limit 7"))).Json;
        Assert.Equal(7, own["results"]!.AsArray().Count);
        Assert.Null(own["hasMore"]);
    }

    [Theory]
    [InlineData("select 1 as a, 'x' as b, null as c, true as d, 1.5 as e", """[1,"x",null,true,1.5]""", "UInt8 String Nullable(Nothing) Bool Float64")]
    [InlineData("select [1, 2], ('a', 1), toDate('2026-10-01')", """[[1,2],["a",1],"2026-10-01"]""", "Array(UInt8) Tuple(String, UInt8) Date")]
    [InlineData("select toDateTime('2026-10-01 12:00:00', 'UTC')", """["2026-10-01T12:00:00Z"]""", "Nullable(DateTime64(6, 'UTC'))")]
    [InlineData("select toTimeZone(toDateTime('2026-10-01 12:00:00', 'UTC'), 'America/New_York')", """["2026-10-01T08:00:00-04:00"]""",
        "Nullable(DateTime64(6, 'America/New_York'))")]
    [InlineData("select toUnixTimestamp(toDateTime(1790000000)), toString(7), lower('AB') || 'c'", """[1790000000,"7","abc"]""", "UInt32 String String")]
    [InlineData("select roundDown(7, [1, 5, 9]), dateDiff('hour', toDateTime('2026-10-01 00:30:00'), toDateTime('2026-10-01 02:10:00')), 7 / 2, 7 % 4",
        "[5,2,3.5,3]", "UInt8 Int64 Float64 Int64")]
    [InlineData("select if(1 > 2, 'a', 'b'), multiIf(false, 1, 2), coalesce(null, 3), case when 1 = 1 then 'y' else 'n' end", """["b",2,3,"y"]""",
        "String UInt8 Nullable(UInt8) String")]
    public async Task Values_have_their_types(string query, string row, string types)
    {
        JsonNode answer = (await Small().Post(Path, Body(query))).Json;
        Assert.Equal(row, answer["results"]![0]!.ToJsonString());
        Assert.Equal(types, string.Join(' ', answer["types"]!.AsArray().Select(t => t![1]!.ToString())));
    }

    [Fact]
    public async Task Totals_groups_having_and_subqueries()
    {
        Client client = Small();
        JsonArray[] rows = await RowsAsync(client, Body("select event as name, count() as n, countIf(properties.$browser = 'Chrome') as chrome, min(timestamp) < max(timestamp) as spread from events where timestamp > now() - interval 6 hour group by event having n > 5 order by n desc, name limit 10"));
        Assert.Equal("$pageview", rows[0][0]!.ToString());
        Assert.Equal(rows.Select(r => r[1]!.GetValue<long>()).OrderDescending(), rows.Select(r => r[1]!.GetValue<long>()));
        Assert.All(rows, r => Assert.True(r[2]!.GetValue<long>() <= r[1]!.GetValue<long>()));
        JsonArray[] wrapped = await RowsAsync(client,
            Body("select count() from (select event from events where timestamp > now() - interval 6 hour group by event having count() > 5)"));
        Assert.Equal(rows.Length, wrapped[0][0]!.GetValue<long>());
        JsonArray[] people = await RowsAsync(client, Body("select count(), countIf(is_identified) from persons"));
        Assert.InRange(people[0][1]!.GetValue<long>(), 1, people[0][0]!.GetValue<long>() - 1);
    }

    [Theory]
    [InlineData("selec event from events", "invalid_input")]
    [InlineData("select event from nowhere", "invalid_input")]
    [InlineData("select inserted_at from events", "invalid_input")]
    [InlineData("select event from events union all select 'x'", "invalid_input")]
    [InlineData("select a from (select 1 as a union all select 1 as a, 2 as b)", "union_all_result_structures_mismatch")]
    [InlineData("select a from (select 1 as a union all select 'x' as a)", "invalid_input")]
    [InlineData("select cityHash64(uuid) from events limit 1", "invalid_input")]
    [InlineData("select event from events where timestamp > {since}", "invalid_input")]
    [InlineData("select event from events limit 10 offset 10", "invalid_input")]
    [InlineData("select e from (select event as e from events limit 10 offset 10)", "invalid_input")]
    [InlineData("select event, count() from events", "not_an_aggregate")]
    [InlineData("select sum(event) from events", "illegal_type_of_argument")]
    [InlineData("select (select 1)", "invalid_input")]
    [InlineData("select event from events a join persons b on a.person_id = b.id", "invalid_input")]
    public async Task What_it_does_not_know_or_the_server_refuses_is_a_400(string query, string code)
    {
        Answer answer = await Small().Post(Path, Body(query));
        Assert.Equal((400, code), (answer.Status, answer.Code));
    }

    [Fact]
    public async Task Old_servers_take_offset_and_have_no_system_tables()
    {
        Client old = Client.Old();
        Assert.Equal(200, (await old.Post(Path, Body("select event from events where timestamp > now() - interval 1 hour limit 10 offset 10"))).Status);
        Assert.Equal(400, (await old.Post(Path, Body("select id from system.batch_export_runs limit 1"))).Status);
    }

    [Fact]
    public async Task Too_much_work_ends_with_the_servers_own_codes()
    {
        async Task<int> Status(string query, Action<SandboxOptions> change) => (await new Client(change).Post(Path, Body(query))).Status;
        Assert.Equal(512, await Status("select count() from events", o => o.QueryRowLimit = 100_000));
        Assert.Equal(504, await Status("select count() from events where timestamp > now() - interval 6 hour", o => o.QueryRowLimit = 8_000));
        Assert.Equal(504, await Status("select count() from events", o => (o.QueryRowLimit, o.Generation) = (100_000, "A")));
        Assert.Equal(513, await Status("select distinct uuid from events where timestamp > now() - interval 6 hour limit 50000",
            o => o.QueryMemoryLimit = 1000));
        Assert.Equal(402, await Status("select 1", o => o.QueryUnpaid = true));
    }

    [Fact]
    public async Task Queries_have_rates_of_their_own()
    {
        var client = new Client(o => (o.QueryBurstLimit, o.QueryHourLimit) = (2, 120));
        await client.Post(Path, Body("select 1"));
        await client.Post(Path, Body("select 2"));
        Answer refused = await client.Post(Path, Body("select 3"));
        Assert.Equal((429, "throttled", "60"), (refused.Status, refused.Code, refused.Header("Retry-After")));
        Assert.Equal(200, (await client.Get(Client.Web)).Status);
    }

    [Fact]
    public async Task A_running_query_takes_a_place_and_is_polled_and_cancelled()
    {
        var client = new Client(o => o.QueryConcurrency = 1);
        Answer started = await client.Post(Path, Body("select 1 as one", "force_async"));
        Assert.Equal(202, started.Status);
        string id = started.Json["query_status"]!["id"]!.ToString();
        Answer full = await client.Post(Path, Body("select 2"));
        Assert.Equal((429, "throttled", null), (full.Status, full.Code, full.Header("Retry-After")));
        Answer running = await client.Get(Path + id + "/?show_progress=true");
        Assert.Equal(202, running.Status);
        Assert.NotNull(running.Json["query_status"]!["query_progress"]);
        client.Time.Advance(TimeSpan.FromSeconds(10));
        Answer done = await client.Get(Path + id + "/");
        Assert.Equal((200, "[[1]]"), (done.Status, done.Json["query_status"]!["results"]!["results"]!.ToJsonString()));
        client.Time.Advance(TimeSpan.FromMinutes(11));
        Assert.Equal(404, (await client.Get(Path + id + "/")).Status);

        string other = (await client.Post(Path, Body("select 3", "force_async", "chosen"))).Json["query_status"]!["id"]!.ToString();
        Assert.Equal("chosen", other);
        Assert.Equal(200, (await client.Delete(Path + other + "/")).Status);
        Assert.Equal(200, (await client.Post(Path, Body("select 4"))).Status);
    }

    [Fact]
    public async Task An_asynchronous_query_that_fails_says_why_where_a_user_can_act()
    {
        var client = new Client(o => o.QueryRowLimit = 1000);
        string wrong = (await client.Post(Path, Body("select nothing from events", "force_async"))).Json["query_status"]!["id"]!.ToString();
        string slow = (await client.Post(Path,
            Body("select count() from events where timestamp > now() - interval 1 hour", "force_async"))).Json["query_status"]!["id"]!.ToString();
        client.Time.Advance(TimeSpan.FromSeconds(10));
        Answer refused = await client.Get(Path + wrong + "/");
        Assert.Equal((400, "Unable to resolve field: nothing"), (refused.Status, refused.Json["query_status"]!["error_message"]!.ToString()));
        Assert.Equal(500, (await client.Get(Path + slow + "/")).Status);
    }

    [Theory]
    [InlineData("2", "UInt8")]
    [InlineData("-2", "Int64")]
    [InlineData("9223372036854775807", "Int64")]
    [InlineData("2.5", "Float64")]
    public async Task A_number_of_values_is_a_constant_of_its_type(string number, string type)
    {
        Client client = Small();
        JsonObject body = Body("select {a} as a");
        body["query"]!["values"] = new JsonObject { ["a"] = JsonNode.Parse(number) };

        JsonNode answer = (await client.Post(Path, body)).Json;

        Assert.Equal(($"[[{number}]]", $"[[\"a\",\"{type}\"]]"), (answer["results"]!.ToJsonString(), answer["types"]!.ToJsonString()));
    }

    [Fact]
    public async Task An_answer_is_kept_unless_it_is_forced()
    {
        Client client = Small();
        JsonObject body = Body("select now()");
        string first = (await client.Post(Path, body)).Json["results"]!.ToJsonString();
        client.Time.Advance(TimeSpan.FromMinutes(5));
        JsonNode kept = (await client.Post(Path, body)).Json, forced = (await client.Post(Path, Body("select now()", "force_blocking"))).Json;
        Assert.Equal((first, true), (kept["results"]!.ToJsonString(), kept["is_cached"]!.GetValue<bool>()));
        Assert.NotEqual(first, forced["results"]!.ToJsonString());
    }

    [Fact]
    public async Task Property_filters_are_a_condition()
    {
        Client client = Small();
        JsonObject body = Body("select distinct properties.$browser from events where timestamp > now() - interval 6 hour and {filters} limit 10");
        body["query"]!["filters"] = new JsonObject { ["properties"] =
            new JsonArray(new JsonObject { ["key"] = "$browser", ["value"] = new JsonArray("Safari"), ["operator"] = "exact", ["type"] = "event" }) };
        Assert.Equal("""["Safari"]""", Assert.Single(await RowsAsync(client, body)).ToJsonString());
    }

    [Fact]
    public async Task Keys_without_the_scope_are_told_which_one()
    {
        var client = new Client(key: "phx_scopes=batch_export:read");
        Answer refused = await client.Post(Path, Body("select 1"));
        Assert.Equal(403, refused.Status);
        Assert.Contains("'query:read'", refused.Detail, StringComparison.Ordinal);
    }

    private static JsonObject CountOf(int from, int to, string[]? include = null, string[]? exclude = null)
    {
        string text = Count;
        text = include is null ? text.Replace("  and event in {include}\n", "", StringComparison.Ordinal) : text;
        text = exclude is null ? text.Replace("  and event not in {exclude}\n", "", StringComparison.Ordinal) : text;
        JsonObject body = Body(text, "force_blocking");
        DateTimeOffset hour = new(Client.Start.Year, Client.Start.Month, Client.Start.Day, Client.Start.Hour, 0, 0, TimeSpan.Zero);
        var values = new JsonObject { ["from"] = Time(hour.AddHours(-from)), ["to"] = Time(hour.AddHours(-to)) };
        if (include is not null)
            values["include"] = new JsonArray([.. include.Select(n => (JsonNode)n)]);
        if (exclude is not null)
            values["exclude"] = new JsonArray([.. exclude.Select(n => (JsonNode)n)]);
        body["query"]!["values"] = values;
        return body;

        static string Time(DateTimeOffset instant) => instant.ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture);
    }

    private static async Task<(long Records, int Intervals)> RunsAsync(Client client, string name, int from, int to)
    {
        JsonObject[] runs = (await client.Get(Client.Web + await client.Id(name) + "/runs/?after=-3d")).Results;
        DateTimeOffset hour = new(Client.Start.Year, Client.Start.Month, Client.Start.Day, Client.Start.Hour, 0, 0, TimeSpan.Zero);
        JsonObject[] inside = [.. runs.Where(r =>
            DateTimeOffset.Parse(r["data_interval_start"]!.ToString(), CultureInfo.InvariantCulture) >= hour.AddHours(1 - from)
            && DateTimeOffset.Parse(r["data_interval_end"]!.ToString(), CultureInfo.InvariantCulture) <= hour.AddHours(1 - to))];
        return (inside.Sum(r => r["records_completed"]!.GetValue<long>()), inside.Length);
    }

    private static async Task<JsonArray[]> RowsAsync(Client client, JsonObject body)
    {
        Answer answer = await client.Post(Path, body.DeepClone());
        Assert.True(answer.Status == 200, answer.Text);
        return [.. answer.Json["results"]!.AsArray().Select(r => (JsonArray)r!)];
    }

    private static JsonObject Body(string text, string refresh = "blocking", string? id = null)
    {
        var body = new JsonObject { ["query"] = new JsonObject { ["kind"] = "HogQLQuery", ["query"] = text }, ["refresh"] = refresh };
        if (id is not null)
            body["client_query_id"] = id;
        return body;
    }
}
