using System;
using System.Linq;

namespace PostHogPS.Coverage;

/// <summary>
/// Since when a paused export has been paused. The server notes the time for its pause action only: an export that was
/// made or patched to be paused has none, or that of an earlier pause, which the runs after it give away.
/// </summary>
internal static class PauseTime
{
    /// <summary>The server's note, unless it is that of an earlier pause.</summary>
    internal static DateTimeOffset? KnownOf(BatchExport export) =>
        export.LatestRuns.Any(run => run.BackfillId is null && run.DataIntervalEnd > export.LastPausedAt) ? null : export.LastPausedAt;

    /// <summary>The end of what may be expected of it; null when it is not paused.</summary>
    internal static DateTimeOffset? Of(BatchExport export) =>
        !export.Paused ? null
        : KnownOf(export) ?? export.LatestRuns.Where(run => run.BackfillId is null).Max(run => run.DataIntervalEnd) ?? export.LastPausedAt ?? export.CreatedAt;
}
