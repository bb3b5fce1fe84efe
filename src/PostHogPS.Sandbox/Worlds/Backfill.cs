using System;
using System.Collections.Generic;
using System.Globalization;

namespace PostHogPS.Sandbox.Worlds;

/// <summary>A backfill: a list of intervals worked off in order, one run each.</summary>
internal sealed class Backfill
{
    private static readonly TimeSpan Warming = TimeSpan.FromSeconds(4);

    public required Guid Id { get; init; }

    public required Export Export { get; init; }

    public required DateTimeOffset Created { get; init; }

    /// <summary>When its row can first be seen: an asynchronous job writes it.</summary>
    public required DateTimeOffset VisibleFrom { get; init; }

    public DateTimeOffset? Start { get; init; }

    public DateTimeOffset? End { get; init; }

    public DateTimeOffset? AdjustedStart { get; init; }

    /// <summary>The intervals that get a run.</summary>
    public required IReadOnlyList<KeyValuePair<DateTimeOffset, DateTimeOffset>> Slots { get; init; }

    /// <summary>Intervals in the range, those without a run included.</summary>
    public int Expected { get; init; }

    /// <summary>From the start of one run to the start of the next.</summary>
    public required TimeSpan Pace { get; init; }

    public DateTimeOffset? CancelledAt { get; set; }

    /// <summary>How long the workflow may take; null for as long as it needs.</summary>
    public TimeSpan? Limit { get; init; }

    /// <summary>Its runs will fail. That does not make the backfill fail: the server passes over them.</summary>
    public bool Doomed { get; init; }

    public TimeSpan RunLength => TimeSpan.FromTicks(Pace.Ticks * 4 / 5 / 10 * 10);

    public DateTimeOffset Due => Created + Warming + (Slots.Count == 0 ? TimeSpan.FromSeconds(1) : TimeSpan.FromTicks(Pace.Ticks * Slots.Count));

    /// <summary>When the workflow is ended for having taken too long. The run it waits for goes on, later ones never begin.</summary>
    public DateTimeOffset? TimesOutAt => Limit is { } limit && Created + Warming + limit < Due ? Created + Warming + limit : null;

    public string WorkflowId => WorkflowIdOf(Export.Id, Start, End);

    public static string WorkflowIdOf(Guid export, DateTimeOffset? start, DateTimeOffset? end) =>
        export + "-Backfill-" + Bound(start, "START") + "-" + Bound(end, "END");

    public DateTimeOffset RunCreated(int index) => Created + Warming + TimeSpan.FromTicks(Pace.Ticks * index);

    public string StatusAt(DateTimeOffset now)
    {
        if (CancelledAt is not null)
            return "Cancelled";
        if (now >= TimesOutAt)
            return "Failed";
        if (now >= Due)
            return "Completed";
        return now >= Created + Warming ? "Running" : "Starting";
    }

    public bool IsActive(DateTimeOffset now) => StatusAt(now) is "Starting" or "Running";

    public DateTimeOffset? FinishedAt(DateTimeOffset now) => CancelledAt ?? (now >= (TimesOutAt ?? Due) ? TimesOutAt ?? Due : null);

    public int FinishedRuns(DateTimeOffset now)
    {
        long done = (now - Created - Warming - RunLength).Ticks;
        return done < 0 || Slots.Count == 0 ? 0 : (int)Math.Min(Slots.Count, (done / Pace.Ticks) + 1);
    }

    private static string Bound(DateTimeOffset? time, string open) =>
        time?.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'+00:00'", CultureInfo.InvariantCulture) ?? open;
}
