using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.Globalization;
using PostHogPS.Coverage;
using PostHogPS.Schedule;

namespace PostHogPS.Benchmarks;

/// <summary>A million intervals against their runs, streamed, every hundredth of them missing.</summary>
internal static class GapAnalysis
{
    private const int Intervals = 1_000_000;
    private static readonly DateTimeOffset Start = new(2016, 1, 1, 0, 0, 0, TimeSpan.Zero);

    internal static Row Measure()
    {
        Walk(Intervals / 100, null);
        TimeSpan before = Process.GetCurrentProcess().TotalProcessorTime;
        Walk(Intervals, null);
        double seconds = (Process.GetCurrentProcess().TotalProcessorTime - before).TotalSeconds;

        long early = 0;
        long late = 0;
        Walk(Intervals, count =>
        {
            if (count == Intervals / 10)
                early = GC.GetTotalMemory(forceFullCollection: true);
            if (count == Intervals * 9L / 10)
                late = GC.GetTotalMemory(forceFullCollection: true);
        });
        long grown = Math.Max(0, late - early) / 1024;
        return new Row(
            "A million intervals analysed for gaps: CPU time, and memory held more at nine tenths than at one",
            "under 1 s, under 256 KB",
            string.Create(CultureInfo.InvariantCulture, $"{seconds:0.00} s, {grown} KB"),
            seconds < 1 && grown < 256);
    }

    private static void Walk(int count, Action<long>? at)
    {
        IntervalSchedule schedule = IntervalSchedule.CreateFrom(new BatchExport { Name = "events", Interval = "every 5 minutes" });
        long seen = 0;
        foreach (BatchExportGap gap in GapFinder.Merge(Counted()))
            GC.KeepAlive(gap);

        IEnumerable<IntervalVerdict> Counted()
        {
            foreach (IntervalVerdict verdict in GapFinder.Judge(schedule.Within(Start, Start.AddMinutes(5.0 * count)), Runs(count)))
            {
                seen++;
                at?.Invoke(seen);
                yield return verdict;
            }
        }
    }

    private static IEnumerable<BatchExportRun> Runs(int count)
    {
        for (int i = 0; i < count; i++)
        {
            if (i % 100 == 7)
                continue;
            DateTimeOffset start = Start.AddMinutes(5.0 * i);
            yield return new BatchExportRun { Status = i % 50 == 3 ? "Failed" : "Completed", DataIntervalStart = start, DataIntervalEnd = start.AddMinutes(5), CreatedAt = start.AddMinutes(6) };
        }
    }
}
