using System;
using System.Collections.Concurrent;
using System.Collections.Generic;
using System.Linq;
using PostHogPS.Rows;
using PostHogPS.Schedule;

namespace PostHogPS.Domain.Tests.Rows;

/// <summary>Every row of a week: when it was made, when it was stored, and what became of it. The counts and the runs follow from that.</summary>
internal sealed class RowWorld
{
    internal static readonly DateTimeOffset Start = new(2026, 10, 5, 0, 0, 0, TimeSpan.Zero);

    // Most tests begin with the same rows, and to draw and sort them takes longer than to judge them.
    private static readonly ConcurrentDictionary<(int Seed, int Hours, int Rows, double EdgeShift), (long Made, long Late, long Stored)[]> Made = new();

    private readonly List<Row> _rows = [];
    private readonly HashSet<int> _noRun = [];

    /// <param name="seed">Of chance.</param>
    /// <param name="hours">Length of the window.</param>
    /// <param name="rows">How many rows it has.</param>
    /// <param name="edgeShift">How long a row takes from being made to being stored, at most, in seconds.</param>
    internal RowWorld(int seed, int hours = 168, int rows = 100_000, double edgeShift = 4)
    {
        Hours = hours;
        // In the order of time, so that what is read after each other lies beside each other.
        foreach ((long made, long late, long stored) in Made.GetOrAdd((seed, hours, rows, edgeShift), Make))
        {
            var at = new DateTimeOffset(made, TimeSpan.Zero);
            _rows.Add(new Row { Happened = at.AddTicks(-late), Made = at, Stored = new DateTimeOffset(stored, TimeSpan.Zero) });
        }
    }

    internal int Hours { get; }

    internal DateTimeOffset Now => Start.AddHours(Hours);

    internal IReadOnlyList<Row> Rows => _rows;

    internal IReadOnlyList<DataInterval> Intervals =>
        [.. Enumerable.Range(0, Hours).Select(hour => new DataInterval(Start.AddHours(hour), Start.AddHours(hour + 1)))];

    /// <summary>A row that PostHog holds and no run exports, made in an hour.</summary>
    internal RowWorld Lose(int hour, int count = 1) => Mark(hour, count, static row => row.IsLost = true);

    /// <summary>A row that was exported and deleted since.</summary>
    internal RowWorld Delete(int hour, int count = 1) => Mark(hour, count, static row => row.IsDeleted = true);

    /// <summary>Rows that were stored hours after they were made, as in an incident.</summary>
    internal RowWorld Hold(int hour, double hours) => Mark(hour, int.MaxValue, row => row.Stored = row.Made.AddHours(hours));

    internal RowWorld DropRun(int hour)
    {
        _noRun.Add(hour);
        return this;
    }

    internal List<RowCount> Counts() =>
        [.. _rows.Where(static row => !row.IsDeleted).GroupBy(static row => (int)Math.Floor((row.Made - Start).TotalHours))
            .Where(group => group.Key >= 0 && group.Key < Hours)
            .Select(static group => new RowCount(Start.AddHours(group.Key), group.Count(), group.Count()))];

    internal List<BatchExportRun> Runs() =>
        [.. Enumerable.Range(0, Hours).Where(hour => !_noRun.Contains(hour)).GroupJoin(
            _rows.Where(static row => !row.IsLost), static hour => hour, static row => (int)Math.Floor((row.Stored - Start).TotalHours), static (hour, rows) =>
                Run(hour, rows.Count()))];

    internal static BatchExportRun Run(int hour, long rows, Guid? backfill = null, int createdAfter = 3, string status = "Completed") => new()
    {
        Id = Guid.NewGuid(),
        Status = status,
        DataIntervalStart = Start.AddHours(hour),
        DataIntervalEnd = Start.AddHours(hour + 1),
        CreatedAt = Start.AddHours(hour + 1).AddMinutes(createdAfter),
        RecordsCompleted = rows,
        BackfillId = backfill,
    };

    internal List<RowVerdict> Judge() => new RowJudge(Now).Judge(Intervals, Counts(), Runs());

    private static (long Made, long Late, long Stored)[] Make((int Seed, int Hours, int Rows, double EdgeShift) of)
    {
        var random = new Random(of.Seed);
        // Some rows before and after the window: they cross its edges.
        var rows = new (long Made, long Late, long Stored)[of.Rows + (of.Rows * 4 / of.Hours)];
        for (int i = 0; i < rows.Length; i++)
        {
            double hour = (random.NextDouble() * (of.Hours + 4)) - 2;
            // More by day than by night.
            if (random.NextDouble() > 0.6 + (0.4 * Math.Sin(hour / 24 * 2 * Math.PI)))
            {
                i--;
                continue;
            }

            DateTimeOffset made = Start.AddHours(hour);
            // Late: the event happened days ago, on a phone without a network. It is made, for PostHog, when it arrives.
            long late = random.Next(100) == 0 ? random.Next(1, 20) * TimeSpan.TicksPerDay : 0;
            rows[i] = (made.Ticks, late, made.AddSeconds(random.NextDouble() * of.EdgeShift).Ticks);
        }

        Array.Sort(Array.ConvertAll(rows, static row => row.Made), rows);
        return rows;
    }

    private RowWorld Mark(int hour, int count, Action<Row> mark)
    {
        foreach (Row row in _rows.Where(row => !row.IsLost && !row.IsDeleted && (int)Math.Floor((row.Made - Start).TotalHours) == hour).Skip(3).Take(count))
            mark(row);
        return this;
    }

    internal sealed class Row
    {
        internal DateTimeOffset Happened { get; init; }

        internal DateTimeOffset Made { get; init; }

        internal DateTimeOffset Stored { get; set; }

        internal bool IsLost { get; set; }

        internal bool IsDeleted { get; set; }
    }
}
