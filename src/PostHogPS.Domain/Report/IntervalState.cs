namespace PostHogPS.Report;

/// <summary>What a strip shows of one interval, the good ones first.</summary>
internal enum IntervalState
{
    /// <summary>Exported.</summary>
    Completed,

    /// <summary>A run is under way.</summary>
    Running,

    /// <summary>Not due: the export was paused.</summary>
    Paused,

    /// <summary>No run, or only cancelled ones.</summary>
    Missing,

    /// <summary>The newest run failed.</summary>
    Failed,

    /// <summary>Not run because of billing.</summary>
    Billing,
}
