using System;
using System.Collections.Generic;
using System.Linq;
using PostHogPS.Binding;
using PostHogPS.Contracts;

namespace PostHogPS.Cmdlets.Waiting;

/// <summary>
/// Knows which intervals of an export need no retry. A failed run stays Failed after a good retry, so its own status
/// does not tell; one runs request over the window of all its candidates does.
/// </summary>
internal sealed class RetryGuard
{
    private readonly Dictionary<(DateTimeOffset?, DateTimeOffset?), BatchExportRun> _covered = new();
    private readonly HashSet<(DateTimeOffset?, DateTimeOffset?)> _taken = new();
    private readonly bool _on;

    private RetryGuard(bool on) => _on = on;

    /// <summary>A guard that lets everything pass (-Force).</summary>
    internal static RetryGuard Off => new(on: false);

    /// <summary>Reads what the export's runs say about the candidates' intervals.</summary>
    internal static RetryGuard For(WorkingCmdlet cmdlet, List<RunTarget> candidates)
    {
        var guard = new RetryGuard(on: true);
        RunTarget first = candidates[0];
        foreach (BatchExportRun run in Paging.Stream(cmdlet, "Checking which intervals are whole by now", (next, call) =>
            first.Scope.Session.Runs.ListAsync(first.Scope.Project, first.BatchExportId, Window(candidates), next, call)))
        {
            if (run.State is RunStates.Completed or RunStates.Running)
                guard._covered[(run.DataIntervalStart, run.DataIntervalEnd)] = run;
        }

        return guard;
    }

    /// <summary>Why the run is not to be retried, or null.</summary>
    internal string? ReasonToSkip(RunTarget target)
    {
        if (!_on || target.Run is null)
            return null;
        var interval = (target.Run.DataIntervalStart, target.Run.DataIntervalEnd);
        if (_taken.Contains(interval))
            return "another run of the same interval is being retried already.";
        return _covered.TryGetValue(interval, out BatchExportRun? run)
            ? $"its interval is {(run.State == RunStates.Completed ? "Completed" : "running")} by now (run {run.Id})."
            : null;
    }

    internal void Taken(RunTarget target)
    {
        if (target.Run is not null)
            _taken.Add((target.Run.DataIntervalStart, target.Run.DataIntervalEnd));
    }

    // An interval "from the beginning" has no start, and such runs are left out of a list ordered by interval.
    private static RunQuery Window(List<RunTarget> candidates) => new()
    {
        ByDataInterval = candidates.All(t => t.Run!.DataIntervalStart is not null),
        After = candidates.All(t => t.Run!.DataIntervalStart is not null) ? candidates.Min(t => t.Run!.DataIntervalStart) : null,
        Before = candidates.All(t => t.Run!.DataIntervalStart is not null) ? candidates.Max(t => t.Run!.DataIntervalEnd) : null,
        Statuses = RunStates.Statuses(RunStates.Completed).Concat(RunStates.Statuses(RunStates.Running)).ToList(),
    };
}
