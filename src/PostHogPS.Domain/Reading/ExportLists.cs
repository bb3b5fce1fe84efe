using System;
using PostHogPS.Connections;
using PostHogPS.Contracts;

namespace PostHogPS.Reading;

/// <summary>The lists of PostHog that several commands read.</summary>
internal static class ExportLists
{
    internal static PageReader<BatchExport> Exports(ProjectScope scope, int? limit = null) =>
        new("Reading batch exports", (next, call) => scope.Session.BatchExports.ListAsync(scope.Project, limit, null, next, call));

    internal static PageReader<Dashboard> Dashboards(ProjectScope scope, DashboardQuery query) =>
        new("Reading dashboards", (next, call) => scope.Session.Dashboards.ListAsync(scope.Project, query, next, call));

    internal static PageReader<BatchExportRun> Runs(BatchExportTarget target, RunQuery query) =>
        Runs(target.Scope, target.Id, query, $"Reading runs of {target.Name ?? target.Id.ToString()}");

    internal static PageReader<BatchExportRun> Runs(ProjectScope scope, Guid export, RunQuery query, string activity = "Reading runs") =>
        new(activity, (next, call) => scope.Session.Runs.ListAsync(scope.Project, export, query, next, call));

    internal static PageReader<BatchExportBackfill> Backfills(BatchExportTarget target) =>
        Backfills(target.Scope, target.Id, $"Reading backfills of {target.Name ?? target.Id.ToString()}");

    internal static PageReader<BatchExportBackfill> Backfills(ProjectScope scope, Guid export, string activity = "Reading backfills") =>
        new(activity, (next, call) => scope.Session.Backfills.ListAsync(scope.Project, export, next, call));
}
