using System;

namespace PostHogPS.Anomalies;

/// <summary>A completed interval: what its last completed run exported.</summary>
internal sealed class IntervalSample
{
    internal IntervalSample(DateTimeOffset start, DateTimeOffset end, BatchExportRun run)
    {
        Start = start;
        End = end;
        Run = run;
    }

    internal DateTimeOffset Start { get; }

    internal DateTimeOffset End { get; }

    internal BatchExportRun Run { get; }

    /// <summary>Rows that arrived; a server that gives no number has exported none.</summary>
    internal long Rows => Math.Max(0, Run.RecordsCompleted ?? 0);

    internal double? BytesPerRow => Run.BytesExported > 0 && Rows > 0 ? Run.BytesExported.Value / (double)Rows : null;
}
