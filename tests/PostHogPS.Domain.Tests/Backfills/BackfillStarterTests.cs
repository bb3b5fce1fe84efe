using System;
using System.Threading;
using System.Threading.Tasks;
using PostHogPS.Backfills;
using PostHogPS.Contracts;
using PostHogPS.Domain.Tests.Support;
using PostHogPS.Schedule;
using Xunit;

namespace PostHogPS.Domain.Tests.Backfills;

public sealed class BackfillStarterTests : IDisposable
{
    private readonly World _world = new();

    public void Dispose() => _world.Dispose();

    [Fact]
    public async Task StartAsync_without_a_wait_gives_the_backfill_at_once()
    {
        BackfillRequest request = await RequestAsync(hours: 2);
        await Starter(waits: false, out _).StartAsync(request, _world.Call());
        BatchExportBackfill started = Assert.Single(_world.Results<BatchExportBackfill>());
        Assert.Equal(request.Start, started.Start);
        Assert.Single(_world.Writes);
    }

    [Fact]
    public async Task StartAsync_with_a_wait_gives_it_when_it_has_ended()
    {
        await Starter(waits: true, out BackfillWatcher watcher).StartAsync(await RequestAsync(hours: 2), _world.Call());
        Assert.Empty(_world.Results<BatchExportBackfill>());
        await watcher.WaitAllAsync(_world.Call());
        BatchExportBackfill ended = Assert.Single(_world.Results<BatchExportBackfill>());
        Assert.False(ended.IsOpen);
        Assert.Single(_world.Writes);
        Assert.NotEmpty(_world.Clock.Waits);
    }

    [Fact]
    public async Task StartAsync_remembers_it_until_the_server_lists_it()
    {
        BackfillRequest request = await RequestAsync(hours: 2);
        await Starter(waits: false, out _).StartAsync(request, _world.Call());
        ActiveBackfills active = await ActiveBackfills.ReadAsync(_world.Scope, request.BatchExportId, null, _world.Call());
        Assert.Contains(active.Running, b => b.Start == request.Start && b.End == request.End);
    }

    [Fact]
    public async Task WaitAllAsync_time_is_over_is_one_error_and_the_work_goes_on()
    {
        BackfillStarter starter = Starter(waits: true, out BackfillWatcher watcher, TimeSpan.FromSeconds(1));
        await starter.StartAsync(await RequestAsync(hours: 48), _world.Call());
        await watcher.WaitAllAsync(_world.Call());
        ProblemException problem = Assert.IsType<ProblemException>(Assert.Single(_world.Errors));
        Assert.Equal("WaitTimeout", problem.Id);
    }

    [Fact]
    public async Task StartAsync_sends_nothing_while_an_earlier_message_may_still_end_the_command()
    {
        BackfillRequest request = await RequestAsync(hours: 2);
        using var stop = new CancellationTokenSource();
        var handled = new TaskCompletionSource();
        Task started = Starter(waits: false, out _).StartAsync(request, _world.Call(stop.Token, () => handled.Task));
        Assert.Empty(_world.Writes);
        await stop.CancelAsync();
        handled.SetResult();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => started);
        Assert.Empty(_world.Writes);
    }

    [Fact]
    public async Task WaitForRoomAsync_time_is_over_counts_as_a_wait_so_that_the_next_send_looks_again()
    {
        BackfillStarter starter = Starter(waits: true, out _, TimeSpan.FromSeconds(1));
        await starter.StartAsync(await RequestAsync(hours: 48), _world.Call());
        Assert.Null(starter.LastWait);
        Assert.False(await starter.WaitForRoomAsync(_world.Call()));
        Assert.Equal(_world.Clock.UtcNow, starter.LastWait);
    }

    [Fact]
    public async Task WaitAllAsync_cancelled_ends_at_once()
    {
        using var stop = new CancellationTokenSource();
        await Starter(waits: true, out BackfillWatcher watcher).StartAsync(await RequestAsync(hours: 48), _world.Call());
        _world.Clock.OnWait(2, stop.Cancel);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => watcher.WaitAllAsync(_world.Call(stop.Token)));
        Assert.NotNull(watcher.Running);
    }

    private static BackfillStarter Starter(bool waits, out BackfillWatcher watcher, TimeSpan? timeout = null)
    {
        watcher = new BackfillWatcher(timeout, new BackfillOutput());
        return new BackfillStarter(watcher, waits);
    }

    private async Task<BackfillRequest> RequestAsync(int hours)
    {
        BatchExport export = await _world.ExportAsync("events-to-minio");
        var calendar = new ExportCalendar(export);
        DateTimeOffset end = IntervalSchedule.CreateFrom(export).BoundaryBefore(_world.Clock.UtcNow.AddHours(-3)), start = end.AddHours(-hours);
        return new BackfillRequest(_world.Scope, export.Id, export.Name, export)
        {
            Start = start,
            End = end,
            Bounds = (calendar.BoundAt(start), calendar.BoundAt(end)),
        };
    }
}
