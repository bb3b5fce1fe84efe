using System;
using System.Collections.Generic;
using System.Linq;
using PostHogPS.Text;

namespace PostHogPS.Watching;

/// <summary>What is said where nothing can be redrawn: at first what needs attention, then one line per change.</summary>
internal static class WatchLines
{
    internal static List<string> Format(
        IReadOnlyCollection<WatchedExport> changed, IReadOnlyCollection<WatchedExport> all, IEnumerable<string> troubles,
        IReadOnlyDictionary<Guid, WatchedExport> before, bool first, bool isPartial, DateTimeOffset now)
    {
        string time = InstantText.FormatForCommand(now) + " ";
        IEnumerable<WatchedExport> worthSaying = WatchTable.Sort(changed).Where(e => !first || !e.Health.IsHealthy);
        bool manyConnections = all.Select(e => e.Health.ConnectionName).Distinct().Skip(1).Any();
        List<string> lines = worthSaying.Select(e => (manyConnections ? e.Health.ConnectionName + ": " : "") + Line(e, before)).Concat(troubles).ToList();
        if (first)
            lines.Insert(0, $"{CountText.FormatCount(all.Count, "export")}, {WatchTable.FormatAttention(all, isPartial)}.");
        return lines.ConvertAll(line => time + WatchTable.RemoveControls(line));
    }

    private static string Line(WatchedExport export, IReadOnlyDictionary<Guid, WatchedExport> before)
    {
        BatchExportHealth health = export.Health;
        string from = before.TryGetValue(health.BatchExportId, out WatchedExport? old) && old.Health.State != health.State ? old.Health.State + " -> " : "";
        string where = health.ProjectName is null ? "" : health.ProjectName + ": ";
        return $"{where}{health.BatchExportName}: {from}{health.State}. {health.Reason}"
            + (health.LastError is { Length: > 0 } error && !health.IsHealthy ? " " + error : "");
    }
}
