namespace PostHogPS.Operations;

/// <summary>What is known of one interval.</summary>
internal readonly struct IntervalVerdict
{
    internal IntervalVerdict(DataInterval interval, string? kind, BatchExportRun? run, bool isRunning = false)
    {
        Interval = interval;
        Kind = kind;
        Run = run;
        IsRunning = isRunning;
    }

    internal DataInterval Interval { get; }

    /// <summary>Why it is uncovered; null when it is covered.</summary>
    internal string? Kind { get; }

    /// <summary>The newest failed run of an uncovered interval.</summary>
    internal BatchExportRun? Run { get; }

    internal bool IsCovered => Kind is null;

    /// <summary>True when it is covered only as long as a running run does not fail.</summary>
    internal bool IsRunning { get; }
}
