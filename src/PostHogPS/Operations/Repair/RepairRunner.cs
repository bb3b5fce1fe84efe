using System;
using System.Collections.Generic;
using System.Linq;
using PostHogPS.Cmdlets;
using PostHogPS.Cmdlets.Waiting;
using PostHogPS.Contracts;

namespace PostHogPS.Operations.Repair;

/// <summary>
/// Carries plans out: canaries first, then the rest, never more at once than the limit, the exports in turn. Looks at
/// the server's backfills before each send, so that two repairs at once do not double the work.
/// </summary>
internal sealed class RepairRunner
{
    private static readonly TimeSpan WhenNothingIsOurs = TimeSpan.FromSeconds(30);

    private readonly WorkingCmdlet _cmdlet;
    private readonly int _limit;
    private readonly BackfillWatcher _watcher;
    private readonly List<RepairJob> _jobs;

    internal RepairRunner(WorkingCmdlet cmdlet, IEnumerable<RepairJob> jobs, int limit, TimeSpan? timeout)
    {
        _cmdlet = cmdlet;
        _jobs = jobs.ToList();
        _limit = limit;
        _watcher = new BackfillWatcher(cmdlet, timeout);
    }

    /// <summary>What is running in PostHog because of this repair.</summary>
    internal IEnumerable<BatchExportBackfill> Running => _jobs.SelectMany(job => job.Started.Except(job.Ended));

    /// <summary>Sends everything, waiting only where the limit, a canary or the server asks for it. False when the time was over.</summary>
    internal bool SendAll()
    {
        while (_jobs.Any(job => job.HasNext))
        {
            bool refused = false;
            while (!refused && Next() is { } job)
                refused = !Send(job);
            if (!_jobs.Any(job => job.HasNext))
                return true;
            if (_watcher.IsOver)
                return false;
            if (!_watcher.WaitForOne(OnEnded))
            {
                if (_watcher.IsOver)
                    return false;
                _cmdlet.Pause(WhenNothingIsOurs);
            }
        }

        return true;
    }

    /// <summary>Waits until the rows of all that was started can be seen, so that the next repair finds them.</summary>
    internal void AwaitRows() => _watcher.AwaitRows();

    /// <summary>Waits until all that was started has ended.</summary>
    internal void AwaitEnds() => _watcher.WaitAll(OnEnded);

    // The exports in turn, so that one with many windows does not hold the others up.
    private RepairJob? Next() =>
        _jobs.Where(job => job.IsReady && RunningIn(job.Plan.Scope.Key) < _limit)
            .OrderBy(job => job.Started.Count)
            .FirstOrDefault();

    private int RunningIn((PostHogConnection, string) project) => _jobs.Where(job => job.Plan.Scope.Key.Equals(project)).Sum(job => job.Running);

    // False when the server runs as many backfills as it may: then one has to end first.
    private bool Send(RepairJob job)
    {
        bool full = false;
        bool sent = _cmdlet.Try(job.Plan.Target.Input, () =>
        {
            if (SomebodyElseIsAtIt(job))
            {
                job.Skip();
                return;
            }

            DateTimeOffset when = job.Plan.Scope.Session.ServerNow;
            BackfillJob work = job.ToSend();
            try
            {
                BatchExportBackfill backfill = work.Started(_cmdlet.Await(work.Send), when);
                job.Sent(backfill);
                _watcher.Add(job.Plan.Scope, backfill, work.Input);
            }
            catch (PostHogApiException e) when (e.Kind == PostHogErrorKind.TooManyBackfills)
            {
                full = true;
            }
        });
        if (!sent)
            job.Stop("A request failed; see the error.");
        return !full;
    }

    private bool SomebodyElseIsAtIt(RepairJob job)
    {
        BatchExportRepairStep step = job.Peek();
        BatchExportBackfill? other = ActiveBackfills.Of(_cmdlet, job.Plan.Scope, job.Plan.Export.Id)
            .FirstOrDefault(b => (b.Start is null || b.Start < step.End) && (b.End is null || b.End > step.Start));
        if (other is not null)
            _cmdlet.WriteWarning($"Left {step}: the backfill {other.Id} is running over it by now.");
        return other is not null;
    }

    private void OnEnded(BatchExportBackfill backfill)
    {
        RepairJob job = _jobs.First(j => j.Started.Any(b => IsSame(b, backfill)));
        int index = job.Started.FindIndex(b => IsSame(b, backfill));
        job.Started[index] = backfill;
        _cmdlet.Try(job.Plan.Target.Input, () => job.OnEnded(_cmdlet, backfill));
    }

    private static bool IsSame(BatchExportBackfill started, BatchExportBackfill row) =>
        ReferenceEquals(started, row)
        || (started.BatchExportId == row.BatchExportId && started.WorkflowId == row.WorkflowId && started.Start == row.Start && started.End == row.End);
}
