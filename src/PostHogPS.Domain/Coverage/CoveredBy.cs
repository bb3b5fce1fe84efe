namespace PostHogPS.Coverage;

/// <summary>Why an interval is not missing.</summary>
internal enum CoveredBy
{
    /// <summary>It is missing.</summary>
    Nothing,

    /// <summary>Completed runs reach over it.</summary>
    CompletedRun,

    /// <summary>The server looked and found no rows in it, or in what completed runs leave of it.</summary>
    NoRows,

    /// <summary>Runs reach over it, some of which have not ended.</summary>
    RunningRun,

    /// <summary>A backfill over it has not ended, and its run is still to come.</summary>
    ActiveBackfill,

    /// <summary>It is not due: a person paused the export.</summary>
    Pause,
}
