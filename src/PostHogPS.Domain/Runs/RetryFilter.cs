using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading.Tasks;
using PostHogPS.Backfills;
using PostHogPS.Connections;
using PostHogPS.Contracts;
using PostHogPS.Coverage;
using PostHogPS.Reading;
using PostHogPS.Schedule;
using PostHogPS.Text;

namespace PostHogPS.Runs;

/// <summary>
/// Finds the intervals of an export that need no run retry. A failed run stays Failed after a successful retry, so one
/// request reads all runs of the candidates' window, and one the backfills that have not reached them yet.
/// </summary>
internal sealed class RetryFilter
{
    private readonly Dictionary<string, BatchExportRun> _covered = new(StringComparer.Ordinal);
    private readonly HashSet<string> _taken = new(StringComparer.Ordinal);
    private readonly HashSet<string> _tried = new(StringComparer.Ordinal);
    private readonly List<BatchExportRun> _wide = new();
    private readonly List<BatchExportRun> _runs = new();
    private readonly ActiveBackfills? _backfills;
    private BackfillFacts _facts = BackfillFacts.None;

    private RetryFilter(ActiveBackfills? backfills) => _backfills = backfills;

    /// <summary>When the server was asked.</summary>
    internal DateTimeOffset MadeAt { get; private set; }

    /// <summary>A filter that skips nothing (-Force).</summary>
    internal static RetryFilter PassAll => new(null);

    /// <summary>Reads what the export's runs say about the candidates' intervals.</summary>
    internal static async Task<RetryFilter> ReadAsync(List<RunTarget> candidates, CallContext call)
    {
        RunTarget first = candidates[0];
        DateTimeOffset madeAt = call.Clock.UtcNow;
        // The backfills before the runs: one that ends in between is then found among the runs.
        var filter = new RetryFilter(await ActiveBackfills.ReadAsync(first.Scope, first.BatchExportId, Oldest(candidates), call)
            .ConfigureAwait(false)) { MadeAt = madeAt };
        await ExportLists.Runs(first.Scope, first.BatchExportId, Window(candidates), "Checking which intervals are covered").ReadWhileAsync(
            run =>
            {
                filter.Read(run);
                return true;
            },
            call).ConfigureAwait(false);
        filter._facts = await filter._backfills!.ToFactsAsync(call).ConfigureAwait(false);
        filter._wide.AddRange(filter._facts.FromTheBeginning.Where(run => run.State == RunStates.Completed));
        return filter;
    }

    private void Read(BatchExportRun run)
    {
        _runs.Add(run);
        if (run.State is RunStates.Completed || run.IsOpen)
            _covered[Interval(run)] = run;
        if (run.BackfillId is { } backfill)
            _tried.Add(Attempt(run, backfill));
    }

    /// <summary>Why the run is not to be retried, or null.</summary>
    internal string? ReasonToSkip(RunTarget target)
    {
        if (_backfills is null || target.Run is null)
            return null;
        string interval = Interval(target.Run);
        if (_taken.Contains(interval))
            return "another run of the same interval is being retried already.";
        if (_covered.TryGetValue(interval, out BatchExportRun? run))
            return $"the run {run.Id} of its interval is already "
                + $"{(run.State == RunStates.Completed ? "Completed" : run.State == RunStates.Running ? "running" : $"'{run.Status}'")}.";
        if (_wide.Find(run => run.DataIntervalEnd >= target.Run.DataIntervalEnd) is { } wide)
            return $"the completed run {wide.Id} covers everything up to {InstantText.FormatUtc(wide.DataIntervalEnd!.Value)}.";
        if (HasNoRows(target.Run))
            return "PostHog found no rows in its interval.";
        return _backfills.Running.FirstOrDefault(b => IsToCome(b, target.Run)) is { } backfill ? _backfills.Reason(backfill) : null;
    }

    private bool HasNoRows(BatchExportRun run)
    {
        if (run.DataIntervalStart is not { } start || run.DataIntervalEnd is not { } end)
            return false;
        var interval = new DataInterval(start, end);
        if (!_facts.Empty.Exists(claim => claim.Range.Overlaps(interval)))
            return false;
        IEnumerable<BatchExportRun> touching = _runs.Where(r => r.DataIntervalStart < end && r.DataIntervalEnd > start).OrderBy(r => r.DataIntervalStart);
        return GapFinder.Judge([interval], new CoverageFacts(touching) { Backfills = () => _facts }).Single().CoveredBy == CoveredBy.NoRows;
    }

    // A backfill with a run over the interval has tried it already.
    private bool IsToCome(BatchExportBackfill backfill, BatchExportRun run) =>
        !(backfill.Id is { } id && _tried.Contains(Attempt(run, id)))
        && !(_backfills!.RangeOf(backfill).End <= (run.DataIntervalStart ?? DateTimeOffset.MinValue))
        && !(_backfills.RangeOf(backfill).Start >= run.DataIntervalEnd);

    // A backfill over an interval is made after its end.
    private static DateTimeOffset? Oldest(List<RunTarget> candidates) =>
        candidates.All(t => t.Run!.DataIntervalEnd is not null) ? candidates.Min(t => t.Run!.DataIntervalEnd) : null;

    internal void AddRetried(RunTarget target)
    {
        if (target.Run is not null)
            _taken.Add(Interval(target.Run));
    }

    private static string Interval(BatchExportRun run) => run.DataIntervalStart?.UtcTicks + "/" + run.DataIntervalEnd?.UtcTicks;

    private static string Attempt(BatchExportRun run, Guid backfill) => Interval(run) + "/" + backfill;

    // An interval "from the beginning" has no start, and such runs are left out of a list ordered by interval: then
    // the export's completed and running runs are read without a window.
    private static RunQuery Window(List<RunTarget> candidates) =>
        candidates.All(t => t.Run!.DataIntervalStart is not null)
            ? new RunQuery { ByDataInterval = true, After = candidates.Min(t => t.Run!.DataIntervalStart),
                Before = candidates.Max(t => t.Run!.DataIntervalEnd) }
            : new RunQuery { Statuses = RunStates.Statuses(RunStates.Completed).Concat(RunStates.Statuses(RunStates.Running)).ToList() };
}
