using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using PostHogPS.Contracts;
using PostHogPS.Reading;
using Xunit;

namespace PostHogPS.Domain.Tests.Reading;

public sealed class SideBySideReaderTests
{
    private readonly FakeRequests _requests = new();

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(8)]
    public async Task Any_order_of_answers_gives_the_results_of_one_after_the_other(int most)
    {
        for (int seed = 0; seed < 40; seed++)
        {
            var random = new Random(seed);
            int[] pages = [.. Enumerable.Range(0, 12).Select(_ => random.Next(0, 5))];
            int failing = random.Next(0, 12);
            var requests = new FakeRequests { Random = random };
            var given = new List<string>();
            var call = new CallContext(TestContext.Current.CancellationToken, message => given.AddRange(message.Error is { } error ? [error.Message] : []));
            var reader = new SideBySideReader<int, string>(Plan(requests, source => pages[source], failing, most), Enumerable.Range(0, 12));

            while (await reader.ReadAsync(call) is { } batch)
                given.AddRange(batch.Select(one => $"{one.Source}:{one.Item}"));

            IEnumerable<string> expected = Enumerable.Range(0, 12)
                .SelectMany(source => Enumerable.Range(0, source == failing ? pages[source] / 2 : pages[source])
                .Select(page => $"{source}:item {page}").Concat(source == failing ? [$"{source} failed"] : []));
            Assert.Equal(expected, given);
            Assert.InRange(requests.MostAtOnce, 1, most);
        }
    }

    [Fact]
    public async Task The_first_result_costs_one_request_and_the_next_ones_double()
    {
        var call = new CallContext(TestContext.Current.CancellationToken);
        var reader = new SideBySideReader<int, string>(Plan(_requests, _ => 1, failing: -1, RequestGate.MostInFlight), Enumerable.Range(0, 45));

        Assert.NotNull(await reader.ReadAsync(call));
        await SettleAsync();
        Assert.Equal(1, _requests.Count);

        Assert.NotNull(await reader.ReadAsync(call));
        await SettleAsync();
        Assert.InRange(_requests.Count, 2, 3);

        Assert.NotNull(await reader.ReadAsync(call));
        await SettleAsync();
        Assert.InRange(_requests.Count, 3, 7);
        reader.Dispose();
    }

    [Fact]
    public async Task An_end_stops_all_work_at_once()
    {
        _requests.Hangs = true;
        using var stop = new CancellationTokenSource();
        var reader = new SideBySideReader<int, string>(Plan(_requests, _ => 1, failing: -1, RequestGate.MostInFlight, isWide: true), Enumerable.Range(0, 45));
        Task<IReadOnlyList<(int Source, string Item)>?> read = reader.ReadAsync(new CallContext(stop.Token));
        await _requests.WaitUntilAsync(RequestGate.MostInFlight);

        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => read);
        reader.Dispose();

        await _requests.WaitUntilNoneAsync();
        Assert.Equal(RequestGate.MostInFlight, _requests.Count);
    }

    [Fact]
    public async Task Connections_do_not_wait_for_each_other()
    {
        _requests.Hangs = true;
        var plan = new SideBySidePlan<int, string>("", source => new FakeReader(_requests, source, 1, false),
            source => source < 20 ? "us" : "eu") { IsWide = true };
        using var stop = new CancellationTokenSource();
        var reader = new SideBySideReader<int, string>(plan, Enumerable.Range(0, 40));
        _ = reader.ReadAsync(new CallContext(stop.Token));

        await _requests.WaitUntilAsync(2 * RequestGate.MostInFlight);

        reader.Dispose();
        await stop.CancelAsync();
    }

    private static SideBySidePlan<int, string> Plan(FakeRequests requests, Func<int, int> pages, int failing, int most, bool isWide = false) =>
        new("", source => new FakeReader(requests, source, source == failing ? pages(source) / 2 : pages(source), source == failing),
            static _ => "connection") { MostInFlight = most, IsWide = isWide };

    // Work that could begin has begun by then; work that may not has no way to.
    private static async Task SettleAsync()
    {
        for (int i = 0; i < 50; i++)
            await Task.Delay(1, TestContext.Current.CancellationToken);
    }

    private sealed class FakeReader(FakeRequests requests, int source, int pages, bool fails) : ItemReader<string>
    {
        private int _next;

        internal override async Task<IReadOnlyList<string>?> ReadAsync(CallContext call)
        {
            if (_next == pages)
                return fails ? throw new PostHogApiException(PostHogErrorKind.Server, $"{source} failed") : null;
            await requests.AskAsync(call);
            return [$"item {_next++}"];
        }
    }
}
