using System;
using System.Threading.Tasks;
using PostHogPS.Connections;
using PostHogPS.Contracts;
using PostHogPS.Schedule;

namespace PostHogPS.Reading;

/// <summary>The lists of PostHog that several commands read.</summary>
internal static class ExportLists
{
    internal static PageReader<BatchExport> Exports(ProjectScope scope, int? limit = null) =>
        new("Reading batch exports", (next, call) => scope.Session.BatchExports.ListAsync(scope.Project, limit, null, next, call));

    internal static PageReader<Integration> Integrations(ProjectScope scope) =>
        new("Reading integrations", (next, call) => scope.Session.Integrations.ListAsync(scope.Project, next, call));

    /// <summary>Functions for a project's own events: the alerts of batch exports are among them.</summary>
    internal static PageReader<BatchExportAlert> Functions(ProjectScope scope) =>
        new("Reading alerts", (next, call) => scope.Session.Alerts.ListAsync(scope.Project, next, call));

    internal static PageReader<Dashboard> Dashboards(ProjectScope scope, DashboardQuery query) =>
        new("Reading dashboards", (next, call) => scope.Session.Dashboards.ListAsync(scope.Project, query, next, call));

    /// <summary>One dashboard with its tiles.</summary>
    internal static PageReader<Dashboard> Dashboard(ProjectScope scope, long id) =>
        new("Reading a dashboard", async (_, call) =>
            new Page<Dashboard>([await scope.Session.Dashboards.GetAsync(scope.Project, id, call).ConfigureAwait(false)], next: null, count: 1));

    /// <summary>The runs of an export: in a place among others a long list is read in windows.</summary>
    internal static RunWindowReader Runs(BatchExportTarget target, RunQuery query) => Runs(
        target.Scope, target.Id, query, $"Reading runs of {target.Name ?? target.Id.ToString()}", target.Export?.CreatedAt, IntervalOf(target.Export));

    /// <summary>The same of an export that is known by its id.</summary>
    /// <param name="scope">Where it lives.</param>
    /// <param name="export">Its id.</param>
    /// <param name="query">Which runs.</param>
    /// <param name="activity">What the progress line says.</param>
    /// <param name="created">When the export was created: no run is older. Null where that is not known.</param>
    /// <param name="interval">Length of its interval; null where it is not known.</param>
    internal static RunWindowReader Runs(
        ProjectScope scope, Guid export, RunQuery query, string activity = "Reading runs", DateTimeOffset? created = null, TimeSpan? interval = null) => new(
        activity,
        (asked, next, call) => scope.Session.Runs.ListAsync(scope.Project, export, asked, next, call),
        query,
        query.ByDataInterval ? query.Before : query.After > created ? query.After : created ?? query.After,
        interval);

    /// <summary>Runs page after page, for a reader that stops before the end: pages read ahead would not be used.</summary>
    internal static PageReader<BatchExportRun> RunPages(ProjectScope scope, Guid export, RunQuery query, string activity = "Reading runs") =>
        new(activity, (next, call) => scope.Session.Runs.ListAsync(scope.Project, export, query, next, call));

    internal static PageReader<BatchExportBackfill> Backfills(BatchExportTarget target) =>
        Backfills(target.Scope, target.Id, $"Reading backfills of {target.Name ?? target.Id.ToString()}");

    internal static PageReader<BatchExportBackfill> Backfills(ProjectScope scope, Guid export, string activity = "Reading backfills") =>
        new(activity, (next, call) => scope.Session.Backfills.ListAsync(scope.Project, export, next, call));

    /// <summary>The export of a target, read once when it is not known yet.</summary>
    internal static async Task<BatchExport> LoadAsync(BatchExportTarget target, CallContext call) => target.Export ??=
        target.Scope.Stamp(await target.Scope.Session.BatchExports.GetAsync(target.Scope.Project, target.Id, call).ConfigureAwait(false));

    private static TimeSpan? IntervalOf(BatchExport? export) => export is null ? null : IntervalSchedule.Length(export.Interval);

    /// <summary>How a list is read of several projects at once.</summary>
    internal static SideBySidePlan<ProjectScope, T> PlanForProjects<T>(string activity, Func<ProjectScope, ItemReader<T>> open, bool isWide = false) =>
        new(activity, open, static scope => scope.Connection)
        {
            NameOf = static scope => scope.ProjectName ?? scope.Project,
            TargetOf = static scope => scope.Description,
            IsWide = isWide,
        };
}
