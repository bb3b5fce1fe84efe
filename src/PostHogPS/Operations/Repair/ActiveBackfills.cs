using System;
using System.Collections.Generic;
using System.Linq;
using PostHogPS.Binding;
using PostHogPS.Cmdlets;
using PostHogPS.Contracts;

namespace PostHogPS.Operations.Repair;

/// <summary>The backfills that an export had when its repair was planned: one list request.</summary>
internal sealed class ActiveBackfills
{
    // Fifty to a page; nobody has one running under that many newer ones.
    private const int Most = 500;

    private readonly WorkingCmdlet _cmdlet;
    private readonly Scope _scope;
    private readonly Guid _export;
    private readonly List<BatchExportBackfill> _rows;

    private ActiveBackfills(WorkingCmdlet cmdlet, Scope scope, Guid export)
    {
        _cmdlet = cmdlet;
        _scope = scope;
        _export = export;
        _rows = List().Take(Most).ToList();
        Known = new HashSet<Guid>(_rows.Where(row => row.Id is not null).Select(row => row.Id!.Value));
    }

    /// <summary>Ids of all rows of then. What comes later is new, whatever the clocks say.</summary>
    internal HashSet<Guid> Known { get; }

    internal static ActiveBackfills Of(WorkingCmdlet cmdlet, Scope scope, Guid export) => new(cmdlet, scope, export);

    /// <summary>
    /// Their ranges as running runs, ordered by start, so that the gap finder sees them as covered. Of finished ones
    /// only those without a start count, since the server does not list their runs by data interval.
    /// </summary>
    internal List<BatchExportRun> AsRuns() =>
        _rows.Where(row => row.State == RunStates.Running)
            .Select(row => new BatchExportRun
            {
                Id = row.Id ?? Guid.Empty,
                Status = "Running",
                DataIntervalStart = row.Start ?? DateTimeOffset.MinValue.AddDays(1),
                DataIntervalEnd = row.End ?? _scope.Session.ServerNow,
            })
            .Concat(FinishedFromTheBeginning())
            .OrderBy(run => run.DataIntervalStart)
            .ToList();

    /// <summary>Rows that have appeared since then, the newest first.</summary>
    internal IEnumerable<BatchExportBackfill> Newer() => List().TakeWhile(row => !Known.Contains(row.Id ?? Guid.Empty));

    private IEnumerable<BatchExportRun> FinishedFromTheBeginning()
    {
        foreach (BatchExportBackfill row in _rows.Where(row => row.Start is null && row.State == RunStates.Completed))
        {
            var query = new RunQuery { After = row.CreatedAt, Before = row.FinishedAt, Statuses = RunStates.Statuses(RunStates.Completed) };
            IEnumerable<BatchExportRun> runs = Paging.Stream(_cmdlet, "Reading runs", (next, call) =>
                _scope.Session.Runs.ListAsync(_scope.Project, _export, query, next, call));
            foreach (BatchExportRun run in GapScan.FromTheBeginning(runs.Where(run => run.BackfillId == row.Id)))
                yield return run;
        }
    }

    private IEnumerable<BatchExportBackfill> List() =>
        Paging.Stream(_cmdlet, "Reading backfills", (next, call) => _scope.Session.Backfills.ListAsync(_scope.Project, _export, next, call));
}
