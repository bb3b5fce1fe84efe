using System;
using PostHogPS.Connections;
using PostHogPS.Contracts;

namespace PostHogPS.Reading;

/// <summary>The lists that belong to a batch export.</summary>
internal static class ExportLists
{
    internal static PageReader<BatchExportRun> Runs(ProjectScope scope, Guid export, RunQuery query, string activity = "Reading runs") =>
        new(activity, (next, call) => scope.Session.Runs.ListAsync(scope.Project, export, query, next, call));

    internal static PageReader<BatchExportBackfill> Backfills(ProjectScope scope, Guid export) =>
        new("Reading backfills", (next, call) => scope.Session.Backfills.ListAsync(scope.Project, export, next, call));
}
