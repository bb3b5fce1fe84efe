using System;
using System.Collections.Generic;
using System.Linq;
using CsCheck;
using Xunit;
using PostHogPS.Coverage;
using PostHogPS.Schedule;

namespace PostHogPS.Domain.Tests.Coverage;

/// <summary>
/// The judge over random runs, backfills and pauses: against a slow one that looks at every stretch between two bounds, and
/// against itself over another window.
/// </summary>
public sealed class CoverageProperties
{
    private const int Hours = 48;

    private static readonly DateTimeOffset Zero = new(2026, 10, 1, 0, 0, 0, TimeSpan.Zero);

    private static readonly string[] Statuses =
        ["Completed", "Completed", "Completed", "Running", "Failed", "Failed", "FailedBilling", "Cancelled", "TimedOut", "FromTheFuture"];

    private static readonly BatchExport Hourly = new() { Name = "e", Interval = "hour" };

    private static readonly Guid[] Ids = [.. Enumerable.Range(1, 6).Select(i => new Guid(i, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1))];

    // Times in quarters of an hour: most runs lie on the schedule, some beside it, some are long.
    private static readonly Gen<BatchExportRun> Runs =
        from place in Gen.Int[-8, Hours + 8]
        from shift in Gen.Int[0, 5]
        from length in Gen.Int[0, 8]
        from status in Gen.Int[0, Statuses.Length - 1]
        from age in Gen.Int[0, 500]
        from backfill in Gen.Int[0, 11]
        from id in Gen.Int[1, int.MaxValue]
        select new BatchExportRun
        {
            Id = new Guid(id, 1, 0, 0, 0, 0, 0, 0, 0, 0, 1),
            Status = Statuses[status],
            DataIntervalStart = Zero.AddMinutes((place * 60) + (shift < 4 ? 0 : 15 * (shift - 3))),
            DataIntervalEnd = Zero.AddMinutes((place * 60) + (shift < 4 ? 0 : 15 * (shift - 3)) + (length < 5 ? 60 : length == 5 ? 30 : 60 * (length - 4))),
            CreatedAt = Zero.AddDays(3).AddMinutes(age),
            BackfillId = backfill < Ids.Length ? Ids[backfill] : null,
        };

    private static readonly Gen<BatchExportBackfill> Backfills =
        from id in Gen.Int[0, Ids.Length - 1]
        from place in Gen.Int[-6, Hours]
        from length in Gen.Int[1, 12]
        from status in Gen.Int[0, 5]
        from count in Gen.Int[0, 2]
        from adjusted in Gen.Int[0, 12]
        from age in Gen.Int[0, 500]
        select new BatchExportBackfill
        {
            Id = Ids[id],
            Start = Zero.AddHours(place),
            End = Zero.AddHours(place + length),
            Status = status switch { 0 => "Running", 1 => "Cancelled", 2 => "Failed", _ => "Completed" },
            TotalRecordsCount = count switch { 0 => 0, 1 => 7, _ => null },
            AdjustedStart = adjusted > 0 && adjusted < length ? Zero.AddHours(place + adjusted) : null,
            CreatedAt = Zero.AddDays(3).AddMinutes(age),
            FinishedAt = status == 0 ? null : Zero.AddDays(3).AddMinutes(age + 1),
        };

    private static readonly Gen<(BatchExportRun[] Runs, BatchExportBackfill[] Backfills, int Pause, bool ByServer)> Histories =
        Gen.Select(Runs.Array[0, 60], Backfills.Array[0, 5], Gen.Int[0, Hours * 2], Gen.Bool);

    [Trait("Speed", "Slow")]
    [Fact]
    public void Verdicts_are_those_of_a_slow_look_at_every_stretch() =>
        Histories.Sample(history =>
        {
            List<IntervalVerdict> verdicts = Judge(history, 0, Hours);
            return verdicts.Count == Hours && verdicts.All(v => Text(v) == Slow(history, v.Interval));
        }, iter: 3000);

    [Fact]
    public void A_verdict_does_not_depend_on_where_the_window_begins_or_ends() =>
        Gen.Select(Histories, Gen.Int[0, Hours - 1], Gen.Int[1, Hours]).Sample((history, from, length) =>
        {
            int to = Math.Min(Hours, from + length);
            IEnumerable<string> whole = Judge(history, 0, Hours).Skip(from).Take(to - from).Select(Text);
            return whole.SequenceEqual(Judge(history, from, to).Select(Text));
        }, iter: 3000);

    [Fact]
    public void What_is_asked_for_late_changes_no_verdict() =>
        Histories.Sample(history =>
        {
            // All there is at once, as a judge without a window sees it.
            var all = new CoverageFacts(history.Runs.OrderBy(r => r.DataIntervalStart)) { Backfills = () => Facts(history.Backfills),
                PausedSince = Pause(history.Pause), IsAutoPaused = history.ByServer };
            return GapFinder.Judge(Intervals(0, Hours), all).Select(Text).SequenceEqual(Judge(history, 0, Hours).Select(Text));
        }, iter: 1000);

    // As the reader gives the facts: the list holds what lies in the window, the edges are asked for.
    private static List<IntervalVerdict> Judge((BatchExportRun[] Runs, BatchExportBackfill[] Backfills, int Pause, bool ByServer) history, int from, int to)
    {
        var window = new DataInterval(Zero.AddHours(from), Zero.AddHours(to).AddMinutes(7));
        return [.. GapFinder.Judge(Intervals(from, to),
            new CoverageFacts(history.Runs.Where(r => r.DataIntervalStart >= window.Start && r.DataIntervalEnd <= window.End).OrderBy(r => r.DataIntervalStart))
        {
            Backfills = () => Facts(history.Backfills),
            Window = window,
            Reach = TimeSpan.FromHours(6),
            Crossing = edge => [.. history.Runs.Where(r => r.DataIntervalStart < edge && r.DataIntervalEnd > edge)],
            PausedSince = Pause(history.Pause),
            IsAutoPaused = history.ByServer,
        })];
    }

    private static IEnumerable<DataInterval> Intervals(int from, int to) => IntervalSchedule.CreateFrom(Hourly).Within(Zero.AddHours(from), Zero.AddHours(to));

    private static BackfillFacts Facts(BatchExportBackfill[] backfills) => new(backfills, [], Zero.AddDays(4), looksForRows: true);

    private static DateTimeOffset? Pause(int pause) => pause < Hours ? Zero.AddHours(pause) : null;

    private static string Text(IntervalVerdict v) => $"{v.Interval.Start:dd HH} {v.CoveredBy} {v.Kind} {v.Run?.Id} {v.Hold is not null}";

    private static string Slow((BatchExportRun[] Runs, BatchExportBackfill[] Backfills, int Pause, bool ByServer) history, DataInterval interval)
    {
        BatchExportRun[] touching = [.. history.Runs.Where(r => r.DataIntervalStart < interval.End && r.DataIntervalEnd > interval.Start)];
        DateTimeOffset[] quarters = [.. Enumerable.Range(0, 4).Select(q => interval.Start.AddMinutes(15 * q))];
        BatchExportRun[] At(DateTimeOffset q) => [.. touching.Where(r => r.DataIntervalStart <= q && r.DataIntervalEnd >= q.AddMinutes(15))];
        bool IsDone(DateTimeOffset q) => At(q).Any(r => r.Status == "Completed");
        bool IsUnderWay(DateTimeOffset q) => At(q).Any(r => r.Status is "Completed" or "Running");
        bool IsActive(DateTimeOffset q) => history.Backfills.Any(b => b.Status == "Running" && b.Start <= q && b.End > q);
        bool IsEmpty(DateTimeOffset q) => history.Backfills.Any(b => b.Status == "Completed" && b.Start <= q
            && (b.TotalRecordsCount == 0 ? b.End > q : b.AdjustedStart > q)
            && !At(q).Any(r => r.Status is not ("Completed" or "Running")
                && (r.BackfillId == b.Id || (r.Status != "Cancelled" && !(r.CreatedAt < b.CreatedAt)))));

        string by = quarters.All(IsDone) ? "CompletedRun"
            : quarters.All(IsUnderWay) ? "RunningRun"
            : quarters.All(q => IsDone(q) || IsEmpty(q)) ? "NoRows"
            : quarters.All(q => IsUnderWay(q) || IsEmpty(q)) ? "RunningRun"
            : quarters.All(q => IsUnderWay(q) || IsEmpty(q) || IsActive(q)) ? "ActiveBackfill"
            : history.Pause < Hours && interval.End > Zero.AddHours(history.Pause) && !history.ByServer ? "Pause"
            : "Nothing";
        if (by != "Nothing")
            return $"{interval.Start:dd HH} {by}   False";
        BatchExportRun? newest = touching.Where(r => r.Status is "Failed" or "FailedBilling" or "TimedOut").OrderBy(r => r.CreatedAt).ThenBy(r => r.Id)
            .LastOrDefault();
        string kind = newest is not null ? newest.Status == "FailedBilling" ? "BillingBlocked" : "Failed"
            : history.Pause < Hours && interval.End > Zero.AddHours(history.Pause) ? "AutoPaused" : "Missing";
        bool hold = quarters.Any(q => IsUnderWay(q) || IsActive(q)) || touching.Any(r => r.Status == "FromTheFuture");
        return $"{interval.Start:dd HH} Nothing {kind} {newest?.Id} {hold}";
    }
}
