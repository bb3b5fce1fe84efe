using System;
using System.Collections.Generic;

namespace PostHogPS.Sandbox.Worlds;

/// <summary>Which runs to look at, and in which order.</summary>
internal readonly record struct RunWindow(bool ByInterval, bool Descending, DateTimeOffset From, DateTimeOffset To);

/// <summary>
/// The runs of an export, worked out while they are read: a page of a hundred costs a hundred runs, however long the
/// history is.
/// </summary>
internal sealed class RunHistory
{
    private readonly World _world;

    public RunHistory(World world) => _world = world;

    public IEnumerable<Run> Read(Export export, RunWindow window)
    {
        var sources = new List<IEnumerator<Run>>();
        foreach (Shift shift in export.Shifts)
            sources.Add(Scheduled(export, shift, window).GetEnumerator());
        foreach (Backfill backfill in export.Backfills)
            sources.Add(Backfilled(backfill, window).GetEnumerator());
        return Merge(sources, window);
    }

    public IEnumerable<Run> Newest(Export export) =>
        Read(export, new RunWindow(false, true, DateTimeOffset.MinValue, _world.Now));

    /// <summary>The runs of one backfill so far.</summary>
    public IEnumerable<Run> Of(Backfill backfill) =>
        Backfilled(backfill, new RunWindow(false, false, DateTimeOffset.MinValue, _world.Now));

    /// <summary>Ids begin with the time of creation, so one run is found without reading the others.</summary>
    public Run? Find(Export export, Guid id)
    {
        DateTimeOffset time = Dice.TimeOf(id);
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
                int order = RunOrder.Compare(sources[i].Current, sources[best].Current, window.ByInterval);
                if (window.Descending ? order > 0 : order < 0)
                    best = i;
            }

            yield return sources[best].Current;
            if (!sources[best].MoveNext())
                sources.RemoveAt(best);
        }
    }

    /// <summary>Whether a run is in the window. One without a start is in none by interval: nothing compares with null.</summary>
    public static bool Inside(Run run, RunWindow window) => window.ByInterval
        ? run.Start >= window.From && run.End <= window.To
        : run.Created >= window.From && run.Created <= window.To;

    private IEnumerable<Run> Scheduled(Export export, Shift shift, RunWindow window)
    {
        Timetable timetable = shift.Timetable;
        DateTimeOffset first = Later(shift.From, export.StartAt ?? DateTimeOffset.MinValue);
        DateTimeOffset last = Earlier(shift.To ?? DateTimeOffset.MaxValue, Earlier(_world.Now, export.EndAt ?? DateTimeOffset.MaxValue));
        DateTimeOffset low = Later(first, window.From);
        DateTimeOffset high = Earlier(last, window.To);
        if (low > last || high < first - timetable.Spread)
            yield break;

        DateTimeOffset lowEnd = timetable.Floor(low - timetable.Spread);
        DateTimeOffset highEnd = timetable.Floor(high);
        for (DateTimeOffset end = window.Descending ? highEnd : lowEnd;
            window.Descending ? end >= lowEnd : end <= highEnd;
            end = window.Descending ? timetable.Previous(end) : timetable.Next(end))
        {
            if (ScheduledRun(export, timetable, end) is { } run && run.Created >= first && run.Created < last && Inside(run, window))
                yield return run;
        }
    }

    private Run? ScheduledRun(Export export, Timetable timetable, DateTimeOffset end)
    {
        DateTimeOffset start = timetable.Previous(end);
        ulong roll = Dice.Mix(export.Key, end.ToUnixTimeSeconds(), 1);
        Outcome? outcome;
        if (end > _world.Start)
            outcome = export.Trouble ?? Outcome.Completed;
        else
            outcome = export.Script is { } script ? script(new Slot(start, end, _world.Start - end, roll)) : Outcome.Completed;
        if (outcome is null)
            return null;

        DateTimeOffset created = end + Dice.Upto(timetable.Spread, Dice.Mix(roll, 2));
        return Make(export, null, start, end, created, Length(timetable, outcome, roll), outcome, roll);
    }

    private IEnumerable<Run> Backfilled(Backfill backfill, RunWindow window)
    {
        int count = backfill.Slots.Count;
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

    private static Run BackfillRun(Backfill backfill, int index, DateTimeOffset created)
    {
        Export export = backfill.Export;
        (DateTimeOffset start, DateTimeOffset end) = backfill.Slots[index];
        DateTimeOffset? from = backfill.Start is null ? null : start;
        ulong roll = Dice.Mix(Dice.Mix(export.Key, end.ToUnixTimeSeconds(), 1), created.UtcTicks, 3);
        Outcome outcome = backfill.Doomed
            ? new Outcome("Failed", export.StillWrong ?? "The destination refused the data.", 0)
            : export.Attempt?.Invoke(start, end) ?? (export.IsUnpaid ? export.Trouble! : Outcome.Completed);
        Run run = Make(export, backfill.Id, from, end, created, backfill.RunLength, outcome, roll);
        if (run.CancelledAt is null && backfill.CancelledAt < run.Due)
            run.CancelledAt = backfill.CancelledAt;
        return run;
    }

    private static Run Make(
        Export export,
        Guid? backfill,
        DateTimeOffset? start,
        DateTimeOffset end,
        DateTimeOffset created,
        TimeSpan duration,
        Outcome outcome,
        ulong roll)
    {
        Guid id = Dice.UuidAt(created, roll);
        long records = Volume.Of(export, start ?? World.FirstData(export), end);
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
            Records = records,
            Bytes = records * export.BytesPerRecord,
            CancelledAt = export.Cancelled.TryGetValue(id, out DateTimeOffset at) ? at : null,
        };
    }

    private static TimeSpan Length(Timetable timetable, Outcome outcome, ulong roll)
    {
        TimeSpan basis = timetable.Interval switch
        {
            "day" => TimeSpan.FromMinutes(4),
            "week" => TimeSpan.FromMinutes(11),
            "hour" => TimeSpan.FromSeconds(40),
            _ => TimeSpan.FromSeconds(9),
        };
        // A refusal comes early; a timeout is what its name says.
        double factor = outcome.Status switch
        {
            "Failed" or "FailedBilling" => 0.3,
            "TimedOut" => 20,
            _ => 1,
        };
        return TimeSpan.FromTicks((long)(basis.Ticks * factor * 0.7)) + Dice.Upto(TimeSpan.FromTicks((long)(basis.Ticks * factor * 0.6)), Dice.Mix(roll, 4));
    }

    private static DateTimeOffset Later(DateTimeOffset a, DateTimeOffset b) => a > b ? a : b;

    private static DateTimeOffset Earlier(DateTimeOffset a, DateTimeOffset b) => a < b ? a : b;
}
