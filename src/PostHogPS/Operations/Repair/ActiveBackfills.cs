using System;
using System.Collections.Generic;
using System.Linq;
using PostHogPS.Binding;
using PostHogPS.Cmdlets;

namespace PostHogPS.Operations.Repair;

/// <summary>The backfills that work on an export now, from one list request.</summary>
internal static class ActiveBackfills
{
    // Active backfills are among the newest; the first page holds fifty.
    private const int FirstPage = 50;

    internal static List<BatchExportBackfill> Of(WorkingCmdlet cmdlet, Scope scope, Guid export) =>
        Paging.Stream(cmdlet, "Reading backfills", (next, call) => scope.Session.Backfills.ListAsync(scope.Project, export, next, call))
            .Take(FirstPage)
            .Where(backfill => backfill.State == RunStates.Running)
            .ToList();

    /// <summary>Their ranges as running runs, ordered by start, so that the gap finder sees them as covered.</summary>
    internal static List<BatchExportRun> AsRuns(WorkingCmdlet cmdlet, Scope scope, BatchExport export) =>
        Of(cmdlet, scope, export.Id)
            .Select(backfill => new BatchExportRun
            {
                Id = backfill.Id ?? Guid.Empty,
                Status = "Running",
                DataIntervalStart = backfill.Start ?? DateTimeOffset.MinValue.AddDays(1),
                DataIntervalEnd = backfill.End ?? scope.Session.ServerNow,
            })
            .OrderBy(run => run.DataIntervalStart)
            .ToList();
}
