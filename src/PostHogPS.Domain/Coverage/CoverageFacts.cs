using System;
using System.Collections.Generic;

namespace PostHogPS.Coverage;

/// <summary>All facts that decide on the intervals of a window.</summary>
internal sealed class CoverageFacts : CoverageWindow
{
    internal CoverageFacts(IEnumerable<BatchExportRun> runs) => Runs = runs;

    /// <summary>The runs that lie in the window, ordered by the start of their data interval.</summary>
    internal IEnumerable<BatchExportRun> Runs { get; }

    /// <summary>The backfills.</summary>
    internal Func<BackfillFacts> Backfills { get; set; } = static () => BackfillFacts.None;

    /// <summary>The runs that cross an edge, of any status. The list does not hold them.</summary>
    internal Func<DateTimeOffset, IReadOnlyList<BatchExportRun>> Crossing { get; set; } = static _ => [];
}
