using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using PostHogPS.Connections;
using PostHogPS.Contracts;
using PostHogPS.Domain.Tests.Support;
using PostHogPS.Logs;
using PostHogPS.Reading;
using Xunit;

namespace PostHogPS.Domain.Tests.Logs;

/// <summary>Logs that are followed, on a clock that the waits move.</summary>
public sealed class LogFollowerTests : IDisposable
{
    private readonly World _world = new();

    public void Dispose() => _world.Dispose();

    [Fact]
    public async Task FollowAsync_gives_what_comes_until_it_is_stopped()
    {
        var follower = new LogFollower();
        List<BatchExportLogEntry> first = await follower.Begin(await ReaderAsync("events [prod]"), tail: null).ReadAllAsync(_world.Call());
        Assert.Equal(10, first.Count);
        using var stop = new CancellationTokenSource();
        _world.Clock.OnWait(200, stop.Cancel);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => follower.FollowAsync(_world.Call(stop.Token)));
        BatchExportLogEntry[] news = [.. _world.Results<BatchExportLogEntry>()];
        Assert.NotEmpty(news);
        Assert.All(news, entry => Assert.True(entry.Timestamp >= first[^1].Timestamp.AddMinutes(-1)));
        Assert.All(_world.Clock.Waits, static wait => Assert.InRange(wait, TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(5)));
    }

    [Fact]
    public async Task FollowAsync_ends_where_no_log_can_be_read()
    {
        var follower = new LogFollower();
        var target = new BatchExportTarget(_world.Scope, Guid.NewGuid(), "gone", null, null);
        ItemReader<BatchExportLogEntry> gone = follower.Begin(new LogReader(target, new LogQuery()), tail: 5);
        await Assert.ThrowsAsync<PostHogApiException>(() => gone.ReadAllAsync(_world.Call()));
        await follower.FollowAsync(_world.Call());
        Assert.Empty(_world.Clock.Waits);
    }

    [Fact]
    public async Task FollowAsync_does_not_look_again_before_what_it_gave_was_handled()
    {
        var follower = new LogFollower();
        await follower.Begin(await ReaderAsync("events [prod]"), tail: 1).ReadAllAsync(_world.Call());
        using var stop = new CancellationTokenSource();
        var handled = new TaskCompletionSource();
        Task followed = follower.FollowAsync(_world.Call(stop.Token, () => handled.Task));
        Assert.Empty(_world.Clock.Waits);
        await stop.CancelAsync();
        handled.SetResult();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => followed);
        Assert.Empty(_world.Clock.Waits);
    }

    [Fact]
    public async Task Read_gives_the_last_entries_oldest_first_and_all_of_them_newest_first()
    {
        List<BatchExportLogEntry> last = await (await ReaderAsync("events-to-s3")).Read(3).ReadAllAsync(_world.Call());
        Assert.Equal(3, last.Count);
        Assert.Equal(last.OrderBy(static entry => entry.Timestamp), last);
        LogReader range = await ReaderAsync("events-to-s3", new LogQuery { After = _world.Clock.UtcNow.AddHours(-3) });
        Assert.True(range.HasRange);
        List<BatchExportLogEntry> all = await range.Read(null).ReadAllAsync(_world.Call());
        Assert.Equal(all.Select(static entry => entry.Timestamp).OrderDescending(), all.Select(static entry => entry.Timestamp));
    }

    private async Task<LogReader> ReaderAsync(string name, LogQuery? query = null)
    {
        BatchExport export = await _world.ExportAsync(name);
        return new LogReader(new BatchExportTarget(_world.Scope, export.Id, name, export, null), query ?? new LogQuery());
    }
}
