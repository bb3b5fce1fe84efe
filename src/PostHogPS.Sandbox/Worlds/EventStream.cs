using System;
using System.Collections.Generic;
using System.Linq;
using PostHogPS.Sandbox.Model;
using PostHogPS.Sandbox.Time;

namespace PostHogPS.Sandbox.Worlds;

/// <summary>
/// The events of a project. Nothing is stored: slots of five minutes have a number of events that the seed decides, and each
/// event is a function of its slot and its place in it. Exports of the events model are counted from the same stream, so that
/// runs and queries agree.
/// </summary>
internal sealed class EventStream
{
    private const int People = 4000;

    /// <summary>The longest time between the processing of an event and its insertion.</summary>
    private static readonly TimeSpan LongestInsert = TimeSpan.FromSeconds(12);

    /// <summary>How much earlier than its processing a late event can have happened.</summary>
    public static readonly TimeSpan LongestDelay = TimeSpan.FromDays(3);

    private static readonly TimeSpan Slot = TimeSpan.FromMinutes(5);
    private static readonly TimeSpan LongestNetwork = TimeSpan.FromSeconds(3);

    private readonly World _world;
    private readonly Project _project;
    private readonly ulong _key;
    private readonly Person?[] _people = new Person?[People];
    private List<Export>? _quiet;

    public EventStream(World world, Project project)
    {
        _world = world;
        _project = project;
        _key = SeededRandom.Key(world.Options.Seed, "events/" + project.Name);
    }

    /// <summary>Events begin where the oldest data of an export does.</summary>
    private DateTimeOffset First =>
        _world.Exports.Where(e => e.ProjectId == _project.Id).Select(World.FirstData).DefaultIfEmpty(_world.Start.AddDays(-150)).Min();

    /// <summary>Everybody, from the oldest.</summary>
    public IEnumerable<Person> Persons => Enumerable.Range(0, People).Select(PersonOf).Where(p => p.Created <= _world.Now);

    /// <summary>Rows processed in [from, to) and inserted by a moment, duplicates included, from the oldest.</summary>
    public IEnumerable<EventRow> Read(DateTimeOffset from, DateTimeOffset to, DateTimeOffset at)
    {
        (from, to) = Clip(from, to, at);
        for (long slot = SlotOf(from); StartOf(slot) < to; slot++)
        {
            foreach (EventRow row in ReadSlot(slot, at))
            {
                if (row.Created >= from && row.Created < to)
                    yield return row;
            }
        }
    }

    /// <summary>Slots of [from, to) in order, for the newest or the oldest rows.</summary>
    public IEnumerable<(IReadOnlyList<object> Rows, DateTimeOffset Frontier)> ReadSlots(
        DateTimeOffset from, DateTimeOffset to, DateTimeOffset at, bool descending, bool late)
    {
        (from, to) = Clip(from, to, at);
        if (from >= to)
            yield break;
        long first = SlotOf(from), last = SlotOf(to.AddTicks(-1));
        for (long i = 0; i <= last - first; i++)
        {
            long slot = descending ? last - i : first + i;
            // What is processed later may have happened days before.
            DateTimeOffset frontier = descending ? StartOf(slot) : late ? StartOf(slot + 1) - LongestDelay - LongestNetwork : StartOf(slot + 1);
            yield return ([.. ReadSlot(slot, at).Where(r => r.Created >= from && r.Created < to)], frontier);
        }
    }

    public long Estimate(DateTimeOffset from, DateTimeOffset to)
    {
        (from, to) = Clip(from, to, _world.Now);
        long count = 0;
        for (long slot = SlotOf(from); StartOf(slot) < to; slot++)
            count += Volume(slot);
        return count;
    }

    /// <summary>Distinct events inserted in [from, to): what a scheduled run takes.</summary>
    public long CountInserted(DateTimeOffset from, DateTimeOffset to, Func<EventRow, bool>? accept)
    {
        if (from < First)
            from = First;
        if (from >= to)
            return 0;
        long first = SlotOf(from), last = SlotOf(to.AddTicks(-1));
        long count = 0;
        if (accept is not null || StartOf(first) != from || StartOf(last + 1) != to)
        {
            for (long slot = SlotOf(from - LongestInsert); slot <= last; slot++)
                count += CountIn(slot, Volume(slot), t => t.Inserted >= from && t.Inserted < to, accept);
            return count;
        }

        // Complete slots need a look at the events of their edges only.
        for (long slot = first; slot <= last; slot++)
            count += Volume(slot);
        return count + CountSpilled(first - 1) - CountSpilled(last);
    }

    /// <summary>The events of a slot that are inserted after its end.</summary>
    private long CountSpilled(long slot)
    {
        int count = Volume(slot);
        int late = LateCount(slot, count);
        DateTimeOffset end = StartOf(slot + 1);
        long spilled = 0;
        for (int place = Math.Max(0, (int)(count * (1 - ((double)LongestInsert.Ticks / Slot.Ticks))) - 2); place < count; place++)
            spilled += TimesOf(slot, place, count, place < late).Inserted >= end ? 1 : 0;
        return spilled;
    }

    /// <summary>Distinct events that happened in [from, to) and were there at a time: what a backfill of old intervals takes.</summary>
    public long CountHappened(DateTimeOffset from, DateTimeOffset to, DateTimeOffset at, Func<EventRow, bool>? accept)
    {
        if (from < First)
            from = First;
        if (from >= to)
            return 0;
        long count = 0;
        for (long slot = SlotOf(from); StartOf(slot) < to + LongestDelay + LongestNetwork && StartOf(slot) <= at; slot++)
        {
            bool near = StartOf(slot) < to + LongestNetwork;
            bool inside = accept is null && StartOf(slot) >= from + LongestNetwork && StartOf(slot + 1) <= to && StartOf(slot + 1) + LongestInsert <= at;
            int all = Volume(slot), late = LateCount(slot, all);
            count += CountIn(slot, near && !inside ? all : late, t => t.Timestamp >= from && t.Timestamp < to && t.Inserted < at, accept);
            if (inside)
                count += all - late;
        }

        return count;
    }

    private (DateTimeOffset From, DateTimeOffset To) Clip(DateTimeOffset from, DateTimeOffset to, DateTimeOffset at) =>
        (from > First ? from : First, to < at ? to : at);

    private IEnumerable<EventRow> ReadSlot(long slot, DateTimeOffset at)
    {
        int count = Volume(slot);
        int late = LateCount(slot, count);
        for (int i = 0; i < count; i++)
        {
            EventRow row = Make(slot, i, count, i < late);
            if (row.Inserted > at)
                continue;
            yield return row;
            // Sent twice: the copy has the same event, distinct_id and uuid, so an export takes one of them.
            if (SeededRandom.Unit(SeededRandom.Mix(row.Key, 21)) < _project.DuplicateShare)
                yield return new EventRow { Key = row.Key, Person = row.Person, Timestamp = row.Timestamp, Created = row.Created, Inserted = row.Inserted,
                    IsDuplicate = true };
        }
    }

    // Counting is most of what a sandbox does: rows are made of those events only that a filter has to look at.
    private long CountIn(long slot, int places, Func<EventTimes, bool> isIn, Func<EventRow, bool>? accept)
    {
        int count = Volume(slot);
        int late = LateCount(slot, count);
        long found = 0;
        for (int i = 0; i < places; i++)
        {
            if (isIn(TimesOf(slot, i, count, i < late)) && accept?.Invoke(Make(slot, i, count, i < late)) != false)
                found++;
        }

        return found;
    }

    // The first ones of a slot, so that they are found without making the others.
    private int LateCount(long slot, int count) => Round(count * _project.LateShare, SeededRandom.Mix(_key, slot, 3));

    private EventRow Make(long slot, int place, int count, bool isLate)
    {
        EventTimes times = TimesOf(slot, place, count, isLate);
        ulong key = KeyOf(slot, place);
        // A few people make most events.
        double roll = SeededRandom.Unit(SeededRandom.Mix(key, 4));
        return new EventRow
        {
            Key = key, Person = PersonOf((int)(roll * roll * People)), Timestamp = times.Timestamp, Created = times.Created, Inserted = times.Inserted,
        };
    }

    private EventTimes TimesOf(long slot, int place, int count, bool isLate)
    {
        ulong key = KeyOf(slot, place);
        double share = (place + SeededRandom.Unit(SeededRandom.Mix(key, 1))) / count;
        DateTimeOffset created = StartOf(slot) + Micro(Slot.Ticks * share);
        DateTimeOffset inserted = created + Micro(LongestInsert.Ticks * (0.02 + (0.9 * SeededRandom.Unit(SeededRandom.Mix(key, 2)))));
        double before = SeededRandom.Unit(SeededRandom.Mix(key, 3));
        DateTimeOffset timestamp = created - Micro(isLate ? LongestDelay.Ticks * before : LongestNetwork.Ticks * before);
        // What holds nothing gets nothing from its neighbours either: no event that is inserted a little later, or that happened before it came.
        if (inserted >= StartOf(slot + 1) && IsQuiet(SlotOf(inserted)))
            inserted = StartOf(slot + 1).AddTicks(-10);
        if (IsQuiet(SlotOf(timestamp)))
            timestamp = created;
        return new EventTimes(timestamp, created, inserted);
    }

    private ulong KeyOf(long slot, int place) => SeededRandom.Mix(SeededRandom.Mix(_key, (ulong)slot), (ulong)place);

    private int Volume(long slot)
    {
        if (IsQuiet(slot))
            return 0;
        double noise = 0.85 + (0.3 * SeededRandom.Unit(SeededRandom.Mix(_key, slot, 5)));
        return Round(_project.HourlyEvents / 12 * RecordVolume.Season(StartOf(slot)) * noise, SeededRandom.Mix(_key, slot, 6));
    }

    /// <summary>True when a test decides which intervals hold nothing: it may do so anew at any time, so what was counted does not hold.</summary>
    public bool HasQuietTimes => Quiet.Count > 0;

    private List<Export> Quiet => _quiet ??= _world.Exports.FindAll(e => e.ProjectId == _project.Id && e.IsEmpty is not null && e.Model == "events");

    // Where an export's interval holds nothing, its project has no events. Intervals are made of complete slots.
    private bool IsQuiet(long slot)
    {
        foreach (Export export in Quiet)
        {
            IntervalSchedule schedule = export.Schedule;
            DateTimeOffset from = schedule.Floor(StartOf(slot));
            if (export.IsEmpty!(from, schedule.Next(from)))
                return true;
        }

        return false;
    }

    private Person PersonOf(int number) => _people[number] ??= new Person
    {
        Number = number, Key = SeededRandom.Mix(_key, number, 7), Created = First + Micro((_world.Start - First).Ticks * 0.5 * number / People),
    };

    /// <summary>When an event happened, was processed and was inserted.</summary>
    private readonly struct EventTimes(DateTimeOffset timestamp, DateTimeOffset created, DateTimeOffset inserted)
    {
        public DateTimeOffset Timestamp { get; } = timestamp;

        public DateTimeOffset Created { get; } = created;

        public DateTimeOffset Inserted { get; } = inserted;
    }

    private static int Round(double number, ulong roll) => (int)Math.Floor(number + SeededRandom.Unit(roll));

    private static long SlotOf(DateTimeOffset time) => time.UtcTicks / Slot.Ticks;

    private static DateTimeOffset StartOf(long slot) => new(slot * Slot.Ticks, TimeSpan.Zero);

    private static TimeSpan Micro(double ticks) => TimeSpan.FromTicks((long)ticks / 10 * 10);
}
