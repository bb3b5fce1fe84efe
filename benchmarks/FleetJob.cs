using System;
using System.Linq;

namespace PostHogPS.Benchmarks;

/// <summary>A job over many exports, or over a long history.</summary>
/// <param name="Name">What the raw client knows it by.</param>
/// <param name="Title">What the table calls it.</param>
/// <param name="Command">The module's command over all of it.</param>
/// <param name="Small">The same over little, to warm up.</param>
/// <param name="Pages">What has to be asked for: the list and each page of runs.</param>
/// <param name="Looks">Looks at backfills that may come on top.</param>
/// <param name="First">Requests until the first object; null where there is no first one.</param>
internal sealed record FleetJob(string Name, string Title, string Command, string Small, int Pages, int Looks = 0, int? First = null)
{
    internal static FleetJob[] All(string reportFile)
    {
        string fleet = " -ProjectId " + World.FleetProject;
        // One with a failed run the day before yesterday: what a gap needs is compiled then, as all of the raw client is.
        string one = " " + World.Fleet[4];
        string report = "Export-PHBatchExportReport '" + reportFile + "' -Force" + fleet;
        string history = "Get-PHBatchExportRun " + World.Long + " -ProjectId " + World.LongProject + " -After ";
        return
        [
            new("gaps", "Gaps of 30 days over 45 exports", "Find-PHBatchExportGap -After -30d" + fleet, "Find-PHBatchExportGap" + one + " -After -2d" + fleet, Sum(30, byInterval: true), World.FleetSize, First: 3),
            new("runs", "Runs of 14 days over 45 exports", "Get-PHBatchExportRun -After -14d" + fleet, "Get-PHBatchExportRun" + one + " -After -1d" + fleet, Sum(14, byInterval: false), First: 2),
            new("report", "Report of 45 exports, 7 days", report, report + " -BatchExport" + one, Sum(7, byInterval: true), World.FleetSize),
            new("one", "Runs of 90 days of one export every 5 minutes", history + "-90d", history + "-1d", World.HistoryOf(World.Long).Pages(TimeSpan.FromDays(90)), First: 1),
        ];
    }

    private static int Sum(int days, bool byInterval) => 1 + World.Fleet.Sum(export => World.HistoryOf(export).Pages(TimeSpan.FromDays(days), byInterval));
}
