using System;
using System.Collections.Generic;
using PostHogPS.Anomalies;
using PostHogPS.Schedule;

namespace PostHogPS.Domain.Tests.Anomalies;

/// <summary>The runs of an export of a site with days and nights, weekends and growth, and what happened to some of them.</summary>
internal sealed class Traffic
{
    internal static readonly DateTimeOffset Now = new(2026, 10, 14, 12, 0, 0, TimeSpan.Zero);

    private readonly Dictionary<DateTimeOffset, Action<BatchExportRun>> _changes = [];

    internal TimeSpan Step { get; init; } = TimeSpan.FromHours(1);

    internal TimeSpan Age { get; init; } = TimeSpan.FromDays(60);

    internal TimeSpan Window { get; init; } = TimeSpan.FromDays(7);

    internal DateTimeOffset End { get; init; } = Now;

    internal string Sensitivity { get; init; } = "Normal";

    internal int Seed { get; init; } = 1;

    internal bool OnlyWhatStandsOut { get; init; }

    /// <summary>Rows of an interval, without chance.</summary>
    internal Func<DateTimeOffset, double> Rows { get; init; } = static start => Daily(start) * Weekend(start, 0.5);

    internal static double Daily(DateTimeOffset start) => 1000 * (0.25 + (0.75 * (1 + Math.Sin((start.TimeOfDay.TotalHours - 9) / 24 * 2 * Math.PI))));

    internal static double Weekend(DateTimeOffset start, double factor) => start.DayOfWeek is DayOfWeek.Saturday or DayOfWeek.Sunday ? factor : 1;

    internal int RowsJudged { get; private set; }

    /// <summary>Changes the run of the interval that began so many steps before the end.</summary>
    internal Traffic Plant(int stepsAgo, Action<BatchExportRun> change)
    {
        _changes[End - (stepsAgo * Step)] = change;
        return this;
    }

    /// <summary>A share of the rows, and of the bytes.</summary>
    internal Traffic Scale(int stepsAgo, double share) => Plant(stepsAgo, run =>
    {
        run.RecordsCompleted = (long)(run.RecordsCompleted!.Value * share);
        run.BytesExported = run.RecordsCompleted * 400;
    });

    internal DateTimeOffset StartOf(int stepsAgo) => End - (stepsAgo * Step);

    internal List<BatchExportAnomaly> Find()
    {
        var random = new Random(Seed);
        var history = new IntervalHistory(Step);
        DateTimeOffset after = End - Window;
        DateTimeOffset first = End - Age;
        DateTimeOffset from = after - IntervalHistory.LengthFor(Step);
        while (first < from)
            first += Step;
        for (DateTimeOffset start = first; start + Step <= End; start += Step)
        {
            double noise = Math.Exp(0.1 * Normal(random));
            long rows = Math.Max(0, (long)(Rows(start) * noise));
            DateTimeOffset created = start + Step + TimeSpan.FromMinutes(2);
            var run = new BatchExportRun
            {
                Id = Guid.NewGuid(),
                Status = "Completed",
                DataIntervalStart = start,
                DataIntervalEnd = start + Step,
                CreatedAt = created,
                FinishedAt = created + TimeSpan.FromSeconds(40 * Math.Exp(0.2 * Normal(random))),
                RecordsCompleted = rows,
                RecordsFailed = 0,
                BytesExported = (long)(rows * 400 * (0.95 + (0.1 * random.NextDouble()))),
            };
            if (_changes.TryGetValue(start, out Action<BatchExportRun>? change))
                change(run);
            history.Add(run);
        }

        var judge = new AnomalyJudge(new DataInterval(after, End), End, AnomalyThresholds.For(Sensitivity)) { OnlyWhatStandsOut = OnlyWhatStandsOut };
        List<BatchExportAnomaly> found = judge.Judge(history);
        RowsJudged = judge.RowsJudged;
        return found;
    }

    private static double Normal(Random random) => Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble());
}
