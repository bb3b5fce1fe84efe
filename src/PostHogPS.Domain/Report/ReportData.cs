using System;
using System.Collections.Generic;
using System.Linq;
using PostHogPS.Health;
using PostHogPS.Schedule;
using PostHogPS.Text;

namespace PostHogPS.Report;

/// <summary>Everything the page says, and nothing else: the same data give the same file, byte by byte.</summary>
internal sealed class ReportData
{
    internal ReportData(string title, DateTimeOffset after, DateTimeOffset before, DateTimeOffset generatedAt)
    {
        Title = title;
        After = after;
        Before = before;
        GeneratedAt = generatedAt;
        Volume = VolumeSeries.CreateFor(after, before, TimeSpan.FromHours(1), ReportLimits.BucketsOfAll);
        Trouble = new double[Volume.Rows.Length];
    }

    /// <summary>An empty page about a window. It begins some days before its end, unless its beginning was given.</summary>
    internal static ReportData CreateFor(string title, TimeWindow window, int days, DateTimeOffset now)
    {
        DateTimeOffset before = window.To?.CountFrom(now).Instant ?? now;
        DateTimeOffset after = window.From?.CountFrom(now).Instant ?? SafeTime.Subtract(before, TimeSpan.FromDays(days));
        window.CheckOrder(after, before, now);
        return new ReportData(title, after, before, now)
        {
            WindowOf = export =>
            {
                var calendar = new ExportCalendar(export, now);
                return (window.From is null ? after : calendar.InstantOf(window.From), window.To is null ? before : calendar.InstantOf(window.To));
            },
        };
    }

    internal string Title { get; }

    /// <summary>Version of the module that makes the page.</summary>
    internal string ModuleVersion { get; set; } = "";

    /// <summary>Whether rows are compared.</summary>
    internal bool HasRows { get; set; }

    /// <summary>Start of the page's window.</summary>
    internal DateTimeOffset After { get; }

    internal DateTimeOffset Before { get; }

    /// <summary>
    /// The same window in the calendar of one export, where a day was given: what is counted, as by every other command. The page shows one
    /// window for all.
    /// </summary>
    internal Func<BatchExport, (DateTimeOffset After, DateTimeOffset Before)>? WindowOf { get; set; }

    /// <summary>By the server's clock.</summary>
    internal DateTimeOffset GeneratedAt { get; }

    /// <summary>Rows and bytes of all exports.</summary>
    internal VolumeSeries Volume { get; }

    /// <summary>Uncovered intervals of all exports, at the same times as <see cref="Volume"/>.</summary>
    internal double[] Trouble { get; }

    internal List<ExportHistory> Exports { get; } = new();

    internal List<BatchExportErrorGroup> Errors { get; set; } = new();

    internal IEnumerable<string> Hosts => Exports.Select(e => e.Host).Distinct(StringComparer.Ordinal);

    internal int Projects => Exports.Select(e => (e.Host, e.Health.ProjectId)).Distinct().Count();

    /// <summary>By host and project; what needs attention first within each.</summary>
    internal IEnumerable<IGrouping<(string Host, long ProjectId), ExportHistory>> ByProject() =>
        Exports.OrderBy(e => e.Host, StringComparer.Ordinal).ThenBy(e => e.Health.ProjectId)
            .ThenBy(e => e.Health.IsHealthy).ThenByDescending(e => e.NeedsAttention).ThenBy(e => Array.IndexOf(HealthState.InOrder, e.Health.State))
            .ThenBy(e => e.Health.BatchExportName, StringComparer.OrdinalIgnoreCase).ThenBy(e => e.Health.BatchExportName, StringComparer.Ordinal)
            .ThenBy(e => e.Health.BatchExportId)
            .GroupBy(e => (e.Host, e.Health.ProjectId));

    internal void Add(ExportHistory export)
    {
        Exports.Add(export);
        foreach (TimelineSegment segment in export.Segments.Where(s => s.State is IntervalState.Failed or IntervalState.Missing or IntervalState.Billing))
            Spread(segment);
    }

    private void Spread(TimelineSegment segment)
    {
        double from = (segment.Start - After).Ticks / (double)Volume.Bucket.Ticks;
        double to = (segment.End - After).Ticks / (double)Volume.Bucket.Ticks;
        double perBucket = segment.Intervals / (to - from);
        for (int i = Math.Max(0, (int)from); i < Trouble.Length && i < to; i++)
            Trouble[i] += (Math.Min(to, i + 1) - Math.Max(from, i)) * perBucket;
    }
}
