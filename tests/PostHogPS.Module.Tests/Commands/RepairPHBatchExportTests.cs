using System;
using System.Collections.Generic;
using System.Linq;
using System.Net.Http;
using PostHogPS.Sandbox.Options;
using PostHogPS.TestHost;
using PostHogPS.Testing.Faults;
using Xunit;

namespace PostHogPS.Module.Tests.Commands;

/// <summary>Repairs from end to end, checked on their results and on what the server saw.</summary>
public sealed class RepairPHBatchExportTests
{
    [Trait("Speed", "Slow")]
    [Fact]
    public void Nine_hours_over_twelve_exports_are_twelve_backfills()
    {
        SandboxExport[] exports = [.. Enumerable.Range(1, 12).Select(i => FailedExports.Outage("events-" + i))];
        using Scene scene = Scene.Of(exports);

        IReadOnlyList<BatchExportRepairResult> results = scene.Repair("-After -2d -Wait");

        Assert.Equal(12, results.Count);
        Assert.All(results, r => Assert.Equal(("Repaired", 9L, 9L), (r.State, r.IntervalsMissing, r.IntervalsRepaired)));
        Assert.Equal(12, scene.Writes.Count);
        Assert.All(scene.Writes, w => Assert.Equal(
            "{\"start_at\":\"2026-10-14T00:00:00+00:00\",\"end_at\":\"2026-10-14T09:00:00+00:00\"}", w.Body.Replace("\\u002B", "+", StringComparison.Ordinal)));
        Assert.Equal(12, scene.Writes.Select(w => w.PathAndQuery).Distinct().Count());
        scene.NothingTwice(exports);
    }

    [Fact]
    public void No_more_run_at_once_than_the_limit()
    {
        SandboxExport[] exports = [.. Enumerable.Range(1, 6).Select(i => FailedExports.Outage("events-" + i))];
        using Scene scene = Scene.Of(exports);
        int most = 0;
        scene.Server.Requests.Arrived += (_, r) =>
        {
            if (r.Method == "POST")
                most = Math.Max(most, scene.Server.Requests.All.Count(x => x.Method == "POST" && x.Time > r.Time.AddSeconds(-130)));
        };

        Assert.All(scene.Repair("-After -2d -ThrottleLimit 2 -Wait"), r => Assert.Equal("Repaired", r.State));

        Assert.Equal(6, scene.Writes.Count);
        Assert.InRange(most, 1, 2);
    }

    [Theory]
    [InlineData("")]
    [InlineData("-Wait")]
    public void A_second_call_right_after_does_nothing(string wait)
    {
        SandboxExport export = FailedExports.Outage("events");
        using Scene scene = Scene.Of(export);
        string state = scene.Repair("-After -2d " + wait).Single().State;
        Assert.Equal(wait.Length > 0 ? "Repaired" : "Started", state);

        BatchExportRepairResult again = scene.Repair("-After -2d " + wait).Single();

        Assert.Equal(wait.Length > 0 ? "Complete" : "Running", again.State);
        Assert.Single(scene.Writes);
        Assert.Contains(wait.Length > 0 ? "covered" : " covers it", again.Reason, StringComparison.Ordinal);
        scene.NothingTwice(export);
    }

    [Fact]
    public void Wrong_credentials_cost_one_write()
    {
        SandboxExport export = StillWrong("events");
        using Scene scene = Scene.Of(export);

        BatchExportRepairResult result = scene.Repair("-After -2d -Wait").Single();

        Assert.Equal("StillFailing", result.State);
        Assert.Contains("password", result.Error, StringComparison.Ordinal);
        Assert.Single(scene.Writes);
        Assert.Equal(Body("2026-10-14T07:00:00", "2026-10-14T08:00:00"), BodyOf(scene.Writes[0]));
        Assert.Single(result.Backfills);
        Assert.Contains("Get-PHBatchExportError", result.Suggestion, StringComparison.Ordinal);
    }

    [Fact]
    public void A_canary_that_lives_is_followed_by_the_rest()
    {
        SandboxExport export = FailedExports.Outage("events", until: Scene.Noon);
        using Scene scene = Scene.Of(export);

        BatchExportRepairResult result = scene.Repair("-After -2d -Wait").Single();

        Assert.Equal(("Repaired", 12L), (result.State, result.IntervalsRepaired));
        Assert.Equal([Body("2026-10-14T00:00:00", "2026-10-14T01:00:00"), Body("2026-10-14T01:00:00", "2026-10-14T12:00:00")], scene.Writes.Select(BodyOf));
        Assert.True(scene.Writes[1].Time > scene.Writes[0].Time.AddSeconds(15), "The rest must wait for the canary.");
        scene.NothingTwice(export);
    }

    [Fact]
    public void A_repair_that_is_paused_by_the_server_stops_and_says_so()
    {
        var export = new SandboxExport
        {
            Name = "events",
            Past = (start, _) => start >= Scene.Noon.AddDays(-20) && start < Scene.Noon.AddDays(-1) ? null : SandboxResult.Completed,
            StillWrong = "password authentication failed",
            PausesAfter = 3,
        };
        using Scene scene = Scene.Of(export);

        ShellResult run = scene.Run("Repair-PHBatchExport -After -25d -Canary 0 -ThrottleLimit 1 -Wait");

        BatchExportRepairResult result = run.As<BatchExportRepairResult>().Single();
        Assert.Equal("AutoPaused", result.State);
        Assert.Contains("Get-PHBatchExportError", result.Suggestion, StringComparison.Ordinal);
        Assert.Single(scene.Writes);
    }

    [Fact]
    public void An_export_that_is_auto_paused_already_is_left_alone()
    {
        var export = new SandboxExport { Name = "events", Past = (start, _) => start >= FailedExports.OutageStart ? SandboxResult.Failed("no") : null,
            PausedAgo = TimeSpan.FromHours(1) };
        using Scene scene = Scene.Of(export);

        Assert.Equal("AutoPaused", scene.Repair("-After -2d -Wait").Single().State);
        Assert.Empty(scene.Writes);
    }

    [Fact]
    public void Repair_reports_the_remaining_intervals_when_one_keeps_failing()
    {
        SandboxExport export = FailedExports.Outage("events");
        export.Attempt = (start, _) => start == FailedExports.OutageStart.AddHours(4) ? SandboxResult.Failed("row too long") : SandboxResult.Completed;
        using Scene scene = Scene.Of(export);

        BatchExportRepairResult first = scene.Repair("-After -2d -Wait").Single();
        Assert.Equal(("Partly", 8L, "row too long"), (first.State, first.IntervalsRepaired, first.Error));

        // The next time it is one interval, and its newest failed run is retried.
        BatchExportRepairResult second = scene.Repair("-After -2d -Wait").Single();
        Assert.Equal("StillFailing", second.State);
        Assert.Equal(2, scene.Writes.Count);
        Assert.Contains("/retry/", scene.Writes[1].PathAndQuery, StringComparison.Ordinal);
        scene.NothingTwice(export);
    }

    [Fact]
    public void A_single_failed_run_is_retried()
    {
        SandboxExport export = FailedExports.Where("events", s => s == FailedExports.OutageStart);
        using Scene scene = Scene.Of(export);

        Assert.Equal("Repaired", scene.Repair("-After -2d -Wait").Single().State);
        Assert.Contains("/retry/?after=", Assert.Single(scene.Writes).PathAndQuery, StringComparison.Ordinal);
        Assert.Equal("Complete", scene.Repair("-After -2d -Wait").Single().State);
        Assert.Single(scene.Writes);
    }

    [Fact]
    public void Two_repairs_at_once_do_not_double_the_work_when_the_first_row_is_there()
    {
        SandboxExport[] exports = [FailedExports.Outage("a"), FailedExports.Outage("b")];
        using Scene scene = Scene.Of(exports);
        Shell other = scene.NewShell();
        IReadOnlyList<BatchExportRepairResult> theirs = [];
        // The second wait: both rows are written by then.
        scene.Clock.OnWait(2, () => theirs = other.Run("Repair-PHBatchExport -After -2d").Clean().As<BatchExportRepairResult>());

        Assert.All(scene.Repair("-After -2d -Wait"), r => Assert.Equal("Repaired", r.State));

        Assert.Equal(2, theirs.Count);
        Assert.All(theirs, r => Assert.Equal("Running", r.State));
        Assert.Equal(2, scene.Writes.Count);
        scene.NothingTwice(exports);
    }

    [Fact]
    public void Two_repairs_at_once_do_not_double_the_work_when_no_row_is_there_yet()
    {
        SandboxExport export = FailedExports.Outage("a");
        using Scene scene = Scene.Of(export);
        Shell other = scene.NewShell();
        ShellResult? theirs = null;
        // The first wait: the server has accepted the backfill and has not written its row.
        scene.Clock.OnWait(1, () => theirs = other.Run("Repair-PHBatchExport -After -2d"));

        Assert.Equal("Repaired", scene.Repair("-After -2d -Wait").Single().State);

        Assert.Single(scene.Done);
        Assert.Equal(2, scene.Writes.Count);
        Assert.Empty(theirs!.Errors);
        scene.NothingTwice(export);
    }

    [Fact]
    public void What_another_shell_has_repaired_meanwhile_is_not_run_again()
    {
        SandboxExport[] exports = [FailedExports.Outage("a"), FailedExports.Outage("b")];
        using Scene scene = Scene.Of(exports);
        Shell other = scene.NewShell();
        // While "a" or "b" runs and the other one waits for its turn, somebody repairs both to the end.
        scene.Clock.OnWait(2, () => other.Run("Repair-PHBatchExport -After -2d -Wait").Clean());

        ShellResult run = scene.Run("Repair-PHBatchExport -After -2d -ThrottleLimit 1 -Wait").Clean();

        Assert.Equal(2, scene.Done.Count);
        Assert.Contains(run.Warnings, w => w.Contains("exported after the plan was made", StringComparison.Ordinal));
        Assert.All(run.As<BatchExportRepairResult>(), r => Assert.Equal("Repaired", r.State));
        scene.NothingTwice(exports);
    }

    [Fact]
    public void WhatIf_and_PlanOnly_write_nothing()
    {
        using Scene scene = Scene.Of(FailedExports.Outage("a"), StillWrong("b"));

        ShellResult what = scene.Run("Repair-PHBatchExport -After -2d -WhatIf").Clean();
        Assert.Empty(what.Objects);
        Assert.Contains("2026-10-14 00:00 to 2026-10-14 09:00 UTC, 9 intervals", what.Text, StringComparison.Ordinal);
        Assert.Contains("as a canary", what.Text, StringComparison.Ordinal);

        IReadOnlyList<BatchExportRepairStep> plan = scene.Run("Repair-PHBatchExport -After -2d -PlanOnly").Clean().As<BatchExportRepairStep>();
        Assert.Equal(["Backfill a 9", "Backfill b canary 1", "Backfill b 4"],
            plan.Select(s => $"{s.Action} {s.BatchExportName} {(s.IsCanary ? "canary " : "")}{s.Intervals}"));
        Assert.Empty(scene.Writes);
    }

    [Fact]
    public void A_plan_piped_back_in_is_carried_out()
    {
        SandboxExport[] exports = [FailedExports.Outage("a"), StillWrong("b")];
        using Scene scene = Scene.Of(exports);

        IReadOnlyList<BatchExportRepairResult> results = scene.Run("$plan = Repair-PHBatchExport -After -2d -PlanOnly; $plan | Repair-PHBatchExport -Wait")
            .Clean().As<BatchExportRepairResult>();

        Assert.Equal(["a Repaired", "b StillFailing"], results.Select(r => r.BatchExportName + " " + r.State).Order());
        // One for the good one, and the canary of the bad one: its steps are one plan.
        Assert.Equal(2, scene.Writes.Count);
        scene.NothingTwice(exports);
    }

    [Fact]
    public void A_plan_that_has_been_carried_out_already_does_nothing()
    {
        SandboxExport export = FailedExports.Outage("a");
        using Scene scene = Scene.Of(export);
        scene.Run("$plan = Repair-PHBatchExport -After -2d -PlanOnly; $plan | Repair-PHBatchExport -Wait").Clean();

        Assert.Equal("Complete", scene.Run("$plan | Repair-PHBatchExport -Wait").Clean().As<BatchExportRepairResult>().Single().State);
        Assert.Single(scene.Writes);
    }

    [Fact]
    public void An_export_that_is_piped_many_times_is_repaired_once()
    {
        SandboxExport export = FailedExports.Outage("a");
        using Scene scene = Scene.Of(export);

        Assert.Single(scene.Run("Get-PHBatchExportRun a -State Failed -After -2d | Repair-PHBatchExport -After -2d -Wait").Clean().Objects);
        Assert.Single(scene.Writes);
        scene.NothingTwice(export);
    }

    [Fact]
    public void Nothing_means_nothing_and_not_everything()
    {
        using Scene scene = Scene.Of(FailedExports.Outage("a"));

        Assert.NotEmpty(scene.Run("Repair-PHBatchExport -BatchExport $null -After -2d").Errors);
        Assert.NotEmpty(scene.Run("$null | Repair-PHBatchExport -After -2d").Errors);
        Assert.Empty(scene.Run("@() | Repair-PHBatchExport -After -2d").Clean().Objects);
        Assert.NotEmpty(scene.Run("Repair-PHBatchExport").Errors);
        Assert.Empty(scene.Writes);
    }

    [Fact]
    public void Billing_is_left_alone_with_the_reason()
    {
        var export = new SandboxExport { Name = "a",
            Past = (s, _) => s >= FailedExports.OutageStart && s < FailedExports.OutageEnd ? new SandboxResult("FailedBilling", "over the limit")
                : SandboxResult.Completed };
        using Scene scene = Scene.Of(export);

        BatchExportRepairResult result = scene.Repair("-After -2d").Single();

        Assert.Equal(("Skipped", 9L), (result.State, result.IntervalsLeft));
        Assert.Contains("billing", result.Reason, StringComparison.Ordinal);
        Assert.Empty(scene.Writes);
    }

    [Fact]
    public void A_person_who_cancels_a_backfill_is_obeyed()
    {
        SandboxExport export = new() { Name = "a", Past = (start, _) => start < Scene.Noon.AddDays(-1) ? null : SandboxResult.Completed };
        using Scene scene = Scene.Of(export);
        scene.Clock.At(Scene.Noon.AddSeconds(40), () =>
        {
            BatchExportBackfill running = scene.NewShell().Run("Get-PHBatchExportBackfill a").Clean().As<BatchExportBackfill>()
                .First(b => b.State == "Running");
            scene.Other(HttpMethod.Post, $"{export.Id}/backfills/{running.Id}/cancel/");
        });

        BatchExportRepairResult result = scene.Repair("-After 2026-09-20T00:00:00Z -Before 2026-10-13T00:00:00Z -ThrottleLimit 1 -Wait").Single();

        Assert.Contains("Cancelled", result.Reason, StringComparison.Ordinal);
        Assert.Single(scene.Writes);
    }

    private static SandboxExport StillWrong(string name)
    {
        SandboxExport export = FailedExports.Where(name, s => s >= FailedExports.OutageStart.AddHours(7));
        export.StillWrong = "password authentication failed";
        return export;
    }

    private static string Body(string start, string end) => $"{{\"start_at\":\"{start}+00:00\",\"end_at\":\"{end}+00:00\"}}";

    private static string BodyOf(ReceivedRequest request) => request.Body.Replace("\\u002B", "+", StringComparison.Ordinal);
}
