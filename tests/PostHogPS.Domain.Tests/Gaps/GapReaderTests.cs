using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading.Tasks;
using PostHogPS.Coverage;
using PostHogPS.Domain.Tests.Support;
using PostHogPS.Gaps;
using Xunit;

namespace PostHogPS.Domain.Tests.Gaps;

public sealed class GapReaderTests : IDisposable
{
    private readonly World _world = new();

    public void Dispose() => _world.Dispose();

    [Fact]
    public async Task ReadAsync_five_intervals_were_never_run_finds_them()
    {
        BatchExport export = await _world.ExportAsync("events-to-minio");
        List<IntervalVerdict> verdicts = await Reader(export, days: 7).ReadAllAsync(_world.Call());
        Assert.Equal(5, verdicts.Count(v => v.IsUncovered));
        Assert.Equal(5, GapFinder.Merge(verdicts).Sum(gap => gap.Intervals));
        Assert.Equal(verdicts.Select(v => v.Interval.Start).Order(), verdicts.Select(v => v.Interval.Start));
    }

    [Fact]
    public async Task ReadAsync_gives_what_a_page_of_runs_decides_before_the_next_is_asked_for()
    {
        BatchExport export = await _world.ExportAsync("events [prod]");
        GapReader reader = Reader(export, days: 1);
        IReadOnlyList<IntervalVerdict>? first = await reader.ReadAsync(_world.Call());
        Assert.NotNull(first);
        Assert.InRange(first.Count, 1, 100);
        Assert.Single(_world.Requests, r => r.Contains("/runs", StringComparison.Ordinal));
    }

    [Fact]
    public async Task ReadAsync_window_without_an_interval_sends_nothing()
    {
        BatchExport export = await _world.ExportAsync("events-to-s3");
        var reader = new GapReader(_world.Scope, export, _world.Clock.UtcNow.AddMinutes(-10), _world.Clock.UtcNow);
        Assert.Null(await reader.ReadAsync(_world.Call()));
        Assert.Empty(_world.Requests);
    }

    [Fact]
    public async Task ReadAsync_one_batch_after_the_other_is_the_same_as_all_at_once()
    {
        BatchExport export = await _world.ExportAsync("events-to-s3");
        List<IntervalVerdict> all = await Reader(export, days: 14).ReadAllAsync(_world.Call());
        var pieces = new List<IntervalVerdict>();
        GapReader reader = Reader(export, days: 14);
        while (await reader.ReadAsync(_world.Call()) is { } batch)
            pieces.AddRange(batch);
        Assert.Equal(all.Select(v => (v.Interval.Start, v.Kind, v.CoveredBy)), pieces.Select(v => (v.Interval.Start, v.Kind, v.CoveredBy)));
        Assert.Equal(7, all.Count(v => v.Kind == GapKind.Failed));
    }

    private GapReader Reader(BatchExport export, int days) => new(_world.Scope, export, _world.Clock.UtcNow.AddDays(-days), null);
}
