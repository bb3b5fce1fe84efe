using System;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using PostHogPS.Contracts;
using PostHogPS.Testing;
using Xunit;

namespace PostHogPS.Engine.Tests.Pacing;

/// <summary>A large job against a server that enforces PostHog Cloud's limits, in virtual time over real sockets.</summary>
[Trait("Speed", "Slow")]
public sealed class LimitTests
{
    private const int Requests = 1500;

    /// <summary>Cloud or not, how many at a time, what the key has used before in this hour.</summary>
    public static TheoryData<bool, int, int> Jobs => new()
    {
        { true, 1, 0 }, { true, 8, 0 }, { true, 8, 4000 }, { false, 1, 0 }, { false, 8, 0 }, { false, 8, 4000 },
    };

    [Theory]
    [MemberData(nameof(Jobs))]
    public async Task A_large_job_ends_as_early_as_the_limits_allow_and_never_asks_in_vain_twice(bool cloud, int workers, int used)
    {
        var clock = TestClock.ForWorkers(workers);
        var limit = new LimitedServer(() => clock.UtcNow, LimitedServer.Cloud);
        limit.Use(used);
        TimeSpan least = limit.Least(Requests);
        using var server = new SocketServer(r => limit.Judge("job", r.ToString())
            ?? (r.Method == "POST" ? Reply.Json("{\"backfill_id\":\"b\"}", 201) : Reply.Json(Samples.Page(""))));
        using IPostHogSession session = Bench.Open(server.Address, clock, s =>
        {
            if (!cloud)
                return;
            // Cloud's name, and this server as the proxy that answers for it.
            s.Proxy = server.Address;
            s.HostUri = new Uri("http://us.posthog.com/");
        });

        int next = 0;
        await Task.WhenAll(Enumerable.Range(0, workers).Select(_ => Task.Run(Work, TestContext.Current.CancellationToken)));

        Assert.Equal(Requests, limit.Accepted);
        Assert.Empty(limit.Doubled);
        Assert.Empty(limit.TooEarly());
        // Cloud's limits are known beforehand: only what the key used elsewhere cannot be. Other servers say it once to each that is on its way.
        Assert.InRange(limit.Refused, 0, cloud && used == 0 ? 0 : 2 * workers);
        Assert.InRange(clock.Elapsed, least, least * 1.1);
        return;

        async Task Work()
        {
            var call = new CallContext(TestContext.Current.CancellationToken);
            try
            {
                for (int mine = Interlocked.Increment(ref next); mine <= Requests; mine = Interlocked.Increment(ref next))
                {
                    // One in ten starts work, and must arrive once.
                    if (mine % 10 == 0)
                        await session.Runs.RetryAsync("7", Samples.Export, new Guid(mine, 0, 0, new byte[8]), call);
                    else
                        await session.BatchExports.ListAsync("7", null, null, null, call);
                }
            }
            finally
            {
                clock.Leave();
            }
        }
    }
}
