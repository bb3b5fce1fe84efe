namespace PostHogPS.Operations;

/// <summary>What is known of one interval.</summary>
internal readonly struct IntervalVerdict
{
    internal IntervalVerdict(DataInterval interval, string? kind, BatchExportRun? run, string? hold = null, bool isRunning = false)
    {
        Interval = interval;
        Kind = kind;
        Run = run;
        IsRunning = isRunning;
        Hold = hold;
    }

    internal DataInterval Interval { get; }

    /// <summary>Why it is uncovered; null when it is covered.</summary>
    internal string? Kind { get; }

    /// <summary>The newest failed run of an uncovered interval.</summary>
    internal BatchExportRun? Run { get; }

    /// <summary>Why running an uncovered interval once more could write rows twice; null when it is safe.</summary>
    internal string? Hold { get; }

    internal bool IsCovered => Kind is null;

    /// <summary>True when it is covered only as long as a running run does not fail.</summary>
    internal bool IsRunning { get; }

    /// <summary>The failed run is one of just this interval, so that a retry of it runs this interval and nothing else.</summary>
    internal bool IsOwnRun => Run is { } run && run.DataIntervalStart == Interval.Start && run.DataIntervalEnd == Interval.End;
}
