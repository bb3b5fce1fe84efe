using System;
using System.Threading.Tasks;
using PostHogPS.Backfills;
using PostHogPS.Domain.Tests.Support;
using PostHogPS.Gaps;
using PostHogPS.Schedule;
using Xunit;

namespace PostHogPS.Domain.Tests.Gaps;

/// <summary>What a question says of a backfill before it is sent.</summary>
public sealed class ExportedOverlapTests : IDisposable
{
    private readonly World _world = new();

    public void Dispose() => _world.Dispose();

    [Fact]
    public async Task DescribeBackfillAsync_reads_what_is_exported_already_only_where_somebody_sees_it()
    {
        BatchExport export = await _world.ExportAsync("events-to-s3");
        BackfillRange range = Range(export, days: 1);
        Assert.Equal("Backfill " + range.Description, await DescribeAsync(export, range, isSeen: false));
        Assert.Empty(_world.Requests);
        Assert.StartsWith($"Backfill {range.Description}; 20 of 24 intervals are covered", await DescribeAsync(export, range, isSeen: true),
            StringComparison.Ordinal);
        Assert.NotEmpty(_world.Requests);
    }

    [Fact]
    public async Task DescribeBackfillAsync_an_old_range_says_how_its_rows_are_selected()
    {
        BatchExport export = await _world.ExportAsync("events-to-s3");
        Assert.EndsWith(RowSelection.Note, await DescribeAsync(export, Range(export, days: 10), isSeen: false), StringComparison.Ordinal);
    }

    private static BackfillRange Range(BatchExport export, int days)
    {
        DateTimeOffset end = new(2026, 10, 14, 12, 0, 0, TimeSpan.Zero);
        DateInput from = DateInput.CreateFrom(end.AddDays(-days)), to = DateInput.CreateFrom(end);
        return BackfillRange.CreateFrom(export, from, to, null, new TimeWindow("Start", from, "End", to));
    }

    private Task<string> DescribeAsync(BatchExport export, BackfillRange range, bool isSeen) =>
        ExportedOverlap.DescribeBackfillAsync(_world.Scope, export, range, isSeen, _world.Call());
}
