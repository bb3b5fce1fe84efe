using System;
using System.Collections.Generic;
using System.Linq;

namespace PostHogPS.Coverage;

/// <summary>
/// Since when a paused export has been paused. The server notes the time for its pause action only: an export that was
/// created or patched as paused has none, or that of an earlier pause; runs after that time reveal this.
/// </summary>
internal static class PauseTime
{
    // A pause after that many failures was made by the server; also after fewer where the export has no more runs.
    private const int LeastFailuresOfAutoPause = 3;

    /// <summary>The server's note, unless it is that of an earlier pause.</summary>
    internal static DateTimeOffset? FindRecorded(BatchExport export) =>
        export.LastPausedAt < export.CreatedAt
            || export.LatestRuns.Any(run => run.BackfillId is null && run.DataIntervalEnd > export.LastPausedAt) ? null : export.LastPausedAt;

    /// <summary>The end of what may be expected of it; null when it is not paused.</summary>
    internal static DateTimeOffset? FindStart(BatchExport export) =>
        !export.Paused ? null
        : FindRecorded(export) ?? export.LatestRuns.Where(run => run.BackfillId is null).Max(run => run.DataIntervalEnd) ?? export.LastPausedAt
            ?? export.CreatedAt;

    /// <summary>The same, and whether PostHog paused it by itself.</summary>
    internal static DateTimeOffset? FindStart(BatchExport export, out bool isAutoPaused)
    {
        isAutoPaused = export.Paused && IsByServer(export);
        return FindStart(export);
    }

    /// <summary>Whether the pause of a paused export is the server's doing: all runs before it failed, and there were enough of them.</summary>
    internal static bool IsByServer(BatchExport export)
    {
        DateTimeOffset? since = FindRecorded(export);
        List<BatchExportRun> before = export.LatestRuns
            .Where(run => run.State is not RunStates.Running and not RunStates.Unknown && (since is null || run.CreatedAt <= since)).ToList();
        return before.Count > 0 && before.TrueForAll(run => run.State == RunStates.Failed)
            && before.Count >= Math.Min(LeastFailuresOfAutoPause, Math.Max(1, export.LatestRuns.Count));
    }
}
