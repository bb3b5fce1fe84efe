using System.Collections.Generic;
using System.Threading.Tasks;
using PostHogPS.Backfills;
using PostHogPS.Connections;
using PostHogPS.Contracts;
using PostHogPS.Reading;

namespace PostHogPS.Runs;

/// <summary>Retries runs of one export. A run whose interval is complete by now is left out, also where that happened during a wait.</summary>
internal sealed class RunRetrier
{
    private readonly List<RunTarget> _runs;
    private readonly bool _force;
    private readonly bool _byEventTime;
    private RetryFilter _filter;

    private RunRetrier(List<RunTarget> runs, bool force, bool byEventTime, RetryFilter filter)
    {
        _runs = runs;
        _force = force;
        _byEventTime = byEventTime;
        _filter = filter;
    }

    /// <summary>The runs whose intervals are known.</summary>
    internal IReadOnlyList<RunTarget> Runs => _runs;

    /// <summary>Reads what has to be known of the runs. One that cannot be read is an error, and the others follow.</summary>
    /// <param name="found">The runs, all of one export.</param>
    /// <param name="force">Whether a run is retried also where its interval is complete.</param>
    /// <param name="call">The work it belongs to.</param>
    internal static async Task<RunRetrier> ReadAsync(IEnumerable<RunTarget> found, bool force, CallContext call)
    {
        var runs = new List<RunTarget>();
        foreach (RunTarget target in found)
        {
            if (await call.TryAsync(target.Input, () => ReadIntervalAsync(target, call)).ConfigureAwait(false))
                runs.Add(target);
        }

        bool byEventTime = await SelectsByEventTimeAsync(runs, call).ConfigureAwait(false);
        RetryFilter filter = force || runs.Count == 0 ? RetryFilter.PassAll : await RetryFilter.ReadAsync(runs, call).ConfigureAwait(false);
        return new RunRetrier(runs, force, byEventTime, filter);
    }

    /// <summary>Why a run is left out, as a warning; null where it is retried.</summary>
    internal string? DescribeSkipped(RunTarget target) => _filter.ReasonToSkip(target) is { } reason
        ? $"Skipped {target.Description}: {reason} A second run would write its rows again; -Force retries it anyway." : null;

    /// <summary>What a retry does, as a question says it.</summary>
    internal string Describe(RunTarget target) => "Retry" + (SelectsByEventTime(target) ? RowSelection.Note : "");

    /// <summary>Retries a run.</summary>
    internal async Task StartAsync(RunTarget target, BackfillStarter starter, CallContext call)
    {
        var request = new BackfillRequest(target.Scope, target.BatchExportId, target.ExportName, target.Input)
        {
            Start = target.Run?.DataIntervalStart,
            End = target.Run?.DataIntervalEnd,
            RunId = target.Id,
            SelectsByEventTime = SelectsByEventTime(target),
        };
        try
        {
            await starter.StartAsync(request, call, _force ? null : LookAgainAsync).ConfigureAwait(false);
        }
        finally
        {
            // Not before: a look after a wait would take the run for another one of its interval.
            _filter.AddRetried(target);
        }

        async Task<string?> LookAgainAsync(CallContext later)
        {
            // One more look serves all that follow, until there is another wait.
            if (_filter.MadeAt < starter.LastWait)
                _filter = await RetryFilter.ReadAsync(_runs, later).ConfigureAwait(false);
            return DescribeSkipped(target);
        }
    }

    private bool SelectsByEventTime(RunTarget target) => _byEventTime && IsOld(target);

    private static bool IsOld(RunTarget target) => RowSelection.IsOld(target.Run!.DataIntervalStart, target.Scope.Session.ServerNow);

    // Whether old runs of the export select their rows by event time: its model says so, which is asked for only where one is old.
    private static async Task<bool> SelectsByEventTimeAsync(List<RunTarget> runs, CallContext call)
    {
        if (!runs.Exists(IsOld))
            return false;
        ProjectScope scope = runs[0].Scope;
        BatchExport export = await scope.Session.BatchExports.GetAsync(scope.Project, runs[0].BatchExportId, call).ConfigureAwait(false);
        return RowSelection.IsByEventTime(export, null, scope.Session.ServerNow);
    }

    // Only the run itself knows its interval, by which its backfill is recognised later; a bare id is read for it.
    private static async Task ReadIntervalAsync(RunTarget target, CallContext call)
    {
        if (target.Run?.DataIntervalEnd is not null)
            return;
        BatchExportRun run = await ItemLookup.ReadRunAsync(target, call).ConfigureAwait(false);
        target.Run = target.Scope.StampRun(run, target.BatchExportId, target.ExportName);
    }
}
