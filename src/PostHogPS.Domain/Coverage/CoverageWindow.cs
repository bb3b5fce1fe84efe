using System;
using PostHogPS.Schedule;

namespace PostHogPS.Coverage;

/// <summary>What is known of a window before its runs are read.</summary>
internal class CoverageWindow
{
    /// <summary>Said of a window that is too short, or begins too late, for the export's interval.</summary>
    internal const string NoInterval = "The window contains no complete interval.";

    /// <summary>Window that the list of runs was asked for; null where it holds all there are.</summary>
    internal DataInterval? Window { get; set; }

    /// <summary>How far a run that crosses an edge of the window can reach into it.</summary>
    internal TimeSpan Reach { get; set; }

    /// <summary>Since when the export has been paused; null when it is not.</summary>
    internal DateTimeOffset? PausedSince { get; set; }

    /// <summary>PostHog paused it by itself: what it does not export is lost and not left out on purpose.</summary>
    internal bool IsAutoPaused { get; set; }
}
