using System;

namespace PostHogPS.Connections;

// What PostHog leaves out of an answer because the address said it: each kind of object gets it in one place.
internal sealed partial class ProjectScope
{
    /// <summary>A run, with its export.</summary>
    internal BatchExportRun StampRun(BatchExportRun run, Guid export, string? exportName)
    {
        run.BatchExportId ??= export;
        run.BatchExportName = exportName;
        return Stamp(run);
    }

    /// <summary>A backfill, with its export.</summary>
    internal BatchExportBackfill StampBackfill(BatchExportBackfill backfill, Guid export, string? exportName)
    {
        backfill.BatchExportId = export;
        backfill.BatchExportName = exportName;
        return Stamp(backfill);
    }

    /// <summary>What was found out about an export: where it is, and of which export.</summary>
    internal T StampAbout<T>(T item, BatchExport export)
        where T : PostHogObject, INamesBatchExport
    {
        item.BatchExportId = export.Id;
        item.BatchExportName = export.Name;
        item.ProjectId = export.ProjectId;
        item.ProjectName = export.ProjectName;
        return Stamp(item);
    }

    /// <summary>A dashboard, with its tiles.</summary>
    internal Dashboard StampDashboard(Dashboard dashboard)
    {
        foreach (DashboardTile tile in dashboard.Tiles)
        {
            tile.DashboardId = dashboard.Id;
            Stamp(tile);
        }

        return Stamp(dashboard);
    }

    /// <summary>How a dashboard is shared, with the link that people open.</summary>
    internal DashboardSharing StampSharing(DashboardSharing sharing, long dashboard)
    {
        sharing.DashboardId = dashboard;
        foreach (DashboardSharingPassword password in sharing.SharePasswords)
            Stamp(password);
        // While sharing is off no link works, and one that was never saved has another token at each look.
        if (!sharing.Enabled)
            sharing.AccessToken = null;
        if (sharing.AccessToken is { Length: > 0 } token)
            sharing.Link = new Uri(Connection.HostUri, "shared/" + Uri.EscapeDataString(token));
        return Stamp(sharing);
    }
}
