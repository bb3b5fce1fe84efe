using System;
using System.Linq;
using PostHogPS.Sandbox.Options;
using Xunit;

namespace PostHogPS.Module.Tests.Commands;

/// <summary>A backfill or retry that begins more than eight days ago selects rows by event time, and says so everywhere.</summary>
[Trait("Speed", "Slow")]
public sealed class StartPHBatchExportBackfillRowSelectionTests
{
    private const string Words = "selects rows by event time";

    // Ten days and two days before noon of the 14th.
    private static readonly DateTimeOffset Old = new(2026, 10, 4, 12, 0, 0, TimeSpan.Zero), Young = new(2026, 10, 12, 12, 0, 0, TimeSpan.Zero);

    [Fact]
    public void Steps_questions_and_results_of_a_repair_say_so()
    {
        using Scene scene = Scene.Of(Failing());

        BatchExportRepairStep[] steps =
            [.. scene.Run("Repair-PHBatchExport events -After -12d -PlanOnly").Clean().As<BatchExportRepairStep>().OrderBy(s => s.Start)];
        Assert.Equal([true, false], steps.Select(s => s.SelectsByEventTime));
        Assert.Contains(Words, steps[0].Reason, StringComparison.Ordinal);
        Assert.DoesNotContain(Words, steps[1].Reason, StringComparison.Ordinal);

        Assert.Contains(Words, scene.Run("Repair-PHBatchExport events -After -12d -WhatIf").Clean().Text, StringComparison.Ordinal);
        Assert.DoesNotContain(Words, scene.Run("Repair-PHBatchExport events -After -4d -WhatIf").Clean().Text, StringComparison.Ordinal);

        BatchExportRepairResult result = scene.Repair("events -After -12d -Wait").Single();
        Assert.True(result.SelectsByEventTime);
        Assert.Contains(Words, result.Reason, StringComparison.Ordinal);
        Assert.Equal([true, false], result.Backfills.OrderBy(b => b.Start).Select(b => b.SelectsByEventTime));
    }

    [Fact]
    public void A_repair_of_young_intervals_does_not()
    {
        using Scene scene = Scene.Of(Failing());
        BatchExportRepairResult result = scene.Repair("events -After -4d -Wait").Single();
        Assert.False(result.SelectsByEventTime);
        Assert.DoesNotContain(Words, result.Reason, StringComparison.Ordinal);
    }

    // It is the start of the backfill that counts, also for its young intervals.
    [Theory]
    [InlineData("2026-10-06T12:00Z", true)]
    [InlineData("2026-10-06T13:00Z", false)]
    public void A_backfill_is_judged_by_its_start(string start, bool old)
    {
        using Scene scene = Scene.Of(Failing());
        string command = $"Start-PHBatchExportBackfill events -Start {start} -End 2026-10-14T00:00Z";
        Assert.Equal(old, scene.Run(command + " -WhatIf").Clean().Text.Contains(Words, StringComparison.Ordinal));
        Assert.Equal(old, scene.Run(command).Clean().As<BatchExportBackfill>().Single().SelectsByEventTime);
    }

    [Fact]
    public void Retries_are_judged_one_by_one()
    {
        using Scene scene = Scene.Of(Failing());
        scene.Run("$failed = Get-PHBatchExportRun events -State Failed -After -20d | Sort-Object DataIntervalStart").Clean();

        Assert.Contains(Words, scene.Run("$failed[0] | Invoke-PHBatchExportRetry -WhatIf").Clean().Text, StringComparison.Ordinal);
        Assert.DoesNotContain(Words, scene.Run("$failed[1] | Invoke-PHBatchExportRetry -WhatIf").Clean().Text, StringComparison.Ordinal);
        Assert.Equal([true, false], scene.Run("$failed | Invoke-PHBatchExportRetry").Clean().As<BatchExportBackfill>().OrderBy(b => b.Start)
            .Select(b => b.SelectsByEventTime));
    }

    [Theory]
    [InlineData(9, true)]
    [InlineData(7, false)]
    public void So_does_the_question_before_the_backfill_of_a_long_pause(int days, bool old)
    {
        using Scene scene = Scene.Of(new SandboxExport { Name = "events", PausedAgo = TimeSpan.FromDays(days) });
        Assert.Equal(old, scene.Run("Resume-PHBatchExport events -Backfill -WhatIf").Clean().Text.Contains(Words, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("events", true)]
    [InlineData("persons", false)]
    public void Only_events_have_a_time_of_their_own(string model, bool selects)
    {
        using Scene scene = Scene.Of(new SandboxExport { Name = "other" });
        scene.Run($"New-PHBatchExport events @{{ type = 'NoOp'; config = @{{}} }} -Model {model}").Clean();
        Assert.Equal(selects, scene.Run("Start-PHBatchExportBackfill events -Start 2026-10-01T00:00Z -End 2026-10-02T00:00Z").Clean().As<BatchExportBackfill>()
            .Single().SelectsByEventTime);
    }

    [Fact]
    public void A_retry_of_young_runs_does_not_ask_for_the_export()
    {
        using Scene scene = Scene.Of(Failing());
        scene.Run("$failed = Get-PHBatchExportRun events -State Failed -After -5d").Clean();
        int before = scene.Requests.Count;
        scene.Run("$failed | Invoke-PHBatchExportRetry").Clean();
        Assert.Equal(3, scene.Requests.Count - before);
    }

    private static SandboxExport Failing() => new()
    {
        Name = "events",
        Past = (start, _) => start == Old || start == Young ? SandboxResult.Failed("no route") : SandboxResult.Completed,
    };
}
