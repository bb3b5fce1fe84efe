namespace PostHogPS.Coverage;

/// <summary>What an interval cannot be judged without.</summary>
internal enum CoverageNeed
{
    Nothing,

    /// <summary>The export's backfills.</summary>
    Backfills,

    /// <summary>The runs that cross the start of the window.</summary>
    LeftEdge,

    /// <summary>The runs that cross the end of the window.</summary>
    RightEdge,
}
