using PostHogPS.Schedule;

namespace PostHogPS.Coverage;

/// <summary>What is known of one interval.</summary>
internal readonly struct IntervalVerdict
{
    internal IntervalVerdict(DataInterval interval, string? kind, BatchExportRun? run, string? hold = null, CoveredBy coveredBy = CoveredBy.CompletedRun)
    {
        Interval = interval;
        Kind = kind;
        Run = run;
        Hold = hold;
        CoveredBy = kind is null ? coveredBy : CoveredBy.Nothing;
    }

    internal DataInterval Interval { get; }

    /// <summary>Why it is uncovered; null when it is not.</summary>
    internal string? Kind { get; }

    /// <summary>The newest failed run of an uncovered interval.</summary>
    internal BatchExportRun? Run { get; }

    /// <summary>Why running an uncovered interval once more could write rows twice; null when it is safe.</summary>
    internal string? Hold { get; }

    internal CoveredBy CoveredBy { get; }

    /// <summary>False for what a person's pause leaves out: neither expected nor missing.</summary>
    internal bool IsDue => CoveredBy != CoveredBy.Pause;

    internal bool IsUncovered => Kind is not null;

    internal bool IsCovered => !IsUncovered && IsDue;

    /// <summary>True when it is covered only as long as a running run or backfill does not fail.</summary>
    internal bool IsRunning => CoveredBy is CoveredBy.RunningRun or CoveredBy.ActiveBackfill;

    /// <summary>The failed run is one of just this interval, so that a retry of it runs this interval and nothing else.</summary>
    internal bool IsOwnRun => Run is { } run && run.DataIntervalStart == Interval.Start && run.DataIntervalEnd == Interval.End;
}
