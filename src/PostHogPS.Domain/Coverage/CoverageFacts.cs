using System;
using System.Collections.Generic;
using PostHogPS.Schedule;

namespace PostHogPS.Coverage;

/// <summary>
/// Everything that decides on the intervals of a window. What costs a request of its own is asked for when an interval
/// cannot be judged without it.
/// </summary>
internal sealed class CoverageFacts
{
    internal CoverageFacts(IEnumerable<BatchExportRun> runs) => Runs = runs;

    /// <summary>The runs that lie in the window, ordered by the start of their data interval.</summary>
    internal IEnumerable<BatchExportRun> Runs { get; }

    /// <summary>The backfills.</summary>
    internal Func<BackfillFacts> Backfills { get; set; } = static () => BackfillFacts.None;

    /// <summary>Bounds of the window that the list of runs was asked for; null where it holds all there are.</summary>
    internal DataInterval? Window { get; set; }

    /// <summary>How far a run that crosses an edge of the window can reach into it.</summary>
    internal TimeSpan Reach { get; set; }

    /// <summary>The runs that cross an edge, of any status. The list does not hold them.</summary>
    internal Func<DateTimeOffset, IReadOnlyList<BatchExportRun>> Crossing { get; set; } = static _ => [];

    /// <summary>Since when the export has been paused; null when it is not.</summary>
    internal DateTimeOffset? PausedSince { get; set; }

    /// <summary>PostHog paused it by itself: what it does not export is lost and not left out on purpose.</summary>
    internal bool IsAutoPaused { get; set; }
}
