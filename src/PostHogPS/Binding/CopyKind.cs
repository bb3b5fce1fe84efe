using System;
using System.Linq;
using System.Management.Automation;

namespace PostHogPS.Binding;

/// <summary>What kind of our objects a copy is.</summary>
internal static class CopyKind
{
    /// <summary>
    /// The name of our type that a copy still has: Deserialized.PostHogPS.BatchExport (jobs, Import-Clixml),
    /// Selected.PostHogPS.BatchExport (Select-Object).
    /// </summary>
    internal static string? FindTypeName(PSObject value) =>
        value.TypeNames
            .Select(name => name.StartsWith("Deserialized.", StringComparison.Ordinal) ? name.Substring("Deserialized.".Length)
                : name.StartsWith("Selected.", StringComparison.Ordinal) ? name.Substring("Selected.".Length) : name)
            .Where(name => name.StartsWith("PostHogPS.", StringComparison.Ordinal))
            .Select(name => name.Substring("PostHogPS.".Length))
            .FirstOrDefault();

    /// <summary>The kind by the name of the type.</summary>
    internal static PipedKind FromTypeName(string typeName) => typeName switch
    {
        nameof(Project) => PipedKind.Project,
        nameof(BatchExport) => PipedKind.BatchExport,
        nameof(BatchExportRun) => PipedKind.Run,
        nameof(BatchExportBackfill) => PipedKind.Backfill,
        nameof(BatchExportLogEntry) => PipedKind.LogEntry,
        nameof(Dashboard) => PipedKind.Dashboard,
        nameof(DashboardTile) => PipedKind.DashboardTile,
        nameof(DashboardSharing) => PipedKind.DashboardSharing,
        nameof(DashboardSharingPassword) => PipedKind.DashboardSharingPassword,
        nameof(FileDownload) => PipedKind.FileDownload,
        nameof(Integration) => PipedKind.Integration,
        nameof(BatchExportAlert) or nameof(BatchExportAlertTest) => PipedKind.Alert,
        _ => PipedKind.Other,
    };

    /// <summary>
    /// The kind of a row of CSV or JSON, which says nothing of its type: the properties that only one kind has tell it, with a value or
    /// without, since in JSON that is null.
    /// </summary>
    internal static PipedKind FromShape(Func<string, bool> has)
    {
        if (has("DataIntervalEnd"))
            return PipedKind.Run;
        if (has("WorkflowId"))
            return PipedKind.Backfill;
        if (has("Destination") && has("Interval"))
            return PipedKind.BatchExport;
        if (has("IngestedEvent") || has("OrganizationId"))
            return PipedKind.Project;
        if (has("AlertId") || (has("AllBatchExports") && has("Channel")))
            return PipedKind.Alert;
        if (has("DisplayName") && has("Kind"))
            return PipedKind.Integration;
        if (has("DashboardId"))
            return !has("Id") ? PipedKind.DashboardSharing : has("CreatedByEmail") ? PipedKind.DashboardSharingPassword
                : PipedKind.DashboardTile;
        return has("Pinned") ? PipedKind.Dashboard : PipedKind.Other;
    }
}
