using System;
using System.Collections.Generic;
using System.Linq;
using PostHogPS.Cmdlets.Waiting;
using PostHogPS.Cmdlets;
using PostHogPS.Contracts;
using PostHogPS.Coverage;
using PostHogPS.Hosting;
using PostHogPS.Operations.Coverage;
using PostHogPS.Text;
using PostHogPS.Waiting;

namespace PostHogPS.Operations.Repair;

/// <summary>
/// Carries plans out: canaries first, then the rest, never more at once than the limit, the exports in turn. Looks at
/// the server's backfills before each send, so that two repairs at once do not double the work.
/// </summary>
internal sealed class RepairRunner
{
    private static readonly TimeSpan WhenNothingIsOurs = TimeSpan.FromSeconds(30);

    // After this long a plan is not trusted any more: a late scheduler or another shell may have covered the step.
    private static readonly TimeSpan PlanStaysFresh = TimeSpan.FromMinutes(1);

    // After a lost answer the row of the backfill, if there is one, comes within this time.
    private static readonly TimeSpan RowPatience = TimeSpan.FromSeconds(45);

    private readonly WorkingCmdlet _cmdlet;
    private readonly int _limit;
    private readonly PollRhythm _rhythm;
    private readonly BackfillWatcher _watcher;
    private readonly List<RepairJob> _jobs;
    private readonly HashSet<(PostHogConnection, string)> _full = new();
    private readonly HashSet<(PostHogConnection, string)> _saidFull = new();
    private volatile string[] _running = [];
    private volatile string? _sending;

    internal RepairRunner(WorkingCmdlet cmdlet, IEnumerable<RepairJob> jobs, int limit, TimeSpan? timeout)
    {
        _cmdlet = cmdlet;
        _jobs = jobs.ToList();
        _limit = limit;
        _rhythm = new PollRhythm(ModuleClock.Current, timeout);
        _watcher = new BackfillWatcher(cmdlet, timeout, OnLost, State);
    }

    /// <summary>What is running in PostHog because of this repair, as texts. Safe to ask from another thread.</summary>
    internal IEnumerable<string> Running => _sending is { } sending ? _running.Concat([sending + " (not answered yet)"]) : _running;

    /// <summary>Sends everything, waiting only where the limit, a canary or the server asks for it. False when the time was over.</summary>
    internal bool SendAll()
    {
        while (_jobs.Any(job => job.HasNext))
        {
            _full.Clear();
            while (Next() is { } job)
                Send(job);
            if (!_jobs.Any(job => job.HasNext))
                return true;
            if (_rhythm.IsOver)
                return false;
            if (!_watcher.WaitForOne(OnEnded))
            {
                if (_rhythm.IsOver)
                    return false;
                _cmdlet.Pause(_rhythm.AtMost(WhenNothingIsOurs));
            }
        }

        return true;
    }

    /// <summary>Waits until the rows of all that was started can be seen, so that the next repair finds them.</summary>
    internal void AwaitRows() => _watcher.AwaitRows(OnEnded);

    /// <summary>Waits until all that was started has ended.</summary>
    internal void AwaitEnds() => _watcher.WaitAll(OnEnded);

    // The exports in turn, so that one with many windows does not hold the others up.
    private RepairJob? Next() =>
        _jobs.Where(job => job.IsReady && !_full.Contains(job.Plan.Scope.Key) && RunningIn(job.Plan.Scope.Key) < _limit)
            .OrderBy(job => job.Started.Count)
            .FirstOrDefault();

    private int RunningIn((PostHogConnection, string) project) => _jobs.Where(job => job.Plan.Scope.Key.Equals(project)).Sum(job => job.Running);

    private void Send(RepairJob job)
    {
        bool done = _cmdlet.Try(job.Plan.Target.Input, () =>
        {
            if (ReasonToLeave(job) is { } reason)
            {
                _cmdlet.WriteWarning($"Left {job.Peek()}: {reason}");
                job.Skip();
                return;
            }

            DateTimeOffset when = job.Plan.Scope.Session.ServerNow;
            BackfillJob work = job.ToSend();
            try
            {
                Started(job, work, Ask(job, work));
            }
            catch (PostHogApiException e) when (e.Kind == PostHogErrorKind.TooManyBackfills)
            {
                OnFull(job);
            }
            catch (PostHogApiException e) when (e.Kind == PostHogErrorKind.FateUnknown)
            {
                // It may run, and it must not be sent again: only the server's list can tell.
                if (Find(job, work, when) is not { } row)
                    throw;
                _cmdlet.WriteWarning($"PostHog's answer to {job.Peek()} was lost, but the backfill {row.Id} is there.");
                Started(job, work, row);
            }
        });
        if (!done)
            job.Stop("A request failed; see the error.");
    }

    private BatchExportBackfill Ask(RepairJob job, BackfillJob work)
    {
        _sending = job.Peek().ToString();
        try
        {
            return work.SendFor(_cmdlet);
        }
        finally
        {
            // A stop in the middle leaves it open whether the server has got it: then it stays said.
            if (!_cmdlet.StopToken.IsCancellationRequested)
                _sending = null;
        }
    }

    private void Started(RepairJob job, BackfillJob work, BatchExportBackfill backfill)
    {
        job.Sent(backfill);
        _watcher.Add(job.Plan.Scope, backfill, work.Input, job.Plan.Backfills.Known);
        Note();
    }

    private void OnFull(RepairJob job)
    {
        _full.Add(job.Plan.Scope.Key);
        if (_saidFull.Add(job.Plan.Scope.Key))
            _cmdlet.WriteWarning($"PostHog runs as many backfills as it may in {job.Plan.Scope.Description}; waiting for one to end.");
    }

    private BatchExportBackfill? Find(RepairJob job, BackfillJob work, DateTimeOffset when)
    {
        BatchExportBackfill lost = work.Started(when);
        var rhythm = new PollRhythm(ModuleClock.Current, RowPatience);
        while (true)
        {
            _cmdlet.Pause(rhythm.Next());
            foreach (BatchExportBackfill row in NewRows(job))
            {
                if (row.Start == lost.Start && row.End == lost.End)
                    return NameOf(row, job);
            }

            if (rhythm.IsOver)
                return null;
        }
    }

    private static BatchExportBackfill NameOf(BatchExportBackfill row, RepairJob job)
    {
        row.BatchExportId = job.Plan.Export.Id;
        row.BatchExportName = job.Plan.Export.Name;
        return job.Plan.Scope.Stamp(row);
    }

    // Backfills of others that have appeared since the plan was made.
    private static IEnumerable<BatchExportBackfill> NewRows(RepairJob job) =>
        job.Plan.Backfills.Newer().Where(row => !job.Owns(NameOf(row, job)));

    private string? ReasonToLeave(RepairJob job)
    {
        BatchExportRepairStep step = job.Peek();
        List<BatchExportBackfill> others = NewRows(job).Where(b => (b.Start is null || b.Start < step.End) && (b.End is null || b.End > step.Start)).ToList();
        if (others.Find(b => b.IsOpen) is { } active)
            return $"the backfill {active.Id} is running over it by now.";
        bool stale = others.Count > 0 || job.Plan.Scope.Session.ServerNow - job.Plan.MadeAt > PlanStaysFresh;
        return stale && IsNoLongerWhole(job, step) ? "some of it has been exported since the plan was made. Run the same command again for the rest." : null;
    }

    private bool IsNoLongerWhole(RepairJob job, BatchExportRepairStep step)
    {
        long missing = 0;
        foreach (IntervalVerdict verdict in new GapScan(_cmdlet, job.Plan.Scope, job.Plan.Export, step.Start, step.End).Judge())
        {
            if (!verdict.IsUncovered || verdict.Hold is not null)
                return true;
            missing++;
        }

        return missing < step.Intervals;
    }

    private void OnEnded(BatchExportBackfill backfill)
    {
        RepairJob job = _jobs.First(j => j.Take(backfill));
        bool looked = _cmdlet.Try(job.Plan.Target.Input, () => job.OnEnded(_cmdlet, backfill));
        if (!looked)
            job.Stop("A request failed; see the error.");
        Note();
    }

    private void OnLost(BatchExportBackfill backfill)
    {
        _jobs.First(j => j.Take(backfill)).OnLost(backfill);
        Note();
    }

    private WaitState State(IReadOnlyCollection<BatchExportBackfill> open)
    {
        long all = _jobs.Sum(job => job.IntervalsAccepted);
        long done = _jobs.Sum(job => job.IntervalsDone(open));
        return new WaitState($"{_jobs.Count(job => job.IsDone)} of {_jobs.Count} exports, {done} of {all} intervals", all == 0 ? 1 : (double)done / all);
    }

    private void Note() =>
        _running = _jobs.SelectMany(job => job.Started.Except(job.Ended)).Select(b => $"{b.BatchExportName} {IntervalText.Of(b.Start, b.End)}").ToArray();
}
