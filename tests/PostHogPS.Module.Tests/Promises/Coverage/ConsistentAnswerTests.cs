using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Net.Http;
using System.Text.RegularExpressions;
using PostHogPS.Sandbox.Options;
using Xunit;

namespace PostHogPS.Module.Tests.Promises.Coverage;

/// <summary>Find, -Summary, Repair, the report and health -After say the same of random histories, whatever the window.</summary>
[Trait("Speed", "Slow")]
public sealed class ConsistentAnswerTests : IDisposable
{
    private static readonly DateTimeOffset Midnight = new(2026, 10, 14, 0, 0, 0, TimeSpan.Zero);

    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void Every_command_gives_the_same_count(int seed)
    {
        var random = new Random(seed);
        SandboxExport[] exports = [.. Enumerable.Range(0, 8).Select(i => Make(random, i))];
        using Scene scene = Scene.Of(exports);
        Disturb(scene, exports, random);
        scene.Shell.Set("file", _folder["report.html"]);

        foreach (int days in (int[])[1, 3, 6])
        {
            string window = "-After " + Text(Midnight.AddDays(-days)) + "Z";
            IReadOnlyList<BatchExportGap> gaps = scene.Run("Find-PHBatchExportGap " + window).Clean().As<BatchExportGap>();
            IReadOnlyList<BatchExportCoverage> coverages = scene.Run("Find-PHBatchExportGap -Summary " + window).Clean().As<BatchExportCoverage>();
            IReadOnlyList<BatchExportRepairStep> plan = scene.Run("Repair-PHBatchExport -PlanOnly " + window).Clean().As<BatchExportRepairStep>();
            IReadOnlyList<BatchExportHealth> health = scene.Run("Get-PHBatchExportHealth " + window).Clean().As<BatchExportHealth>();
            scene.Run("Export-PHBatchExportReport $file " + window).Clean();
            string page = File.ReadAllText(_folder["report.html"]);

            Assert.Equal(exports.Length, coverages.Count);
            foreach (BatchExportCoverage coverage in coverages)
            {
                long missing = coverage.Expected - coverage.Covered;
                string what = $"{coverage.BatchExportName}, seed {seed}, {window}";
                Assert.True(coverage.After <= coverage.Before, what);
                Assert.True(missing == gaps.Where(g => g.BatchExportId == coverage.BatchExportId).Sum(g => g.Intervals), "Find: " + what);
                long planned = plan.Where(s => s.BatchExportId == coverage.BatchExportId && !s.Reason.EndsWith(" covers it.", StringComparison.Ordinal))
                    .Sum(s => s.Intervals);
                Assert.True(missing == planned, "Repair: " + what);
                Assert.True(missing == health.Single(h => h.BatchExportId == coverage.BatchExportId).MissingIntervals, "Health: " + what);
                Assert.True(missing == Uncovered(page, coverage.BatchExportId), "Report: " + what);
            }
        }

        Assert.Empty(scene.Writes);
    }

    [Theory]
    [InlineData(4)]
    [InlineData(5)]
    public void A_shorter_window_gives_the_same_gaps(int seed)
    {
        var random = new Random(seed);
        SandboxExport[] exports = [.. Enumerable.Range(0, 8).Select(i => Make(random, i))];
        using Scene scene = Scene.Of(exports);
        Disturb(scene, exports, random);
        HashSet<string> whole = Hours(scene, "-After 2026-10-06T00:00Z -Before 2026-10-14T00:00Z");

        foreach ((string from, string to) in ((string, string)[])[("2026-10-07T00:00Z", "2026-10-14T00:00Z"), ("2026-10-10T00:00Z", "2026-10-12T00:00Z"),
            ("2026-10-11T00:00Z", "2026-10-12T00:00Z")])
            Assert.Equal(whole.Where(hour => Within(hour, from, to)).Order(StringComparer.Ordinal),
                Hours(scene, $"-After {from} -Before {to}").Order(StringComparer.Ordinal));
    }

    /// <summary>Each day of the new schedule is covered by two of the old one together, one of which crosses the window's edge.</summary>
    [Fact]
    public void Days_that_two_runs_of_another_schedule_cover_together_are_covered_at_every_edge()
    {
        var export = new SandboxExport { Name = "daily", Interval = "day", OffsetHour = 0 };
        using Scene scene = Scene.Of(export);
        scene.Other(HttpMethod.Patch, export.Id + "/", "{\"interval\":\"day\",\"offset_hour\":5}");
        scene.Clock.Advance(TimeSpan.FromDays(3));

        foreach (string window in (string[])["-After 2026-10-08 -Before 2026-10-13", "-After 2026-10-09 -Before 2026-10-10",
            "-After 2026-10-12 -Before 2026-10-13"])
        {
            Assert.Empty(scene.Run("Find-PHBatchExportGap " + window).Clean().Objects);
            Assert.Empty(scene.Run("Repair-PHBatchExport -PlanOnly " + window).Clean().Objects);
            Assert.Equal(100, scene.Run("Find-PHBatchExportGap -Summary " + window).Clean().As<BatchExportCoverage>().Single().Coverage);
        }
    }

    private static bool Within(string hour, string from, string to) =>
        string.CompareOrdinal(hour[..13], from[..13]) >= 0 && string.CompareOrdinal(hour[..13], to[..13]) < 0;

    // Every uncovered hour by itself, so that where gaps are merged does not matter. Days lie within the windows as a whole.
    private static HashSet<string> Hours(Scene scene, string window) =>
        [.. scene.Run("Find-PHBatchExportGap " + window).Clean().As<BatchExportGap>().SelectMany(gap =>
            Enumerable.Range(0, (int)gap.Length.TotalHours).Select(h => Text(gap.Start.AddHours(h))[..13] + " " + gap.BatchExportName + " " + gap.Kind))];

    private static long Uncovered(string page, Guid export)
    {
        Match part = Regex.Match(page, "id=\"e-" + export + "\".*?aria-label=\"(?<words>[^\"]*)\"", RegexOptions.Singleline);
        Assert.True(part.Success);
        return Regex.Matches(part.Groups["words"].Value, "(?<n>[\\d,.\u00a0\u202f]+) (missing|failed|billing blocked)")
            .Sum(m => long.Parse(Regex.Replace(m.Groups["n"].Value, "\\D", ""), CultureInfo.InvariantCulture));
    }

    private static SandboxExport Make(Random random, int number)
    {
        int salt = random.Next();
        string interval = number % 3 == 2 ? "day" : "hour";
        DateTimeOffset silence = Midnight.AddHours(-random.Next(10, 100));
        return new SandboxExport
        {
            Name = "export-" + number,
            Interval = interval,
            Past = (start, _) => start >= silence && start < silence.AddHours(9) ? null : Roll(start, salt) switch
            {
                0 => null,
                1 => SandboxResult.Failed("no route"),
                2 => new SandboxResult("FailedBilling", "bill"),
                3 => new SandboxResult("Cancelled"),
                _ => SandboxResult.Completed,
            },
            Attempt = (start, _) => Roll(start, salt + 1) < 2 ? SandboxResult.Failed("still no route") : SandboxResult.Completed,
            Quiet = (start, _) => start >= silence.AddHours(2) && start < silence.AddHours(6),
            PausedAgo = number == 4 ? TimeSpan.FromHours(30) : null,
            EndAt = number == 5 ? Midnight.AddHours(-8) : null,
            StartAt = number == 6 ? Midnight.AddDays(-2) : null,
        };
    }

    // Backfills that found nothing, that failed in part, that were cancelled, that go on.
    private static void Disturb(Scene scene, SandboxExport[] exports, Random random)
    {
        foreach (SandboxExport export in exports.Where(e => e.Interval == "hour"))
        {
            for (int i = 0; i < 2; i++)
            {
                DateTimeOffset start = Midnight.AddHours(-random.Next(20, 100));
                scene.Other(HttpMethod.Post, export.Id + "/backfills/",
                    "{\"start_at\":\"" + Text(start) + "+00:00\",\"end_at\":\"" + Text(start.AddHours(1 + random.Next(9))) + "+00:00\"}");
                scene.Clock.Advance(TimeSpan.FromSeconds(random.Next(20, 400)));
            }
        }
    }

    private static string Text(DateTimeOffset instant) => instant.UtcDateTime.ToString("yyyy-MM-ddTHH:mm:ss", CultureInfo.InvariantCulture);

    private static int Roll(DateTimeOffset start, int salt) => (int)(unchecked((uint)((start.ToUnixTimeSeconds() / 3600 * 2654435761L) + salt * 40503L)) % 12);
}
