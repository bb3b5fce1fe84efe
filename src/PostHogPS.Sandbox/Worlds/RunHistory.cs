using System;
using System.Collections.Generic;
using PostHogPS.Sandbox.Model;
using PostHogPS.Sandbox.Time;

namespace PostHogPS.Sandbox.Worlds;

/// <summary>The runs to read, and their order.</summary>
internal readonly record struct RunWindow(bool ByInterval, bool Descending, DateTimeOffset From, DateTimeOffset To);

/// <summary>
/// The runs of an export, computed while they are read: a page of a hundred costs a hundred runs, however long the history is.
/// </summary>
internal sealed class RunHistory
{
    private readonly World _world;

    public RunHistory(World world) => _world = world;

    public IEnumerable<Run> Read(Export export, RunWindow window)
    {
        var sources = new List<IEnumerator<Run>>();
        foreach (ScheduledPeriod period in export.ScheduledPeriods)
            sources.Add(Scheduled(export, period, window).GetEnumerator());
        foreach (Backfill backfill in export.Backfills)
            sources.Add(Backfilled(backfill, window).GetEnumerator());
        return Merge(sources, window);
    }

    public IEnumerable<Run> Newest(Export export) =>
        Read(export, new RunWindow(false, true, DateTimeOffset.MinValue, _world.Now));

    /// <summary>The runs of one backfill so far.</summary>
    public IEnumerable<Run> ReadBackfill(Backfill backfill) =>
        Backfilled(backfill, new RunWindow(false, false, DateTimeOffset.MinValue, _world.Now));

    /// <summary>Ids begin with the time of creation, so one run is found without reading the others.</summary>
    public Run? Find(Export export, Guid id)
    {
        DateTimeOffset time = SeededRandom.TimeOf(id);
        if (time > _world.Now || time < export.CreatedAt.AddDays(-1))
            return null;
        var window = new RunWindow(false, true, time.AddMilliseconds(-2), time.AddMilliseconds(2));
        foreach (Run run in Read(export, window))
        {
            if (run.Id == id)
                return run;
        }

        return null;
    }

    private static IEnumerable<Run> Merge(List<IEnumerator<Run>> sources, RunWindow window)
    {
        sources.RemoveAll(source => !source.MoveNext());
        while (sources.Count > 0)
        {
            int best = 0;
            for (int i = 1; i < sources.Count; i++)
            {
                int order = Run.Compare(sources[i].Current, sources[best].Current, window.ByInterval);
                if (window.Descending ? order > 0 : order < 0)
                    best = i;
            }

            yield return sources[best].Current;
            if (!sources[best].MoveNext())
                sources.RemoveAt(best);
        }
    }

    /// <summary>Whether a run is in the window. A run without a start is in no window by interval, as in SQL.</summary>
    public static bool Inside(Run run, RunWindow window) => window.ByInterval
        ? run.Start >= window.From && run.End <= window.To
        : run.Created >= window.From && run.Created <= window.To;

    private IEnumerable<Run> Scheduled(Export export, ScheduledPeriod period, RunWindow window)
    {
        IntervalSchedule schedule = period.Schedule;
        DateTimeOffset first = Later(period.From, export.StartAt ?? DateTimeOffset.MinValue);
        DateTimeOffset last = Earlier(period.To ?? DateTimeOffset.MaxValue, Earlier(_world.Now, export.EndAt ?? DateTimeOffset.MaxValue));
        DateTimeOffset low = Later(first, window.From);
        DateTimeOffset high = Earlier(last, window.To);
        if (low > last || high < first - schedule.LongestStartDelay)
            yield break;

        DateTimeOffset lowEnd = schedule.Floor(low - schedule.LongestStartDelay);
        DateTimeOffset highEnd = schedule.Floor(high);
        for (DateTimeOffset end = window.Descending ? highEnd : lowEnd;
            window.Descending ? end >= lowEnd : end <= highEnd;
            end = window.Descending ? schedule.Previous(end) : schedule.Next(end))
        {
            if (ScheduledRun(export, schedule, end) is { } run && run.Created >= first && run.Created < last && Inside(run, window))
                yield return run;
        }
    }

    private Run? ScheduledRun(Export export, IntervalSchedule schedule, DateTimeOffset end)
    {
        DateTimeOffset start = schedule.Previous(end);
        ulong roll = SeededRandom.Mix(export.Key, end.ToUnixTimeSeconds(), 1);
        DateTimeOffset created = end + SeededRandom.UpTo(schedule.LongestStartDelay, SeededRandom.Mix(roll, 2));
        RunOutcome? outcome;
        if (end > _world.Start)
            outcome = Rejected(export, created) ?? export.PendingOutcome ?? RunOutcome.Completed;
        else
            outcome = export.PastOutcome is { } script ? script(new PastInterval(start, end, _world.Start - end, roll)) : RunOutcome.Completed;
        if (outcome is null)
            return null;

        // The server waits a minute, for what is on its way into the database.
        DateTimeOffset at = Later(created, end.AddMinutes(1));
        long Count() => Math.Max(0, _world.CountRecords(export, start, end, at) - (export.Lost?.Invoke(start, end) ?? 0));
        return Make(export, null, start, end, created, Length(schedule, outcome, roll), outcome, roll, Count);
    }

    private IEnumerable<Run> Backfilled(Backfill backfill, RunWindow window)
    {
        int count = backfill.Intervals.Count;
        for (int i = 0; i < count; i++)
        {
            int index = window.Descending ? count - 1 - i : i;
            DateTimeOffset created = backfill.RunCreated(index);
            if (created > _world.Now || created > backfill.CancelledAt || created >= backfill.TimesOutAt)
                continue;
            if (!window.ByInterval && (created < window.From || created > window.To))
                continue;

            Run run = BackfillRun(backfill, index, created);
            if (Inside(run, window))
                yield return run;
        }
    }

    private Run BackfillRun(Backfill backfill, int index, DateTimeOffset created)
    {
        Export export = backfill.Export;
        (DateTimeOffset start, DateTimeOffset end) = backfill.Intervals[index];
        DateTimeOffset? from = backfill.Start is null ? null : start;
        ulong roll = SeededRandom.Mix(SeededRandom.Mix(export.Key, end.ToUnixTimeSeconds(), 1), created.UtcTicks, 3);
        RunOutcome outcome = Rejected(export, created) ?? (backfill.RunsFail
            ? new RunOutcome("Failed", export.PersistentError ?? "The destination refused the data.", 0)
            : export.BackfillOutcome?.Invoke(start, end) ?? (export.IsUnpaid ? export.PendingOutcome! : RunOutcome.Completed));
        // Old data is selected by the time of the event, not by its arrival.
        bool byEventTime = export.Model != "hogql" && backfill.Start is { } begin && begin < backfill.Created.AddDays(_world.Old ? -6 : -8);
        long Count() => byEventTime ? _world.CountRecordsByEventTime(export, start, end, created) : _world.CountRecords(export, from, end, created);
        Run run = Make(export, backfill.Id, from, end, created, backfill.RunLength, outcome, roll, Count);
        if (run.CancelledAt is null && backfill.CancelledAt < run.Due)
            run.CancelledAt = backfill.CancelledAt;
        return run;
    }

    private static RunOutcome? Rejected(Export export, DateTimeOffset created) =>
        export.RejectionAt(created) is { } error ? new RunOutcome("Failed", error, 0) : null;

    private static Run Make(
        Export export,
        Guid? backfill,
        DateTimeOffset? start,
        DateTimeOffset end,
        DateTimeOffset created,
        TimeSpan duration,
        RunOutcome outcome,
        ulong roll,
        Func<long> count)
    {
        Guid id = SeededRandom.UuidAt(created, roll);
        return new Run
        {
            Id = id,
            ExportId = export.Id,
            BackfillId = backfill,
            Start = start,
            End = end,
            Created = created,
            Duration = duration,
            Outcome = outcome,
            Count = count,
            BytesPerRecord = export.BytesPerRecord,
            CancelledAt = export.Cancelled.TryGetValue(id, out DateTimeOffset at) ? at : null,
        };
    }

    private static TimeSpan Length(IntervalSchedule schedule, RunOutcome outcome, ulong roll)
    {
        TimeSpan basis = schedule.Interval switch
        {
            "day" => TimeSpan.FromMinutes(4),
            "week" => TimeSpan.FromMinutes(11),
            "hour" => TimeSpan.FromSeconds(40),
            _ => TimeSpan.FromSeconds(9),
        };
        // Failed runs are short, timed-out ones long.
        double factor = outcome.Status switch
        {
            "Failed" or "FailedBilling" => 0.3,
            "TimedOut" => 20,
            _ => 1,
        };
        return TimeSpan.FromTicks((long)(basis.Ticks * factor * 0.7))
            + SeededRandom.UpTo(TimeSpan.FromTicks((long)(basis.Ticks * factor * 0.6)), SeededRandom.Mix(roll, 4));
    }

    private static DateTimeOffset Later(DateTimeOffset a, DateTimeOffset b) => a > b ? a : b;

    private static DateTimeOffset Earlier(DateTimeOffset a, DateTimeOffset b) => a < b ? a : b;
}
