using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using PostHogPS.Contracts;
using PostHogPS.Reading;
using Xunit;

namespace PostHogPS.Domain.Tests.Reading;

public sealed class RunWindowReaderTests
{
    private const int PageLength = 100;
    private static readonly DateTimeOffset Start = new(2026, 8, 1, 0, 0, 0, TimeSpan.Zero);

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Windows_give_each_run_once_in_the_order_of_the_list(bool byInterval)
    {
        for (int seed = 0; seed < 60; seed++)
        {
            var random = new Random(seed);
            List<BatchExportRun> runs = History(random);
            (List<Guid> given, int requests) = await ReadAsync(runs, byInterval, random, honoursBounds: true);

            Assert.Equal(Sorted(runs, byInterval).Select(run => run.Id), given);
            int pages = ((runs.Count - 1) / PageLength) + 1;
            Assert.InRange(requests, 1, (pages * 2) + RequestGate.MostInFlight);
        }
    }

    [Trait("Speed", "Slow")]
    [Theory]
    [InlineData(true, PageLength)]
    [InlineData(false, PageLength)]
    [InlineData(false, 500)]
    public async Task An_even_history_costs_at_most_a_tenth_more_than_its_pages(bool byInterval, int pageLength)
    {
        List<BatchExportRun> runs = [.. Enumerable.Range(0, 260 * pageLength).Select(i => Run(Start.AddMinutes(5 * i), TimeSpan.Zero))];

        (List<Guid> given, int requests) = await ReadAsync(runs, byInterval, new Random(1), honoursBounds: true, pageLength: pageLength);

        Assert.Equal(runs.Count, given.Count);
        Assert.InRange(requests, 260, 286);
    }

    [Fact]
    public async Task A_server_that_ignores_the_bound_loses_and_repeats_nothing()
    {
        List<BatchExportRun> runs = [.. Enumerable.Range(0, 900).Select(i => Run(Start.AddHours(i), TimeSpan.Zero))];

        (List<Guid> given, _) = await ReadAsync(runs, byInterval: false, new Random(1), honoursBounds: false);

        Assert.Equal(Sorted(runs, byInterval: false).Select(run => run.Id), given);
    }

    // With one request at a time, an answer that waits for the next request would wait for ever if it were in its way.
    [Fact]
    public async Task The_next_window_is_asked_for_while_an_answer_is_read()
    {
        List<BatchExportRun> runs = [.. Enumerable.Range(0, 3000).Select(i => Run(Start.AddHours(i), TimeSpan.Zero))];
        int answered = 0;
        var asked = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        Task Reading() => Interlocked.Increment(ref answered) switch
        {
            10 => asked.Task.WaitAsync(TimeSpan.FromMinutes(1), TestContext.Current.CancellationToken),
            > 10 => Task.Run(asked.TrySetResult),
            _ => Task.CompletedTask,
        };

        (List<Guid> given, _) = await ReadAsync(runs, byInterval: true, new Random(1), honoursBounds: true, mostInFlight: 1, reading: Reading);

        Assert.Equal(runs.Select(run => run.Id), given);
    }

    [Fact]
    public async Task A_window_that_fails_is_the_error_behind_what_came_before_it_and_ends_the_reading()
    {
        DateTimeOffset broken = Start.AddHours(450);
        List<BatchExportRun> runs = [.. Enumerable.Range(0, 9000).Select(i => Run(Start.AddHours(i), TimeSpan.Zero))];
        var given = new List<Guid>();

        Exception error = await Assert.ThrowsAsync<PostHogApiException>(() =>
            ReadAsync(runs, byInterval: true, new Random(1), honoursBounds: true, given, broken));

        Assert.Equal("broken", error.Message);
        Assert.Equal(runs.Take(given.Count).Select(run => run.Id), given);
        Assert.InRange(given.Count, 300, 451);
    }

    // Hours with failures that are repeated, a pause, and backfills whose runs are created within minutes.
    private static List<BatchExportRun> History(Random random)
    {
        var runs = new List<BatchExportRun>();
        int hours = random.Next(1, 1500), pause = random.Next(0, hours);
        for (int hour = 0; hour < hours; hour++)
        {
            if (hour > pause && hour < pause + 300 && random.Next(2) == 0)
                continue;
            for (int copies = random.Next(12) == 0 ? 3 : 1; copies > 0; copies--)
                runs.Add(Run(Start.AddHours(hour), TimeSpan.FromSeconds(random.Next(900))));
        }

        for (int backfill = random.Next(0, 3); backfill > 0; backfill--)
        {
            DateTimeOffset at = Start.AddHours(random.Next(hours + 1));
            for (int i = random.Next(0, 300); i > 0; i--)
                runs.Add(new BatchExportRun { Id = Guid.NewGuid(), DataIntervalStart = Start.AddHours(random.Next(hours)),
                    CreatedAt = at.AddSeconds(random.Next(3) * i) });
        }

        return runs;
    }

    private static BatchExportRun Run(DateTimeOffset start, TimeSpan delay) =>
        new() { Id = Guid.NewGuid(), DataIntervalStart = start, CreatedAt = start.AddHours(1) + delay };

    private static List<BatchExportRun> Sorted(IEnumerable<BatchExportRun> runs, bool byInterval) => byInterval
        ? [.. runs.OrderBy(run => run.DataIntervalStart).ThenBy(run => run.Id)]
        : [.. runs.OrderByDescending(run => run.CreatedAt).ThenBy(run => run.Id)];

    private static async Task<(List<Guid> Given, int Requests)> ReadAsync(
        List<BatchExportRun> runs, bool byInterval, Random random, bool honoursBounds, List<Guid>? into = null, DateTimeOffset? broken = null,
        int pageLength = PageLength, int mostInFlight = RequestGate.MostInFlight, Func<Task>? reading = null)
    {
        List<BatchExportRun> sorted = Sorted(runs, byInterval);
        var requests = new FakeRequests { Random = random };
        var query = new RunQuery { ByDataInterval = byInterval, Ascending = byInterval, After = Start.AddDays(-1),
            Before = byInterval ? runs.Max(run => run.DataIntervalStart) + TimeSpan.FromHours(1) : null };

        async Task<Page<BatchExportRun>> FetchAsync(RunQuery asked, string? next, CallContext call)
        {
            await requests.AskAsync(call);
            await (reading?.Invoke() ?? Task.CompletedTask);
            int first = next is not null ? int.Parse(next, CultureInfo.InvariantCulture)
                : !honoursBounds ? 0
                : sorted.FindIndex(run => byInterval ? run.DataIntervalStart >= asked.After : asked.Before is null || run.CreatedAt <= asked.Before);
            first = first < 0 ? sorted.Count : first;
            int end = Math.Min(sorted.Count, first + pageLength);
            if (sorted.GetRange(first, end - first).Exists(run => run.DataIntervalStart == broken))
                throw new PostHogApiException(PostHogErrorKind.Server, "broken");
            return new Page<BatchExportRun>(sorted.GetRange(first, end - first), end < sorted.Count ? end.ToString(CultureInfo.InvariantCulture) : null, null);
        }

        var plan = new SideBySidePlan<int, BatchExportRun>("",
            _ => new RunWindowReader("", FetchAsync, query, byInterval ? query.Before : query.After, TimeSpan.FromHours(1)), static _ => "connection")
        {
            MostInFlight = mostInFlight,
        };
        var reader = new SideBySideReader<int, BatchExportRun>(plan, [0]);
        var given = into ?? [];
        Exception? error = null;
        var call = new CallContext(TestContext.Current.CancellationToken, message => error ??= message.Error);
        while (await reader.ReadAsync(call) is { } batch)
            given.AddRange(batch.Select(one => one.Item.Id));
        Assert.InRange(requests.MostAtOnce, 1, mostInFlight);
        return error is null ? (given, requests.Count) : throw error;
    }
}
