using System;
using System.Linq;
using System.Threading.Tasks;
using PostHogPS.Contracts;
using Xunit;

namespace PostHogPS.Engine.Tests.Api;

public sealed class LogsTests
{
    [Fact]
    public async Task Every_fetch_names_its_window_and_stays_within_the_limit()
    {
        using var bench = new Bench(static _ => Reply.Json(Samples.Page("""
            {"timestamp":"2026-10-01T12:00:00.123456Z","level":"WARNING","message":"m","instance_id":"i","log_source_id":"0199aaaa-0000-7000-8000-000000000001"},
            {"timestamp":"2026-10-01T12:00:00Z","level":"INFO","message":null}
            """)));

        await bench.Session.Logs.FetchAsync("7", Samples.Export, new LogQuery(), 9999, bench.Call);
        var entries = await bench.Session.Logs.FetchAsync(
            "7", Samples.Export,
            new LogQuery
            {
                After = new DateTimeOffset(2026, 10, 1, 12, 0, 0, TimeSpan.Zero),
                Before = new DateTimeOffset(2026, 10, 1, 13, 0, 0, TimeSpan.Zero).AddTicks(10),
                Levels = { "ERROR", "WARN" },
                Search = "a&b",
                InstanceId = "i",
            },
            50, bench.Call);

        Assert.Equal(
            [
                "limit=500&after=2015-01-01T00%3A00%3A00Z",
                "limit=50&after=2026-10-01T12%3A00%3A00Z&before=2026-10-01T13%3A00%3A00.000001Z&level=ERROR%2CWARN%2CWARNING&search=a%26b&instance_id=i",
            ],
            bench.Server.Requests.Select(static r => r.Query));
        Assert.Equal((7, Samples.Export, "WARNING"), (entries.Items[0].ProjectId, entries.Items[0].BatchExportId!.Value, entries.Items[0].Level));
        Assert.Equal((7, Samples.Export, ""), (entries.Items[1].ProjectId, entries.Items[1].BatchExportId!.Value, entries.Items[1].Message));
    }
}
