using System;
using System.Collections.Generic;
using System.Globalization;
using PostHogPS.Sandbox.Time;

namespace PostHogPS.Sandbox.Model;

/// <summary>A backfill: a list of intervals that are exported in order, one run each.</summary>
internal sealed class Backfill
{
    private static readonly TimeSpan StartupTime = TimeSpan.FromSeconds(4);

    public required Guid Id { get; init; }

    public required Export Export { get; init; }

    public required DateTimeOffset Created { get; init; }

    /// <summary>When lists first show it: an asynchronous job writes its row.</summary>
    public required DateTimeOffset VisibleFrom { get; init; }

    public DateTimeOffset? Start { get; init; }

    public DateTimeOffset? End { get; init; }

    public DateTimeOffset? AdjustedStart { get; init; }

    /// <summary>The intervals that have a run.</summary>
    public required IReadOnlyList<IntervalBounds> Intervals { get; init; }

    /// <summary>Intervals in the range, those without a run included.</summary>
    public int Expected { get; init; }

    /// <summary>From the start of one run to the start of the next.</summary>
    public required TimeSpan RunSpacing { get; init; }

    public DateTimeOffset? CancelledAt { get; set; }

    /// <summary>How long it may take; null for no limit.</summary>
    public TimeSpan? Limit { get; init; }

    /// <summary>All its runs fail. The backfill itself still ends as Completed, as on the server.</summary>
    public bool RunsFail { get; init; }

    public TimeSpan RunLength => TimeSpan.FromTicks(RunSpacing.Ticks * 4 / 5 / 10 * 10);

    public DateTimeOffset Due => Created + StartupTime
        + (Intervals.Count == 0 ? TimeSpan.FromSeconds(1) : TimeSpan.FromTicks(RunSpacing.Ticks * Intervals.Count));

    /// <summary>When the server ends it for having taken too long. Its current run continues, later ones never start.</summary>
    public DateTimeOffset? TimesOutAt => Limit is { } limit && Created + StartupTime + limit < Due ? Created + StartupTime + limit : null;

    public string WorkflowId => WorkflowIdOf(Export.Id, Start, End);

    public static string WorkflowIdOf(Guid export, DateTimeOffset? start, DateTimeOffset? end) =>
        export + "-Backfill-" + Bound(start, "START") + "-" + Bound(end, "END");

    public DateTimeOffset RunCreated(int index) => Created + StartupTime + TimeSpan.FromTicks(RunSpacing.Ticks * index);

    public string StatusAt(DateTimeOffset now)
    {
        if (CancelledAt is not null)
            return "Cancelled";
        if (now >= TimesOutAt)
            return "Failed";
        if (now >= Due)
            return "Completed";
        return now >= Created + StartupTime ? "Running" : "Starting";
    }

    public bool IsActive(DateTimeOffset now) => StatusAt(now) is "Starting" or "Running";

    public DateTimeOffset? FinishedAt(DateTimeOffset now) => CancelledAt ?? (now >= (TimesOutAt ?? Due) ? TimesOutAt ?? Due : null);

    public int FinishedRuns(DateTimeOffset now)
    {
        long done = (now - Created - StartupTime - RunLength).Ticks;
        return done < 0 || Intervals.Count == 0 ? 0 : (int)Math.Min(Intervals.Count, (done / RunSpacing.Ticks) + 1);
    }

    private static string Bound(DateTimeOffset? time, string open) =>
        time?.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'+00:00'", CultureInfo.InvariantCulture) ?? open;
}
