using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading.Tasks;
using PostHogPS.Backfills;
using PostHogPS.Contracts;
using PostHogPS.Gaps;
using PostHogPS.Text;
using PostHogPS.Waiting;

namespace PostHogPS.Repair;

/// <summary>
/// Carries out plans: canaries first, then the remaining steps, up to the limit at once, the exports in turn. Reads the
/// server's backfills before each send, so that two repairs at the same time do not double the work.
/// </summary>
internal sealed class RepairRunner : IBackfillListener
{
    // After this time a step is checked again: a late scheduler or another shell may have covered it.
    private static readonly TimeSpan PlanStaysFresh = TimeSpan.FromMinutes(1);

    // How long to wait for PostHog to list a backfill whose answer was lost.
    private static readonly TimeSpan RowTimeout = TimeSpan.FromSeconds(45);

    private readonly int _limit;
    private readonly BackfillWatcher _watcher;
    private readonly BackfillStarter _starter;
    private readonly List<RepairJob> _jobs;
    private readonly HashSet<(PostHogConnection, string)> _full = new();
    private volatile string[] _running = [];
    private volatile string? _sending;

    internal RepairRunner(IEnumerable<RepairJob> jobs, int limit, TimeSpan? timeout)
    {
        _jobs = jobs.ToList();
        _limit = limit;
        _watcher = new BackfillWatcher(timeout, this);
        _starter = new BackfillStarter(_watcher, waits: true);
    }

    /// <summary>What is running in PostHog because of this repair, as texts. Safe to ask from another thread.</summary>
    internal IEnumerable<string> Running => _sending is { } sending ? _running.Concat([sending + " (not answered yet)"]) : _running;

    /// <summary>Whether a server of it has no list of backfills.</summary>
    internal bool IsUnlisted => _jobs.Exists(job => job.Plan.Scope.Connection.Backfills.IsUnlisted);

    /// <summary>Sends everything; waits for the limit, a canary or the server. False after the timeout.</summary>
    internal async Task<bool> SendAllAsync(CallContext call)
    {
        PollSchedule polls = _watcher.Begin(call);
        while (_jobs.Any(job => job.HasNext))
        {
            _full.Clear();
            while (Next() is { } job)
                await SendAsync(job, call).ConfigureAwait(false);
            if (!_jobs.Any(job => job.HasNext))
                return true;
            if (polls.IsOver || !await _starter.WaitForRoomAsync(call).ConfigureAwait(false))
                return false;
        }

        return true;
    }

    /// <summary>Waits until PostHog lists everything that was started, so that the next repair finds it.</summary>
    internal Task AwaitRowsAsync(CallContext call) => _watcher.AwaitRowsAsync(call);

    /// <summary>Waits until all that was started has ended.</summary>
    internal Task AwaitEndsAsync(CallContext call) => _watcher.WaitAllAsync(call);

    // The exports in turn, so that one with many windows does not hold the others up.
    private RepairJob? Next() =>
        _jobs.Where(job => job.IsReady && !_full.Contains(job.Plan.Scope.Key) && RunningIn(job.Plan.Scope.Key) < _limit)
            .OrderBy(job => job.Started.Count)
            .FirstOrDefault();

    private int RunningIn((PostHogConnection, string) project) => _jobs.Where(job => job.Plan.Scope.Key.Equals(project)).Sum(job => job.Running);

    private async Task SendAsync(RepairJob job, CallContext call)
    {
        bool done = await call.TryAsync(job.Plan.Target.Input, () => SendNextAsync(job, call)).ConfigureAwait(false);
        if (!done)
            job.Stop("A request failed; see the error.");
    }

    private async Task SendNextAsync(RepairJob job, CallContext call)
    {
        if (await FindReasonToLeaveAsync(job, call).ConfigureAwait(false) is { } reason)
        {
            call.Warn($"Skipped {job.Peek()}: {reason}");
            job.Skip();
            return;
        }

        DateTimeOffset when = job.Plan.Scope.Session.ServerNow;
        BackfillRequest request = job.ToRequest();
        try
        {
            Started(job, request, await AskAsync(job, request, call).ConfigureAwait(false), call);
        }
        catch (PostHogApiException e) when (e.Kind == PostHogErrorKind.TooManyBackfills)
        {
            _full.Add(job.Plan.Scope.Key);
            _starter.WarnOfNoRoom(job.Plan.Scope, call);
        }
        catch (PostHogApiException e) when (e.Kind == PostHogErrorKind.FateUnknown)
        {
            // It may run and must not be sent again: only the server's list can tell.
            if (await FindAsync(job, request.ToBackfill(when), call).ConfigureAwait(false) is not { } row)
                throw;
            call.Warn($"The answer to {job.Peek()} was lost, but PostHog has started it: backfill {row.Id}.");
            Started(job, request, row, call);
        }
    }

    private async Task<BatchExportBackfill> AskAsync(RepairJob job, BackfillRequest request, CallContext call)
    {
        _sending = job.Peek().ToString();
        try
        {
            return await BackfillStarter.SendAsync(request, call).ConfigureAwait(false);
        }
        finally
        {
            // After a stop in the middle the server may have received it, so it stays in the message.
            if (!call.Cancellation.IsCancellationRequested)
                _sending = null;
        }
    }

    private void Started(RepairJob job, BackfillRequest request, BatchExportBackfill backfill, CallContext call)
    {
        job.Sent(backfill);
        _watcher.Add(job.Plan.Scope, backfill, request.Input, call, job.Plan.Backfills.Known);
        UpdateRunning();
    }

    private static async Task<BatchExportBackfill?> FindAsync(RepairJob job, BatchExportBackfill lost, CallContext call)
    {
        var polls = new PollSchedule(call.Clock, RowTimeout);
        while (true)
        {
            await call.DelayAsync(polls.NextDelay()).ConfigureAwait(false);
            foreach (BatchExportBackfill row in await ReadNewRowsAsync(job, call).ConfigureAwait(false))
            {
                if (row.Start == lost.Start && row.End == lost.End)
                    return row;
            }

            if (polls.IsOver)
                return null;
        }
    }

    private static BatchExportBackfill NameOf(BatchExportBackfill row, RepairJob job)
    {
        row.BatchExportId = job.Plan.Export.Id;
        row.BatchExportName = job.Plan.Export.Name;
        return job.Plan.Scope.Stamp(row);
    }

    // Backfills that this repair has not started and that appeared after the plan was made.
    private static async Task<List<BatchExportBackfill>> ReadNewRowsAsync(RepairJob job, CallContext call) =>
        (await job.Plan.Backfills.ReadNewerAsync(call).ConfigureAwait(false)).FindAll(row => !job.Owns(NameOf(row, job)));

    private static async Task<string?> FindReasonToLeaveAsync(RepairJob job, CallContext call)
    {
        BatchExportRepairStep step = job.Peek();
        List<BatchExportBackfill> others = (await ReadNewRowsAsync(job, call).ConfigureAwait(false))
            .FindAll(b => (b.Start is null || b.Start < step.End) && (b.End is null || b.End > step.Start));
        if (others.Find(b => b.IsOpen) is { } active)
            return $"another backfill ({active.Id}) already covers these intervals.";
        bool stale = others.Count > 0 || job.Plan.Scope.Session.ServerNow - job.Plan.MadeAt > PlanStaysFresh;
        return stale && !await IsStillMissingAsync(job, step, call).ConfigureAwait(false)
            ? "some of its intervals were exported after the plan was made. Run the same command again for the remaining ones." : null;
    }

    private static async Task<bool> IsStillMissingAsync(RepairJob job, BatchExportRepairStep step, CallContext call)
    {
        long missing = 0;
        bool isMissing = true;
        await new GapReader(job.Plan.Scope, job.Plan.Export, step.Start, step.End).ReadWhileAsync(
            verdict =>
            {
                isMissing = verdict.IsUncovered && verdict.Hold is null;
                missing++;
                return isMissing;
            },
            call).ConfigureAwait(false);
        return isMissing && missing >= step.Intervals;
    }

    /// <inheritdoc/>
    public async Task OnEndedAsync(BatchExportBackfill backfill, CallContext call)
    {
        RepairJob job = _jobs.First(j => j.Owns(backfill));
        job.Update(backfill);
        bool looked = await call.TryAsync(job.Plan.Target.Input, () => job.OnEndedAsync(backfill, call)).ConfigureAwait(false);
        if (!looked)
            job.Stop("A request failed; see the error.");
        UpdateRunning();
    }

    /// <inheritdoc/>
    public void OnLost(BatchExportBackfill backfill, CallContext call)
    {
        RepairJob job = _jobs.First(j => j.Owns(backfill));
        job.Update(backfill);
        job.OnLost(backfill);
        UpdateRunning();
    }

    /// <inheritdoc/>
    public WaitState? Describe(IReadOnlyCollection<BatchExportBackfill> open)
    {
        long all = _jobs.Sum(job => job.IntervalsAccepted);
        long done = _jobs.Sum(job => job.IntervalsDone(open));
        return new WaitState($"{_jobs.Count(job => job.IsDone)} of {_jobs.Count} exports, {done} of {all} intervals", all == 0 ? 1 : (double)done / all);
    }

    private void UpdateRunning() =>
        _running = _jobs.SelectMany(job => job.Started.Except(job.Ended))
            .Select(b => $"{b.BatchExportName} {IntervalText.FormatInBrackets(b.Start, b.End)}").ToArray();
}
