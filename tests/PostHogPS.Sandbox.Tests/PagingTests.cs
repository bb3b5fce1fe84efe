using System;
using System.Collections.Generic;
using System.Linq;
using System.Text.Json.Nodes;
using System.Threading.Tasks;
using Xunit;

namespace PostHogPS.Sandbox.Tests;

public sealed class PagingTests
{
    [Fact]
    public async Task Lists_have_a_count_and_links_made_from_the_request()
    {
        var client = new Client(o => o.ExtraExports = 240);
        Answer first = await client.Get(Client.Web + "?x=1&y=a%20b");
        Assert.Equal(255, first.Json["count"]!.GetValue<int>());
        Assert.Equal(100, first.Results.Length);
        Assert.Null(first.Json["previous"]);
        Assert.Equal("https://us.posthog.com/api/projects/101/batch_exports/?limit=100&offset=100&x=1&y=a+b", first.Json["next"]!.GetValue<string>());

        Answer second = await client.Get(first.Json["next"]!.GetValue<string>());
        Assert.Equal("https://us.posthog.com/api/projects/101/batch_exports/?limit=100&x=1&y=a+b", second.Json["previous"]!.GetValue<string>());
        Answer third = await client.Get(second.Json["next"]!.GetValue<string>());
        Assert.Equal(55, third.Results.Length);
        Assert.Null(third.Json["next"]);
        Assert.Equal(255, first.Results.Concat(second.Results).Concat(third.Results).Select(e => e["id"]!.ToString()).Distinct().Count());
    }

    [Theory]
    [InlineData("limit=0", 15)]
    [InlineData("limit=-3", 15)]
    [InlineData("limit=abc&offset=xyz", 15)]
    [InlineData("limit=4", 4)]
    [InlineData("offset=12", 3)]
    [InlineData("offset=5000", 0)]
    public async Task Nonsense_falls_back_to_the_default(string query, int rows)
    {
        Answer answer = await new Client().Get(Client.Web + "?" + query);
        Assert.Equal((200, rows), (answer.Status, answer.Results.Length));
    }

    [Fact]
    public async Task Runs_come_by_cursor_in_hundreds_each_once_and_back_again()
    {
        var client = new Client();
        string runs = await client.Path("events-to-bigquery") + "runs/";
        var pages = new List<Answer> { await client.Get(runs + "?after=2020-01-01&limit=5") };
        Assert.Null(pages[0].Json["count"]);
        while (pages[^1].Json["next"]?.GetValue<string>() is { } next)
        {
            Assert.Equal(100, pages[^1].Results.Length);
            // Rows that appear meanwhile do not shift the pages.
            client.Time.Advance(TimeSpan.FromSeconds(2));
            pages.Add(await client.Get(next));
        }

        string[] ids = [.. pages.SelectMany(p => p.Results).Select(r => r["id"]!.GetValue<string>())];
        Assert.Equal(ids.Length, ids.Distinct().Count());
        Assert.True(ids.Length > 1000);
        string[] created = [.. pages.SelectMany(p => p.Results).Select(r => r["created_at"]!.GetValue<string>())];
        Assert.Equal(created.OrderByDescending(DateTimeOffset.Parse), created);

        Answer back = await client.Get(pages[^1].Json["previous"]!.GetValue<string>());
        Assert.Equal(pages[^2].Results.Select(r => r["id"]!.GetValue<string>()), back.Results.Select(r => r["id"]!.GetValue<string>()));
        Assert.Equal(pages[^1].Results[0]["id"]!.GetValue<string>(),
            (await client.Get(back.Json["next"]!.GetValue<string>())).Results[0]["id"]!.GetValue<string>());
    }

    [Theory]
    [InlineData("ordering=created_at&after=-3d")]
    [InlineData("ordering=data_interval_start&start=-12d")]
    [InlineData("ordering=-data_interval_start&start=-12d")]
    public async Task Every_ordering_pages_without_loss(string query)
    {
        var client = new Client();
        string runs = await client.Path("events-to-bigquery") + "runs/?";
        var ids = new List<string>();
        string? next = runs + query;
        while (next is not null)
        {
            Answer page = await client.Get(next);
            ids.AddRange(page.Results.Select(r => r["id"]!.GetValue<string>()));
            next = page.Json["next"]?.GetValue<string>();
        }

        Assert.True(ids.Count > 150);
        Assert.Equal(ids.Count, ids.Distinct().Count());
    }

    [Fact]
    public async Task Backfills_come_in_fifties()
    {
        var client = new Client(o => o.BackfillLimit = 1000);
        string path = await client.Path("events-to-s3") + "backfills/";
        for (int i = 2; i < 58; i++)
            Assert.Equal(201, (await client.Post(path, new JsonObject { ["start_at"] = client.Instant(-i - 1), ["end_at"] = client.Instant(-i) })).Status);
        client.Time.Advance(TimeSpan.FromSeconds(5));
        Answer first = await client.Get(path);
        Assert.Equal(50, first.Results.Length);
        Answer second = await client.Get(first.Json["next"]!.GetValue<string>());
        Assert.Equal(6, second.Results.Length);
        Assert.Null(second.Json["next"]);
        string[] starts = [.. (await client.Get(path + "?ordering=start_at")).Results.Select(b => b["start_at"]!.GetValue<string>())];
        Assert.Equal(starts.Order(StringComparer.Ordinal), starts);
    }

    [Theory]
    [InlineData("runs/?cursor=rubbish")]
    [InlineData("runs/?cursor=cnViYmlzaA==")]
    [InlineData("backfills/?cursor=cD14")]
    public async Task A_bad_cursor_is_404(string rest)
    {
        var client = new Client();
        Answer answer = await client.Get(await client.Path("events-to-s3") + rest);
        Assert.Equal((404, "Invalid cursor"), (answer.Status, answer.Detail));
    }
}
