using System;
using System.Collections.Generic;
using System.Threading.Tasks;
using PostHogPS.Connections;
using PostHogPS.Contracts;
using PostHogPS.Waiting;

namespace PostHogPS.Backfills;

/// <summary>
/// Starts backfills, one after the other: what Start-, retry and repair send goes through here. When PostHog runs as many in
/// a project as it may, a caller that waits anyway waits for one to end, and one that does not stops sending to that project.
/// </summary>
internal sealed class BackfillStarter
{
    private static readonly TimeSpan DelayForOthers = TimeSpan.FromSeconds(30);

    private readonly BackfillWatcher _watcher;
    private readonly bool _waits;
    private readonly HashSet<(PostHogConnection, string)> _full = new();
    private readonly HashSet<(PostHogConnection, string)> _warned = new();

    /// <param name="watcher">Watches what is started here, where the caller waits for it.</param>
    /// <param name="waits">Whether the caller waits.</param>
    internal BackfillStarter(BackfillWatcher watcher, bool waits)
    {
        _watcher = watcher;
        _waits = waits;
    }

    /// <param name="timeout">Longest time to wait; null for no end.</param>
    /// <param name="waits">Whether the caller waits.</param>
    internal BackfillStarter(TimeSpan? timeout, bool waits)
        : this(new BackfillWatcher(timeout, new BackfillOutput()), waits)
    {
    }

    /// <summary>What has been started and is running, for a person who stops to wait; null for nothing.</summary>
    internal string? Running => _watcher.Running;

    /// <summary>When it last waited because PostHog's limit was reached; null for never.</summary>
    internal DateTimeOffset? LastWait { get; private set; }

    /// <summary>Sends one, and remembers it until the server lists it. Never sent again when the answer is lost.</summary>
    internal static async Task<BatchExportBackfill> SendAsync(BackfillRequest request, CallContext call)
    {
        // What came before may end the command (-ErrorAction Stop, Select-Object -First): not a request later.
        await call.FlushAsync().ConfigureAwait(false);
        ProjectScope scope = request.Scope;
        BatchExportBackfill backfill = request.ToBackfill(scope.Session.ServerNow);
        await scope.Connection.Backfills.SendAsync(backfill, RecentBackfills.ListingTimeout, async () =>
        {
            backfill.WorkflowId = request.RunId is { } run
                ? await scope.Session.Runs.RetryAsync(scope.Project, request.BatchExportId, run, call).ConfigureAwait(false)
                : await scope.Session.Backfills.CreateAsync(scope.Project, request.BatchExportId, request.Bounds!.Value.Start, request.Bounds.Value.End,
                    call).ConfigureAwait(false);
            backfill.Id = Guid.TryParse(backfill.WorkflowId, out Guid id) ? id : null;
        }).ConfigureAwait(false);
        return backfill;
    }

    /// <summary>Resumes an export so that PostHog backfills its pause, and remembers that backfill until the server lists it.</summary>
    internal static async Task UnpauseAsync(BatchExportTarget target, CallContext call)
    {
        await call.FlushAsync().ConfigureAwait(false);
        ProjectScope scope = target.Scope;
        // PostHog does not say whether it starts a backfill: another person may have resumed the export in between.
        var missed = new BatchExportBackfill { BatchExportId = target.Id, Start = target.Export!.LastPausedAt, CreatedAt = scope.Session.ServerNow };
        await scope.Connection.Backfills.SendAsync(missed, RecentBackfills.LostAnswerTimeout,
            () => scope.Session.BatchExports.UnpauseAsync(scope.Project, target.Id, backfill: true, call)).ConfigureAwait(false);
    }

    /// <summary>Starts one: given to the pipeline at once, or watched where the caller waits. A failure is the error of this one.</summary>
    /// <param name="request">What to start.</param>
    /// <param name="call">The work it belongs to.</param>
    /// <param name="reasonToSkip">Asked after such a wait: why the backfill is no longer needed, or null.</param>
    internal async Task StartAsync(BackfillRequest request, CallContext call, Func<CallContext, Task<string?>>? reasonToSkip = null)
    {
        if (_full.Contains(request.Scope.Key))
        {
            call.Fail(new PostHogApiException(PostHogErrorKind.TooManyBackfills,
                $"The backfill was not sent: the limit of running backfills is reached in {request.Scope.Description}."), request.Input);
            return;
        }

        await call.TryAsync(request.Input, () => StartWithRoomAsync(request, call, reasonToSkip)).ConfigureAwait(false);
    }

    /// <summary>Waits until all that were started have ended, where the caller waits.</summary>
    internal Task WaitAllAsync(CallContext call) => _waits ? _watcher.WaitAllAsync(call) : Task.CompletedTask;

    /// <summary>Waits for a backfill to end, so that PostHog may accept another. False when the caller does not wait, or the time is over.</summary>
    internal async Task<bool> WaitForRoomAsync(CallContext call)
    {
        PollSchedule polls = _watcher.Begin(call);
        if (!_waits || polls.IsOver)
            return false;
        bool hasEnded = await _watcher.WaitForOneAsync(call).ConfigureAwait(false);
        if (!hasEnded && !polls.IsOver)
            await call.DelayAsync(polls.AtMost(DelayForOthers)).ConfigureAwait(false);
        // Also where the time is over: a caller that sends once more must look again first.
        LastWait = call.Clock.UtcNow;
        return hasEnded || !polls.IsOver;
    }

    /// <summary>Says, once for a project, that PostHog's limit of running backfills is reached.</summary>
    internal void WarnOfNoRoom(ProjectScope scope, CallContext call)
    {
        if (_warned.Add(scope.Key))
            call.Warn($"The limit of running backfills is reached in {scope.Description}; waiting for one to end.");
    }

    private async Task StartWithRoomAsync(BackfillRequest request, CallContext call, Func<CallContext, Task<string?>>? reasonToSkip)
    {
        while (true)
        {
            // After a wait, what was true before it is looked at again.
            if (LastWait is not null && reasonToSkip is not null && await reasonToSkip(call).ConfigureAwait(false) is { } reason)
            {
                call.Warn(reason);
                return;
            }

            try
            {
                BatchExportBackfill started = await SendAsync(request, call).ConfigureAwait(false);
                if (_waits)
                    _watcher.Add(request.Scope, started, request.Input, call);
                else
                    call.WriteResult(started);
                return;
            }
            catch (PostHogApiException e) when (e.Kind == PostHogErrorKind.TooManyBackfills)
            {
                // Refused before anything happened, so sending it again later is safe.
                if (!_waits || _watcher.Begin(call).IsOver)
                {
                    _full.Add(request.Scope.Key);
                    throw;
                }
            }

            WarnOfNoRoom(request.Scope, call);
            await WaitForRoomAsync(call).ConfigureAwait(false);
        }
    }
}
