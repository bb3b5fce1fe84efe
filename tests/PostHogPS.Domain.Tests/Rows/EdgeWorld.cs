using System;
using System.Collections.Generic;
using System.Linq;
using PostHogPS.Rows;
using PostHogPS.Schedule;

namespace PostHogPS.Domain.Tests.Rows;

/// <summary>Three days of an export of every five minutes. Rows come evenly, more by day than by night, and are stored within half a minute.</summary>
internal sealed class EdgeWorld
{
    /// <summary>Intervals of a day.</summary>
    internal const int Day = 288;

    private const int Length = 300;

    private const double LongestDelay = 24;

    private readonly long[] _made = new long[3 * Day];

    private readonly long[] _stored = new long[3 * Day];

    internal EdgeWorld(int seed)
    {
        var random = new Random(seed);
        for (int at = -1; at < 3 * Day; at++)
        {
            int rows = (int)(1000 * (1 + (0.7 * Math.Sin(at * 2 * Math.PI / Day))));
            for (int i = 0; i < rows; i++)
            {
                double made = (at + ((i + random.NextDouble()) / rows)) * Length;
                Add(_made, made);
                Add(_stored, made + (random.NextDouble() * LongestDelay));
            }
        }
    }

    internal static DateTimeOffset StartOf(int at) => RowWorld.Start.AddSeconds(at * Length);

    internal static DateTimeOffset EndOf(int begin) => StartOf(begin + (2 * Day));

    /// <summary>The verdicts on a window of a day, which is read with the day behind it.</summary>
    /// <param name="begin">Its first interval.</param>
    /// <param name="now">The server's time.</param>
    /// <param name="twice">An interval whose rows were exported twice; none where it is negative.</param>
    internal List<RowVerdict> Judge(int begin, DateTimeOffset now, int twice = -1)
    {
        List<int> window = [.. Enumerable.Range(begin, 2 * Day)];
        return new RowJudge(now).Judge(
            window.ConvertAll(static at => new DataInterval(StartOf(at), StartOf(at + 1))),
            window.ConvertAll(at => new RowCount(StartOf(at), _made[at], _made[at])),
            window.ConvertAll(at => new BatchExportRun
            {
                Id = Guid.NewGuid(),
                Status = "Completed",
                DataIntervalStart = StartOf(at),
                DataIntervalEnd = StartOf(at + 1),
                CreatedAt = StartOf(at + 1).AddMinutes(1),
                RecordsCompleted = _stored[at] * (at == twice ? 2 : 1),
            }));
    }

    private static void Add(long[] counts, double seconds)
    {
        int at = (int)Math.Floor(seconds / Length);
        if (at >= 0 && at < counts.Length)
            counts[at]++;
    }
}
