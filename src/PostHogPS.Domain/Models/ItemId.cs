using System;

namespace PostHogPS;

/// <summary>
/// What tells the items of a list apart, as one type for all kinds: long lists keep every id that was given, and a boxed
/// value each would be most of what that costs.
/// </summary>
internal static class ItemId
{
    /// <summary>The id; <see cref="Guid.Empty"/> where it could not be read, null for a kind that has none (log entries).</summary>
    internal static Guid? FindFor(object? item) => item switch
    {
        BatchExport export => export.Id,
        BatchExportRun run => run.Id,
        BatchExportBackfill backfill => backfill.Id ?? Guid.Empty,
        FileDownload download => download.Id,
        BatchExportAlert alert => alert.Id,
        Organization organization => organization.Id,
        DashboardTemplate template => template.Id,
        Dashboard dashboard => FromNumber(dashboard.Id),
        Insight insight => FromNumber(insight.Id),
        Project project => FromNumber(project.Id),
        Integration integration => FromNumber(integration.Id),
        _ => null,
    };

    /// <summary>A number in the form of the other ids; 0 means none.</summary>
    internal static Guid FromNumber(long number) =>
        new((int)(number >> 32), (short)(number >> 16), (short)number, 0, 0, 0, 0, 0, 0, 0, 0);
}
