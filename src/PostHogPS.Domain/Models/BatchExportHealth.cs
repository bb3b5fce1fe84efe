using System;

namespace PostHogPS;

/// <summary>How a batch export is, judged from the runs PostHog lists with it (ten at most).</summary>
public sealed class BatchExportHealth : PostHogObject, INamesBatchExport
{
    /// <summary>The export.</summary>
    public Guid BatchExportId { get; set; }

    /// <summary>Its name.</summary>
    public string BatchExportName { get; set; } = "";

    /// <summary>
    /// Healthy, Incomplete (with -After), NotFound (with -StatePath), Failing, Late, Stale, AutoPaused, PausedByUser, Ended, NeverRan,
    /// BillingBlocked or Backfilling.
    /// </summary>
    public string State { get; set; } = "";

    /// <summary>
    /// True for Healthy, Backfilling, PausedByUser, Ended, and for a new export whose first run is not due yet. With -After only
    /// when no interval is missing.
    /// </summary>
    public bool IsHealthy { get; set; }

    /// <summary>Why, in one sentence.</summary>
    public string Reason { get; set; } = "";

    /// <summary>With -StatePath: the state that was given out last; null when none is remembered.</summary>
    public string? PreviousState { get; set; }

    /// <summary>
    /// With -StatePath: true when the export is in another state than remembered, or has become healthy or unhealthy; for one that is not
    /// remembered, when it is unhealthy. A healthy export that a backfill runs for has not changed.
    /// </summary>
    public bool? Changed { get; set; }

    /// <summary>Since when it has been in this state, where known.</summary>
    public DateTimeOffset? Since { get; set; }

    /// <summary>End of the newest data interval that was exported; null when none of the known runs succeeded.</summary>
    public DateTimeOffset? LastSuccess { get; set; }

    /// <summary>How far the exported data is behind now; null when no success is known.</summary>
    public TimeSpan? Lag { get; set; }

    /// <summary>The allowed lag.</summary>
    public TimeSpan AllowedLag { get; set; }

    /// <summary>Failed runs since the newest success; a lower bound when no success is known.</summary>
    public int ConsecutiveFailures { get; set; }

    /// <summary>Error of the newest failed run after the newest success.</summary>
    public string? LastError { get; set; }

    /// <summary>With -After: start of the window whose intervals were looked at.</summary>
    public DateTimeOffset? After { get; set; }

    /// <summary>With -After: intervals that were due since then.</summary>
    public long? ExpectedIntervals { get; set; }

    /// <summary>With -After: those that are covered.</summary>
    public long? CoveredIntervals { get; set; }

    /// <summary>With -After: those that are not covered.</summary>
    public long? MissingIntervals { get; set; }

    /// <summary>With -After: of the missing ones, those that were not run because PostHog has paused the export by itself.</summary>
    public long? AutoPausedIntervals { get; set; }

    /// <summary>Why none of its intervals, which were asked for, was looked at; null where some were.</summary>
    internal string? CoverageNote { get; set; }

    /// <summary>Why its rows, which were asked for, were not compared; null where they were.</summary>
    internal string? RowsNote { get; set; }

    /// <summary>The server's time when it was judged.</summary>
    internal DateTimeOffset JudgedAt { get; set; }

    /// <summary>Interval of the export.</summary>
    public string Interval { get; set; } = "";

    /// <summary>Destination type of the export.</summary>
    public string DestinationType { get; set; } = "";

    /// <summary>The next command, ready to paste; null when there is nothing to do.</summary>
    public string? Suggestion { get; set; }

    /// <summary>Name and state.</summary>
    public override string ToString() => BatchExportName + ": " + State;
}
