using System.Collections.Generic;
using System.Linq;
using PostHogPS.Text;

namespace PostHogPS.Watching;

/// <summary>What is said where nothing can be redrawn: at first what needs attention, then one line per change.</summary>
internal static class WatchLines
{
    internal static List<string> Format(WatchLook look)
    {
        string time = InstantText.FormatForCommand(look.Now) + " ";
        IEnumerable<WatchedExport> worthSaying = WatchTable.Sort(look.Changed).Where(e => !look.IsFirst || !e.Health.IsHealthy);
        bool manyConnections = look.Exports.Select(e => e.Health.ConnectionName).Distinct().Skip(1).Any();
        List<string> lines = worthSaying
            .Select(e => (manyConnections ? e.Health.ConnectionName + ": " : "") + Line(e, look.FindBefore(e))).Concat(look.Failures).ToList();
        if (look.IsFirst)
            lines.Insert(0, $"{CountText.FormatCount(look.Exports.Count, "export")}, {WatchTable.FormatAttention(look.Exports, look.IsPartial)}.");
        return lines.ConvertAll(line => time + WatchTable.RemoveControls(line));
    }

    private static string Line(WatchedExport export, WatchedExport? before)
    {
        BatchExportHealth health = export.Health;
        string from = before is not null && before.Health.State != health.State ? before.Health.State + " -> " : "";
        string where = health.ProjectName is null ? "" : health.ProjectName + ": ";
        return $"{where}{health.BatchExportName}: {from}{health.State}. {health.Reason}"
            + (health.LastError is { Length: > 0 } error && !health.IsHealthy ? " " + error : "");
    }
}
