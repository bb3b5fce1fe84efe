using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading.Tasks;
using PostHogPS.Backfills;
using PostHogPS.Connections;
using PostHogPS.Contracts;
using PostHogPS.Domain.Tests.Support;
using PostHogPS.Reading;
using PostHogPS.Runs;
using Xunit;

namespace PostHogPS.Domain.Tests.Runs;

public sealed class RunRetrierTests : IDisposable
{
    private readonly World _world = new();

    public void Dispose() => _world.Dispose();

    [Fact]
    public async Task A_failed_run_is_retried_once()
    {
        List<RunTarget> failed = await FindAsync("events-to-s3", RunStates.Failed, 2);
        RunRetrier retrier = await RunRetrier.ReadAsync(failed, force: false, _world.Call());
        Assert.Equal(2, retrier.Runs.Count);
        Assert.Null(retrier.DescribeSkipped(failed[0]));
        Assert.Equal("Retry", retrier.Describe(failed[0]));
        await retrier.StartAsync(failed[0], new BackfillStarter(timeout: null, waits: false), _world.Call());
        Assert.Equal(failed[0].Run!.DataIntervalStart, Assert.Single(_world.Results<BatchExportBackfill>()).Start);
        Assert.Contains("/retry", Assert.Single(_world.Writes), StringComparison.Ordinal);
        Assert.Contains("being retried already", retrier.DescribeSkipped(failed[0]), StringComparison.Ordinal);
        Assert.Null(retrier.DescribeSkipped(failed[1]));
    }

    [Fact]
    public async Task A_complete_interval_is_left_out_unless_it_is_forced()
    {
        List<RunTarget> completed = await FindAsync("events-to-s3", RunStates.Completed, 1);
        RunRetrier retrier = await RunRetrier.ReadAsync(completed, force: false, _world.Call());
        Assert.Contains("is already Completed. A second run would write its rows again", retrier.DescribeSkipped(completed[0]), StringComparison.Ordinal);
        RunRetrier forced = await RunRetrier.ReadAsync(completed, force: true, _world.Call());
        Assert.Null(forced.DescribeSkipped(completed[0]));
    }

    [Fact]
    public async Task A_bare_id_is_read_and_a_wrong_one_is_its_own_error()
    {
        RunTarget known = (await FindAsync("events-to-s3", RunStates.Failed, 1))[0];
        RunTarget bare = new(known.Scope, known.BatchExportId, known.Id, known.Id, null, "events-to-s3");
        RunTarget wrong = new(known.Scope, known.BatchExportId, Guid.NewGuid(), "wrong", null, "events-to-s3");
        RunRetrier retrier = await RunRetrier.ReadAsync([wrong, bare], force: false, _world.Call());
        Assert.Same(bare, Assert.Single(retrier.Runs));
        Assert.Equal(known.Run!.DataIntervalEnd, bare.Run!.DataIntervalEnd);
        Assert.Equal(PostHogErrorKind.NotFound, Assert.IsType<PostHogApiException>(Assert.Single(_world.Errors)).Kind);
    }

    [Fact]
    public async Task An_old_run_of_events_says_that_rows_are_selected_by_event_time()
    {
        BatchExport export = await _world.ExportAsync("events-to-s3");
        BatchExportRun old = (await ExportLists.Runs(_world.Scope, export.Id, new RunQuery { Before = _world.Clock.UtcNow.AddDays(-10) })
            .ReadAllAsync(_world.Call()))[0];
        RunTarget target = new(_world.Scope, export.Id, old.Id, old, old, export.Name);
        RunRetrier retrier = await RunRetrier.ReadAsync([target], force: true, _world.Call());
        Assert.Equal("Retry" + RowSelection.Note, retrier.Describe(target));
    }

    [Fact]
    public async Task After_a_wait_for_room_each_run_is_retried()
    {
        List<RunTarget> failed = await FindAsync("events-to-s3", RunStates.Failed, 3);
        Assert.Equal(3, failed.Count);
        RunRetrier retrier = await RunRetrier.ReadAsync(failed, force: false, _world.Call());
        var starter = new BackfillStarter(timeout: null, waits: true);
        await retrier.StartAsync(failed[0], starter, _world.Call());
        Assert.True(await starter.WaitForRoomAsync(_world.Call()));
        await retrier.StartAsync(failed[1], starter, _world.Call());
        await retrier.StartAsync(failed[2], starter, _world.Call());
        Assert.Empty(_world.Warnings);
        Assert.Equal(3, _world.Writes.Count());
        Assert.All(failed.Skip(1), run => Assert.Contains("being retried already", retrier.DescribeSkipped(run), StringComparison.Ordinal));
    }

    private async Task<List<RunTarget>> FindAsync(string name, string state, int count)
    {
        BatchExport export = await _world.ExportAsync(name);
        List<BatchExportRun> runs = await ExportLists.Runs(_world.Scope, export.Id, new RunQuery { After = _world.Clock.UtcNow.AddDays(-5) })
            .ReadAllAsync(_world.Call());
        _world.Messages.Clear();
        return runs.Where(run => run.State == state).Take(count)
            .Select(run => new RunTarget(_world.Scope, export.Id, run.Id, run, _world.Scope.StampRun(run, export.Id, export.Name), export.Name)).ToList();
    }
}
