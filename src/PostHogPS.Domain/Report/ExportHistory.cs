using System;
using System.Collections.Generic;
using System.Linq;
using PostHogPS.Coverage;
using PostHogPS.Health;
using PostHogPS.Schedule;

namespace PostHogPS.Report;

/// <summary>What the report says of one export. Holds no runs: they were counted as they came.</summary>
internal sealed class ExportHistory
{
    private readonly int[] _counts = new int[Enum.GetValues(typeof(IntervalState)).Length];

    internal ExportHistory(string model, string host, VolumeSeries? share = null)
    {
        Share = share;
        Model = model;
        Host = host;
    }

    internal BatchExportHealth Health { get; set; } = new();

    internal string Model { get; }

    internal string Host { get; }

    /// <summary>Every interval of the window, merged by state, in order.</summary>
    internal List<TimelineSegment> Segments { get; } = new();

    /// <summary>What is not covered, except what the pause explains.</summary>
    internal List<BatchExportGap> Gaps { get; } = new();

    /// <summary>Rows and bytes over the window; null before the first run was read.</summary>
    internal VolumeSeries? Volume { get; set; }

    /// <summary>What is unusual: against earlier weeks where rows were asked for, else against the runs of the window alone.</summary>
    internal List<BatchExportAnomaly> Anomalies { get; } = new();

    /// <summary>Expected against exported rows; null where they were not asked for.</summary>
    internal RowHistory? RowsHeld { get; set; }

    /// <summary>What it adds to the rows and bytes of all exports.</summary>
    internal VolumeSeries? Share { get; }

    /// <summary>Its failures by cause.</summary>
    internal ErrorTally Errors { get; } = new();

    /// <summary>Largest lag in each equal part of the window; null where it is not known.</summary>
    internal TimeSpan?[] Lag { get; set; } = [];

    /// <summary>Rows of completed runs, each run counted: an interval that was exported twice counts twice.</summary>
    internal long Rows { get; set; }

    /// <summary>Rows of the same runs that failed in the destination's function.</summary>
    internal long FailedRows { get; set; }

    /// <summary>Bytes of the same runs; 0 on servers that do not count them.</summary>
    internal long Bytes { get; set; }

    internal int Runs { get; set; }

    internal int FailedRuns { get; set; }

    /// <summary>The intervals that count, as every command counts them.</summary>
    internal CoverageTally Tally { get; } = new();

    /// <summary>The state of the interval that the window's beginning cuts: it is on the strip and does not count. Null for none.</summary>
    internal IntervalState? Cut { get; private set; }

    /// <summary>Since when they count; null where they could not be read.</summary>
    internal DateTimeOffset? CountedFrom { get; set; }

    /// <summary>Why there is no strip; null when there is one.</summary>
    internal string? Note { get; set; }

    /// <summary>Its strip, where it is written already.</summary>
    internal HtmlPart? Strip { get; private set; }

    /// <summary>What there is to say about it, where it is written already.</summary>
    internal HtmlPart? Body { get; private set; }

    internal int this[IntervalState state] => _counts[(int)state];

    /// <summary>Intervals that failed, are missing or blocked.</summary>
    internal int Uncovered => this[IntervalState.Failed] + this[IntervalState.Missing] + this[IntervalState.Billing];

    internal int Covered => this[IntervalState.Completed] + this[IntervalState.Running];

    internal int Expected => Covered + Uncovered;

    internal bool NeedsAttention => !Health.IsHealthy || Uncovered > 0 || Note is not null || FailedRows > 0 || RowsHeld is { Lacking: > 0 };

    /// <summary>Gaps that a backfill can close.</summary>
    internal IEnumerable<BatchExportGap> Repairable => Gaps.Where(gap => gap.Kind != GapKind.BillingBlocked);

    /// <summary>Writes its part of the page while others are still being read.</summary>
    internal void Write(Timeline timeline)
    {
        Strip = HtmlPart.Create(html => timeline.Write(html, this));
        Body = HtmlPart.Create(html => ExportBody.Write(html, this));
    }

    /// <summary>Counts an interval of the window.</summary>
    internal void Count(IntervalState state, IntervalVerdict verdict)
    {
        _counts[(int)state]++;
        Tally.Add(verdict);
    }

    /// <summary>Notes the interval that the window's beginning cuts.</summary>
    internal void NoteCut(IntervalState state) => Cut = state;

    /// <summary>Adds an interval to the strip.</summary>
    internal void Show(IntervalState state, DataInterval interval)
    {
        if (Segments.Count == 0 || !Segments[Segments.Count - 1].Extend(state, interval))
            Segments.Add(new TimelineSegment(state, interval));
    }
}
