using System;
using System.Collections.Generic;
using System.Linq;
using System.Text.Json.Nodes;
using System.Threading.Tasks;
using Xunit;

namespace PostHogPS.Sandbox.Tests;

public sealed class LogTests
{
    [Theory]
    [InlineData("limit=0", "limit", "min_value")]
    [InlineData("limit=501", "limit", "max_value")]
    [InlineData("after=soon", "after", "invalid_input")]
    [InlineData("search=%20", "search", "blank")]
    public async Task Parameters_are_checked(string query, string attr, string code)
    {
        var client = new Client();
        Answer answer = await client.Get(await client.Path("events-to-s3") + "logs/?" + query);
        Assert.Equal((400, attr, code), (answer.Status, answer.Attr, answer.Code));
    }

    [Fact]
    public async Task Newest_first_fifty_by_default_and_the_count_is_what_was_fetched()
    {
        var client = new Client();
        string logs = await client.Path("events-to-s3") + "logs/";
        Answer page = await client.Get(logs);
        Assert.Equal((50, 50), (page.Json["count"]!.GetValue<int>(), page.Results.Length));
        Assert.Null(page.Json["next"]);
        string[] times = [.. page.Results.Select(l => l["timestamp"]!.GetValue<string>())];
        Assert.Equal(times.OrderByDescending(DateTimeOffset.Parse), times);
    }

    [Fact]
    public async Task Filters_work_together()
    {
        var client = new Client();
        string logs = await client.Path("events-to-s3") + "logs/";
        JsonObject[] errors = (await client.Get(logs + "?level=error")).Results;
        Assert.Equal(7, errors.Length);
        Assert.All(errors, l => Assert.Contains("AccessDenied", l["message"]!.GetValue<string>(), StringComparison.Ordinal));
        Assert.Equal(14, (await client.Get(logs + "?level=ERROR,warn")).Results.Length);
        Assert.Equal(7, (await client.Get(logs + "?search=accessdenied&level=ERROR,INFO")).Results.Length);
        string instance = errors[0]["instance_id"]!.GetValue<string>();
        JsonObject[] one = (await client.Get(logs + "?instance_id=" + instance)).Results;
        Assert.InRange(one.Length, 3, 8);
        string at = Uri.EscapeDataString(errors[0]["timestamp"]!.GetValue<string>());
        Assert.Equal(6, (await client.Get(logs + "?level=error&before=" + at)).Results.Length);
        Assert.Empty((await client.Get(logs + "?level=error&after=" + at)).Results);
    }

    [Fact]
    public async Task A_week_is_the_default_and_more_can_be_asked_for()
    {
        var client = new Client();
        string logs = await client.Path("persons-to-snowflake") + "logs/?limit=500";
        Assert.True((await client.Get(logs + "&after=2020-01-01T00:00:00Z")).Results.Length > (await client.Get(logs)).Results.Length * 3);
    }

    [Fact]
    public async Task Paging_by_time_alone_loses_lines_that_share_a_microsecond()
    {
        var client = new Client();
        string logs = await client.Path("events-to-s3") + "logs/";
        JsonObject[] all = (await client.Get(logs + "?limit=500")).Results;
        Assert.True(all.GroupBy(l => l["timestamp"]!.GetValue<string>()).Count(g => g.Count() > 1) > 10);

        var seen = new HashSet<string>();
        string? before = null;
        while (true)
        {
            // A tiny overlap and dropping repeats is what a careful client does.
            JsonObject[] page = (await client.Get(logs + "?limit=7" + (before is null ? "" : "&before=" + Uri.EscapeDataString(before)))).Results;
            int fresh = page.Count(l => seen.Add(l.ToJsonString()));
            if (fresh == 0 || seen.Count > 300)
                break;
            DateTimeOffset oldest = DateTimeOffset.Parse(page[^1]["timestamp"]!.GetValue<string>(), System.Globalization.CultureInfo.InvariantCulture);
            before = oldest.AddTicks(10).ToString("yyyy-MM-dd'T'HH:mm:ss.ffffff'Z'", System.Globalization.CultureInfo.InvariantCulture);
        }

        Assert.Equal(all.Take(seen.Count).Select(l => l.ToJsonString()).ToHashSet(), seen);
    }

    [Fact]
    public async Task Nothing_is_logged_ahead_of_time()
    {
        var client = new Client();
        foreach (JsonObject export in (await client.Get(Client.Web)).Results)
        {
            foreach (JsonObject line in (await client.Get(Client.Web + export["id"] + "/logs/?limit=500")).Results)
                Assert.True(DateTimeOffset.Parse(line["timestamp"]!.GetValue<string>(), System.Globalization.CultureInfo.InvariantCulture) <= client.Now);
        }
    }
}
