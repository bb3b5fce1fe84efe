using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading.Tasks;
using PostHogPS.Connections;
using PostHogPS.Contracts;
using PostHogPS.Reading;
using PostHogPS.Schedule;
using PostHogPS.Text;
using PostHogPS.Waiting;

namespace PostHogPS.Backfills;

/// <summary>
/// Watches backfills until they end: one list request per export and poll, however many of its backfills are watched.
/// A started backfill whose row is not written yet is found by its bounds and the time it was started. PostHog ends one as
/// Completed even when runs failed, so the runs are read at the end: one list request for all that ended at one poll.
/// </summary>
internal sealed class BackfillWatcher
{
    private static readonly TimeSpan RowTimeout = TimeSpan.FromMinutes(5);

    private readonly TimeSpan? _timeout;
    private readonly TimeSpan? _said;
    private readonly List<WatchedBackfill> _open = new();
    private readonly HashSet<Guid> _claimed = new();
    private readonly ReadFailures _readFailures = new("backfills");
    private readonly IBackfillListener _listener;
    private readonly bool _readsRuns;
    private readonly Dictionary<ItemKey, IntervalSchedule?> _schedules = new();
    private PollSchedule? _polls;
    private volatile string[] _running = [];
    private volatile bool _isUnlisted;
    private int _ended;

    /// <summary>Makes a watcher.</summary>
    /// <param name="timeout">Longest wait, from the first backfill on.</param>
    /// <param name="listener">Hears of what has ended.</param>
    /// <param name="said">The time allowed as the user gave it, where <paramref name="timeout"/> is what is left of it.</param>
    /// <param name="readsRuns">Whether it matters what became of their runs.</param>
    internal BackfillWatcher(TimeSpan? timeout, IBackfillListener listener, TimeSpan? said = null, bool readsRuns = true)
    {
        _readsRuns = readsRuns;
        _said = said ?? timeout;
        _timeout = timeout;
        _listener = listener;
    }

    /// <summary>What still runs in PostHog, for the message when the user stops the wait. Safe to call from another thread.</summary>
    internal string? Running =>
        _running.Length == 0 ? null : RunningBackfills.Describe(_running, _isUnlisted);

    /// <summary>True after the timeout.</summary>
    internal bool IsOver => _polls?.IsOver ?? false;

    /// <summary>Starts the timeout.</summary>
    internal PollSchedule Begin(CallContext call) => _polls ??= new PollSchedule(call.Clock, _timeout);

    /// <summary>Watches one.</summary>
    /// <param name="scope">Where it runs.</param>
    /// <param name="backfill">The backfill, as started.</param>
    /// <param name="input">What the user gave, for error targets.</param>
    /// <param name="call">The work it belongs to.</param>
    /// <param name="before">Ids of the rows there were before it was started, where the caller has read them: then the clocks need not agree.</param>
    internal void Add(ProjectScope scope, BatchExportBackfill backfill, object? input, CallContext call, ISet<Guid>? before = null)
    {
        Begin(call);
        if (backfill.Id is { } id)
            _claimed.Add(id);
        _open.Add(new WatchedBackfill(scope, backfill, input, before, call.Clock));
        _isUnlisted |= scope.Connection.Backfills.IsUnlisted;
        UpdateRunning();
    }

    /// <summary>Waits until at least one has ended. False when none is watched, or the time is over.</summary>
    internal Task<bool> WaitForOneAsync(CallContext call) => WaitAsync(call, untilAll: false);

    /// <summary>Waits for all; what has not ended in time is one error.</summary>
    internal async Task WaitAllAsync(CallContext call)
    {
        if (_open.Count == 0 || await WaitAsync(call, untilAll: true).ConfigureAwait(false))
            return;
        object[] left = _open.Select(w => (object)w.Backfill).ToArray();
        string what = left.Length == 1 ? $"The backfill {left[0]} of {NameOf(_open[0])}"
            : $"{left.Length} backfills of {NameList.Format(_open.Select(NameOf))}";
        string which = left.Length == 1 ? "-BatchExport " + _open[0].Backfill.BatchExportId + " " : "";
        call.Fail(
            Problems.WaitTimeout(what, _said ?? TimeSpan.Zero, RunningBackfills.Advice(which, _isUnlisted)), left.Length == 1 ? left[0] : left);
    }

    /// <summary>Waits until the server lists every backfill that is watched, so that the next command sees it.</summary>
    internal async Task AwaitRowsAsync(CallContext call)
    {
        var polls = new PollSchedule(call.Clock, _timeout);
        while (true)
        {
            await PollAsync(call, w => !w.IsSeen).ConfigureAwait(false);
            if (_open.All(w => w.IsSeen) || polls.IsOver || _polls!.IsOver)
                return;
            await call.DelayAsync(polls.NextDelay()).ConfigureAwait(false);
        }
    }

    private async Task<bool> WaitAsync(CallContext call, bool untilAll)
    {
        if (_open.Count == 0)
            return false;
        using var progress = new Activity(call, "Waiting for " + CountText.FormatCount(_open.Count, "backfill"));
        while (true)
        {
            int before = _ended;
            await PollAsync(call).ConfigureAwait(false);
            if (_open.Count == 0 || (!untilAll && _ended > before))
                return true;
            if (_polls!.IsOver)
                return false;
            Show(progress);
            await call.DelayAsync(_polls.NextDelay()).ConfigureAwait(false);
        }
    }

    private async Task PollAsync(CallContext call, Func<WatchedBackfill, bool>? which = null)
    {
        foreach (IGrouping<ItemKey, WatchedBackfill> export in _open.Where(w => which is null || which(w))
            .GroupBy(w => new ItemKey(w.Scope, w.Backfill.BatchExportId)).ToList())
        {
            List<WatchedBackfill> watched = export.ToList();
            bool read = false;
            bool answered = await call.TryAsync(watched[0].Input, async () =>
                read = await _readFailures.TryReadAsync(export.Key, Begin(call), call, limited => ReadAsync(watched, limited)).ConfigureAwait(false))
                    .ConfigureAwait(false);
            foreach (WatchedBackfill item in watched.Where(w => !answered || (read && (w.HasEnded || w.IsLost(RowTimeout)))))
                await CloseAsync(item, answered, call).ConfigureAwait(false);
        }
    }

    private async Task ReadAsync(List<WatchedBackfill> watched, CallContext call)
    {
        await MatchAsync(watched, call).ConfigureAwait(false);
        await ReadRunsAsync(watched, call).ConfigureAwait(false);
    }

    private async Task CloseAsync(WatchedBackfill item, bool read, CallContext call)
    {
        _open.Remove(item);
        _ended++;
        UpdateRunning();
        string name = NameOf(item);
        if (item.HasEnded)
        {
            if (BackfillEnding.Warning(item.Backfill, item.Outcome, await ReadFailedAsync(item, call).ConfigureAwait(false)) is { } warning)
                call.Warn(warning);
            else if (item.Backfill is { State: RunStates.Completed, TotalRecordsCount: 0 } && item.Outcome is { Intervals: 0 })
                call.Inform($"PostHog found no rows {IntervalText.FormatInBrackets(item.Backfill.Start, item.Backfill.End)} of '{OneLine.Clean(name)}', "
                    + "so there was nothing to export.");
            await _listener.OnEndedAsync(item.Backfill, call).ConfigureAwait(false);
            return;
        }

        if (read)
        {
            call.Fail(new ProblemException("BackfillNotSeen", ProblemCategory.ObjectNotFound,
                $"PostHog accepted the backfill {item.Backfill}, but "
                    + $"{(item.IsUnlisted ? "has no run of it" : "does not list it")}{(item.IsSeen ? " any more" : "")}.",
                item.IsUnlisted ? "Get-PHBatchExportRun shows which intervals have one." : "Get-PHBatchExportBackfill shows what the export has."), item.Input);
        }
        else
        {
            call.Warn($"Stopped waiting for the backfill {item.Backfill} of '{name}'. It continues in PostHog; do not start it again. "
                + "Wait-PHBatchExportBackfill keeps waiting.");
        }

        _listener.OnLost(item.Backfill, call);
    }

    // Whether it is paused decides what can be done about the failed intervals; without an answer the usual step is named.
    private static async Task<BatchExport?> ReadFailedAsync(WatchedBackfill item, CallContext call)
    {
        if (item.Backfill.FailedRuns is not > 0)
            return null;
        try
        {
            return item.Scope.Stamp(await item.Scope.Session.BatchExports.GetAsync(item.Scope.Project, item.Backfill.BatchExportId, call)
                .ConfigureAwait(false));
        }
        catch (PostHogApiException e)
        {
            call.Verbose(e.Message);
            return null;
        }
    }

    private async Task MatchAsync(List<WatchedBackfill> watched, CallContext call)
    {
        try
        {
            await MatchRowsAsync(watched, call).ConfigureAwait(false);
        }
        catch (PostHogApiException e) when (e.Kind == PostHogErrorKind.NotSupported)
        {
            UnlistedBackfills.Warn(watched[0].Scope, call);
            _isUnlisted = true;
            await MatchRunsAsync(watched, call).ConfigureAwait(false);
        }
    }

    // Without a list of backfills only the runs show how far one is.
    private async Task MatchRunsAsync(List<WatchedBackfill> watched, CallContext call)
    {
        ProjectScope scope = watched[0].Scope;
        Guid export = watched[0].Backfill.BatchExportId;
        var key = new ItemKey(scope, export);
        if (!_schedules.TryGetValue(key, out IntervalSchedule? schedule))
            _schedules.Add(key, schedule = await UnlistedBackfills.ReadScheduleAsync(scope, export, call).ConfigureAwait(false));
        List<BatchExportRun> runs = await UnlistedBackfills.ReadRunsAsync(scope, export, watched.Min(w => w.Since), call).ConfigureAwait(false);
        foreach (WatchedBackfill item in watched)
            item.Update(UnlistedBackfills.Judge(item.Backfill, runs, schedule, out BatchExportBackfill row), row);
    }

    // Runs are read only for backfills that have ended.
    private async Task ReadRunsAsync(List<WatchedBackfill> watched, CallContext call)
    {
        List<WatchedBackfill> ended = watched.FindAll(w => _readsRuns && w is { HasEnded: true, Outcome: null, Backfill.Id: not null });
        // One that expected no run has made none.
        foreach (WatchedBackfill empty in ended.FindAll(w => w.Backfill is { State: RunStates.Completed, Progress.TotalRuns: 0 }))
        {
            empty.End(new BackfillOutcome([]));
            ended.Remove(empty);
        }

        if (ended.Count == 0)
            return;
        ProjectScope scope = ended[0].Scope;
        var query = new RunQuery
        {
            After = ended.Min(w => w.Since < w.Backfill.CreatedAt ? w.Since : w.Backfill.CreatedAt) - BatchExportBackfill.ClockSlack,
            Before = ended.TrueForAll(w => w.Backfill.FinishedAt is not null) ? ended.Max(w => w.Backfill.FinishedAt) : null,
        };
        var own = new List<BatchExportRun>();
        await ExportLists.Runs(scope, ended[0].Backfill.BatchExportId, query, "Reading the runs of backfills").ReadWhileAsync(
            run =>
            {
                if (ended.Exists(w => w.Backfill.Id == run.BackfillId))
                    own.Add(run);
                return true;
            },
            call).ConfigureAwait(false);
        ILookup<Guid?, BatchExportRun> runs = own.ToLookup(run => run.BackfillId);
        foreach (WatchedBackfill item in ended)
            item.End(new BackfillOutcome(runs[item.Backfill.Id]));
    }

    // Reads pages, newest first, until every watched backfill has its row or the rows are older than all of them.
    private async Task MatchRowsAsync(List<WatchedBackfill> watched, CallContext call)
    {
        ProjectScope scope = watched[0].Scope;
        DateTimeOffset oldest = SafeTime.Subtract(watched.Min(w => w.Since), BatchExportBackfill.ClockSlack);
        var missing = new List<WatchedBackfill>(watched);
        await ExportLists.Backfills(scope, watched[0].Backfill.BatchExportId).ReadWhileAsync(
            row =>
            {
                MatchRow(row, missing, scope);
                return missing.Count > 0 && !missing.All(w => w.IsOlder(row, oldest));
            },
            call).ConfigureAwait(false);
        foreach (WatchedBackfill absent in missing)
            absent.Miss();
    }

    private void MatchRow(BatchExportBackfill row, List<WatchedBackfill> missing, ProjectScope scope)
    {
        WatchedBackfill? match = missing.FirstOrDefault(w => w.Backfill.Id == row.Id)
            ?? missing.LastOrDefault(w => w.Backfill.Id is null && w.IsRow(row) && !_claimed.Contains(row.Id ?? Guid.Empty)
                && !scope.Connection.Backfills.IsClaimedByAnother(row.Id ?? Guid.Empty, w.Since));
        if (match is null)
            return;
        if (match.Backfill.Id is null && row.Id is { } id)
            scope.Connection.Backfills.Claim(id, match.Since);
        match.Update(row);
        _claimed.Add(row.Id ?? Guid.Empty);
        missing.Remove(match);
    }

    private void UpdateRunning() =>
        _running = _open.Select(w => $"{NameOf(w)} {IntervalText.FormatInBrackets(w.Backfill.Start, w.Backfill.End)}").ToArray();

    private static string NameOf(WatchedBackfill item) => item.Backfill.BatchExportName ?? item.Backfill.BatchExportId.ToString();

    private void Show(Activity progress)
    {
        BatchExportBackfill[] open = _open.Select(w => w.Backfill).ToArray();
        WaitState state = _listener.Describe(open) ?? OwnState(open);
        TimeSpan? left = state.Done > 0.02 ? TimeSpan.FromTicks((long)(_polls!.Elapsed.Ticks * (1 - state.Done) / state.Done)) : null;
        progress.Update(state.Text, state.Done * 100, left);
    }

    private WaitState OwnState(BatchExportBackfill[] open)
    {
        long finished = open.Sum(b => b.Progress?.FinishedRuns ?? 0);
        long total = open.Sum(b => b.Progress?.TotalRuns ?? 0);
        int all = open.Length + _ended;
        string runs = total > 0 ? $", {finished} of {total} remaining runs done" : "";
        return new WaitState($"{_ended} of {all} ended{runs}", (_ended + open.Sum(b => b.Progress?.Ratio ?? 0)) / all);
    }

    private sealed class WatchedBackfill
    {
        internal WatchedBackfill(ProjectScope scope, BatchExportBackfill backfill, object? input, ISet<Guid>? before, IClock clock)
        {
            _clock = clock;
            _added = clock.UtcNow;
            _before = before;
            Scope = scope;
            Backfill = backfill;
            Input = input;
            Since = backfill.CreatedAt ?? DateTimeOffset.MinValue.AddDays(1);
        }

        private readonly IClock _clock;
        private readonly DateTimeOffset _added;
        private readonly ISet<Guid>? _before;
        private bool _rowSeen;
        private (int, int) _mark;
        private DateTimeOffset? _missedSince;

        internal ProjectScope Scope { get; }

        internal BatchExportBackfill Backfill { get; private set; }

        internal object? Input { get; }

        internal DateTimeOffset Since { get; }

        internal bool HasEnded => _rowSeen && Backfill.Status.Length > 0 && !Backfill.IsOpen;

        internal bool IsSeen => _rowSeen;

        /// <summary>The server has no list of backfills.</summary>
        internal bool IsUnlisted { get; private set; }

        /// <summary>What its runs say; null until they were read.</summary>
        internal BackfillOutcome? Outcome { get; private set; }

        /// <summary>Whether the row is the one the server wrote for this backfill.</summary>
        internal bool IsRow(BatchExportBackfill row) =>
            _before is null ? Backfill.IsSameAs(row) : row.Start == Backfill.Start && row.End == Backfill.End && !_before.Contains(row.Id ?? Guid.Empty);

        /// <summary>Whether this row, and so every later one in the list, is older than the backfill.</summary>
        internal bool IsOlder(BatchExportBackfill row, DateTimeOffset oldest) =>
            _before is not null ? _before.Contains(row.Id ?? Guid.Empty) : Backfill.Id is null && row.CreatedAt < oldest;

        /// <summary>Its row never appeared, or has been missing for that long (a server that was reinstalled).</summary>
        internal bool IsLost(TimeSpan patience) => _clock.UtcNow - (_rowSeen ? _missedSince : _added) > patience;

        /// <summary>The list does not hold it.</summary>
        internal void Miss() => _missedSince ??= _clock.UtcNow;

        internal void Update(BatchExportBackfill row)
        {
            row.SelectsByEventTime = Backfill.SelectsByEventTime;
            row.WorkflowId = Backfill.WorkflowId ?? row.WorkflowId;
            row.BatchExportName ??= Backfill.BatchExportName;
            row.BatchExportId = Backfill.BatchExportId;
            Backfill = Scope.Stamp(row);
            _rowSeen = true;
            _missedSince = null;
        }

        /// <summary>On a server without a list of backfills: what its runs say now.</summary>
        internal void Update(BackfillOutcome outcome, BatchExportBackfill row)
        {
            IsUnlisted = true;
            bool moves = outcome.Open > 0 || outcome.Mark != _mark;
            _mark = outcome.Mark;
            if (outcome.Intervals > 0)
                Update(row);
            // Nothing runs, and nothing has begun or ended since the last look.
            if (!moves && !HasEnded)
                Miss();
            if (HasEnded)
                End(outcome);
        }

        internal void End(BackfillOutcome outcome)
        {
            Outcome = outcome;
            outcome.ApplyTo(Backfill);
            Scope.Connection.Backfills.Forget(Backfill);
        }
    }
}
