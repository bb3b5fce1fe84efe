using System.Linq;
using System.Threading.Tasks;
using PostHogPS.Contracts;
using Xunit;

namespace PostHogPS.Engine.Tests.Api;

/// <summary>Items that cannot be told apart are not passed on, and each is an error.</summary>
public sealed class ListItemsTests
{
    [Fact]
    public async Task An_item_without_a_readable_id_is_an_error_and_the_others_come()
    {
        using var bench = new Bench(static _ => Reply.Json(Samples.Page("""
            {"id":"none","name":"broken"},null,{"id":"0199aaaa-0000-7000-8000-000000000001","name":"whole"}
            """)));

        var page = await bench.Session.BatchExports.ListAsync("7", null, null, null, bench.Call);

        Assert.Equal("whole", Assert.Single(page.Items).Name);
        Assert.Equal(2, page.Unreadable.Count);
        Assert.All(page.Unreadable, static e => Assert.Equal(PostHogErrorKind.InvalidResponse, e.Kind));
        Assert.Contains("item 1 of the list ('broken')", page.Unreadable[0].Message, System.StringComparison.Ordinal);
        Assert.Contains("item 2", page.Unreadable[1].Message, System.StringComparison.Ordinal);
    }

    [Fact]
    public async Task Calls_that_may_be_repeated_carry_no_body_and_those_that_may_not_always_do()
    {
        using var bench = new Bench(static _ => Reply.Json("""{"backfill_id":"x"}"""));

        await bench.Session.BatchExports.PauseAsync("7", Samples.Export, bench.Call);
        await bench.Session.Runs.CancelAsync("7", Samples.Export, Samples.Run, bench.Call);
        await bench.Session.Backfills.CancelAsync("7", Samples.Export, Samples.Backfill, bench.Call);
        await bench.Session.BatchExports.DeleteAsync("7", Samples.Export, bench.Call);
        await bench.Session.Runs.RetryAsync("7", Samples.Export, Samples.Run, bench.Call);

        Assert.Equal(["", "", "", "", "{}"], bench.Server.Requests.Select(static r => r.Text));
        Assert.All(bench.Server.Requests.Take(4), static r => Assert.Null(r.Header("Content-Type")));
    }
}
