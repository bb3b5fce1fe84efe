using System;
using System.Collections.Generic;
using System.Linq;
using PostHogPS.Binding;
using PostHogPS.Cmdlets;
using PostHogPS.Contracts;

namespace PostHogPS.Operations;

/// <summary>One look at an export's history: its expected intervals against its runs, streamed.</summary>
internal sealed class GapScan
{
    private readonly WorkingCmdlet _cmdlet;
    private readonly Scope _scope;
    private readonly BatchExport _export;
    private readonly IntervalSchedule _schedule;

    internal GapScan(WorkingCmdlet cmdlet, Scope scope, BatchExport export, DateTimeOffset after, DateTimeOffset? before, bool throughPause = false)
    {
        _cmdlet = cmdlet;
        _scope = scope;
        _export = export;
        _schedule = IntervalSchedule.Of(export);
        After = Latest(after, export.StartAt, export.CreatedAt);
        // The newest interval is not a gap before the scheduler has had its time to begin.
        Before = Earliest(scope.Session.ServerNow - _schedule.StartDelay, before, export.EndAt, throughPause ? null : PausedSince);
    }

    /// <summary>Start of the window, after start_at and creation.</summary>
    internal DateTimeOffset After { get; }

    /// <summary>End of the window, before end_at and the pause.</summary>
    internal DateTimeOffset Before { get; }

    internal IntervalSchedule Schedule => _schedule;

    /// <summary>Since when the export has been paused; null when it is not. One that was made or patched to be paused has no pause time: then its newest run tells.</summary>
    internal DateTimeOffset? PausedSince =>
        !_export.Paused ? null : _export.LastPausedAt ?? _export.LatestRuns.Max(run => run.DataIntervalEnd) ?? _export.CreatedAt;

    /// <summary>The verdict on every whole interval of the window, in order. Nothing is asked when there is none.</summary>
    /// <param name="alsoCovered">Runs to come, ordered by the start of their data interval.</param>
    /// <param name="seen">Told of each run as it is read.</param>
    internal IEnumerable<IntervalVerdict> Judge(IEnumerable<BatchExportRun>? alsoCovered = null, Action<BatchExportRun>? seen = null)
    {
        DataInterval? first = null;
        foreach (DataInterval interval in _schedule.Within(After, Before))
        {
            first = interval;
            break;
        }

        if (first is null)
            return [];
        IEnumerable<BatchExportRun> runs = seen is null ? Runs(first.Value.Start) : Shown(Runs(first.Value.Start), seen);
        return GapFinder.Judge(_schedule.Within(After, Before), alsoCovered is null ? runs : RunMerge.ByStart(runs, alsoCovered));
    }

    private IEnumerable<BatchExportRun> Runs(DateTimeOffset start)
    {
        var query = new RunQuery { ByDataInterval = true, Ascending = true, After = start, Before = Before };
        return Paging.Stream(_cmdlet, $"Reading runs of {_export.Name}", (next, call) =>
            _scope.Session.Runs.ListAsync(_scope.Project, _export.Id, query, next, call));
    }

    private static IEnumerable<BatchExportRun> Shown(IEnumerable<BatchExportRun> runs, Action<BatchExportRun> seen)
    {
        foreach (BatchExportRun run in runs)
        {
            seen(run);
            yield return run;
        }
    }

    private static DateTimeOffset Latest(DateTimeOffset first, params DateTimeOffset?[] others)
    {
        foreach (DateTimeOffset? other in others)
            first = other > first ? other.Value : first;
        return first;
    }

    private static DateTimeOffset Earliest(DateTimeOffset first, params DateTimeOffset?[] others)
    {
        foreach (DateTimeOffset? other in others)
            first = other < first ? other.Value : first;
        return first;
    }
}
