namespace PostHogPS.Report;

/// <summary>How much the page shows, so that 200 exports stay a page that a browser opens at once.</summary>
internal static class ReportLimits
{
    /// <summary>Bars of a chart over all exports.</summary>
    internal const int BucketsOfAll = 84;

    /// <summary>Bars of a chart of one export.</summary>
    internal const int BucketsOfOne = 84;

    /// <summary>Gaps listed for one export.</summary>
    internal const int Gaps = 12;

    /// <summary>Segments of a strip that say by themselves what they are; all others do so by their colour.</summary>
    internal const int NamedSegments = 12;

    /// <summary>Exports whose details are open from the start.</summary>
    internal const int Open = 5;

    /// <summary>Causes of errors.</summary>
    internal const int Causes = 50;

    /// <summary>Names of exports that a cause hit.</summary>
    internal const int Names = 12;

    /// <summary>Characters of an error text.</summary>
    internal const int ErrorText = 600;
}
