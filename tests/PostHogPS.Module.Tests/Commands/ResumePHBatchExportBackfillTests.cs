using System;
using System.IO;
using System.Linq;
using System.Net.Http;
using PostHogPS.Sandbox.Options;
using PostHogPS.TestHost;
using PostHogPS.Testing.Faults;
using Xunit;

namespace PostHogPS.Module.Tests.Commands;

/// <summary>
/// PostHog's backfill of a pause begins at the time that its pause action noted last. An export that was changed to paused has none,
/// or that of an earlier pause, and years of data or weeks of it would be exported again.
/// </summary>
[Trait("Speed", "Slow")]
public sealed class ResumePHBatchExportBackfillTests : IDisposable
{
    private const string Backfilling = "\"backfill\":true";

    private readonly SandboxExport _export = new() { Name = "events" };
    private readonly Scene _scene;
    private readonly TempFolder _folder = new();

    public ResumePHBatchExportBackfillTests()
    {
        _scene = Scene.Of(_export);
        _scene.Shell.Set("state", Path.Combine(_folder.Path, "state.json"));
    }

    public void Dispose()
    {
        _scene.Dispose();
        _folder.Dispose();
    }

    [Theory]
    [InlineData("Resume-PHBatchExport events -Backfill")]
    [InlineData("Get-PHBatchExport events | Resume-PHBatchExport -Backfill")]
    [InlineData("$stale | Resume-PHBatchExport -Backfill")]
    public void Without_a_noted_pause_the_export_is_resumed_and_everything_is_not_exported(string line)
    {
        _scene.Run("$stale = Get-PHBatchExport events").Clean();
        ChangeToPaused();

        ShellResult run = _scene.Run(line).Clean();

        Assert.False(_scene.Run("(Get-PHBatchExport events).Paused").Clean().As<bool>().Single());
        Assert.DoesNotContain(Backfilling, Assert.Single(_scene.Done), StringComparison.Ordinal);
        string warning = Assert.Single(run.Warnings);
        Assert.Contains("the entire history", warning, StringComparison.Ordinal);
        // The last run before the pause ended at noon.
        Assert.Contains($"Repair-PHBatchExport -BatchExport {_export.Id} -ProjectId 101 -After 2026-10-14T12:00:00Z", warning, StringComparison.Ordinal);
    }

    [Fact]
    public void The_command_of_the_warning_exports_what_the_pause_left_out_and_nothing_else()
    {
        ChangeToPaused();
        string warning = _scene.Run("Resume-PHBatchExport events -Backfill").Clean().Warnings.Single();
        string command = warning[warning.IndexOf("Repair-PHBatchExport", StringComparison.Ordinal)..].Split(" (")[0];

        BatchExportRepairStep step = _scene.Run(command + " -PlanOnly").Clean().As<BatchExportRepairStep>().Single();

        Assert.Equal((new DateTimeOffset(2026, 10, 14, 12, 0, 0, TimeSpan.Zero), 5L), (step.Start, step.Intervals));
    }

    [Fact]
    public void What_has_run_since_an_earlier_pause_is_not_exported_again()
    {
        PauseTwice();

        ShellResult run = _scene.Run("Resume-PHBatchExport events -Backfill").Clean();

        Assert.DoesNotContain(Backfilling, _scene.Done[^1], StringComparison.Ordinal);
        string warning = Assert.Single(run.Warnings);
        Assert.Contains("belongs to an earlier pause", warning, StringComparison.Ordinal);
        Assert.Contains("-After 2026-11-03T13:00:00Z", warning, StringComparison.Ordinal);
    }

    [Fact]
    public void Nor_where_the_runs_of_a_backfill_hide_those_of_the_schedule()
    {
        PauseTwice();
        _scene.Run("Start-PHBatchExportBackfill events -Start 2026-10-02T00:00Z -End 2026-10-02T20:00Z -Wait").Clean();

        ShellResult run = _scene.Run("Resume-PHBatchExport events -Backfill").Clean();

        Assert.DoesNotContain(Backfilling, _scene.Done[^1], StringComparison.Ordinal);
        Assert.Contains("-After 2026-11-03T13:00:00Z", Assert.Single(run.Warnings), StringComparison.Ordinal);
    }

    [Fact]
    public void Nor_where_its_runs_cannot_be_read()
    {
        _scene.Run("Suspend-PHBatchExport events").Clean();
        _scene.Run("Start-PHBatchExportBackfill events -Start 2026-10-02T00:00Z -End 2026-10-02T20:00Z -Wait").Clean();
        _scene.Server.Faults.Add(new Fault { Kind = FaultKind.Status, Status = 500, Method = "GET", Path = "*/runs/*", Times = 0 });

        ShellResult run = _scene.Run("Resume-PHBatchExport events -Backfill").Clean();

        Assert.DoesNotContain(Backfilling, _scene.Done[^1], StringComparison.Ordinal);
        Assert.Contains("It is unknown whether", Assert.Single(run.Warnings), StringComparison.Ordinal);
    }

    [Fact]
    public void A_pause_that_was_noted_is_backfilled_although_a_backfill_ran_meanwhile()
    {
        _scene.Run("Suspend-PHBatchExport events").Clean();
        _scene.Clock.Advance(TimeSpan.FromHours(3));
        _scene.Run("Start-PHBatchExportBackfill events -Start 2026-10-13T00:00Z -End 2026-10-14T15:00Z -Wait").Clean();

        Assert.Empty(_scene.Run("Resume-PHBatchExport events -Backfill").Clean().Warnings);
        Assert.Contains(Backfilling, _scene.Done[^1], StringComparison.Ordinal);
    }

    [Fact]
    public void With_force_it_is_sent_and_the_question_says_what_will_be_exported()
    {
        ChangeToPaused();
        ShellResult asked = _scene.Run("Resume-PHBatchExport events -Backfill -Force -WhatIf").Clean();
        Assert.Contains("the entire history up to 2026-10-14 17:20 UTC", asked.Text, StringComparison.Ordinal);
        Assert.Empty(_scene.Done);

        Assert.Empty(_scene.Run("Resume-PHBatchExport events -Backfill -Force").Clean().Warnings);
        Assert.Contains(Backfilling, Assert.Single(_scene.Done), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("", "without the backfill of the pause")]
    [InlineData(" -Force", "Resume and backfill 2026-10-14 12:20 to 2026-11-04 13:20 UTC")]
    public void WhatIf_after_an_earlier_pause_says_what_would_happen(string force, string words)
    {
        PauseTwice();
        int before = _scene.Done.Count;
        Assert.Contains(words, _scene.Run("Resume-PHBatchExport events -Backfill -WhatIf" + force).Clean().Text, StringComparison.Ordinal);
        Assert.Equal(before, _scene.Done.Count);
    }

    [Fact]
    public void WhatIf_by_force_says_why_as_a_sentence()
    {
        ChangeToPaused();
        Assert.Contains(". PostHog recorded no time for the pause", _scene.Run("Resume-PHBatchExport events -Backfill -Force -WhatIf").Clean().Text,
            StringComparison.Ordinal);
    }

    [Fact]
    public void WhatIf_shows_the_range_in_UTC()
    {
        _scene.Run("Suspend-PHBatchExport events").Clean();
        _scene.Clock.Advance(TimeSpan.FromHours(3));
        Assert.Contains("Resume and backfill 2026-10-14 12:20 to 2026-10-14 15:20 UTC",
            _scene.Run("Resume-PHBatchExport events -Backfill -WhatIf").Clean().Text, StringComparison.Ordinal);
    }

    [Fact]
    public void A_window_backfills_its_own_pause()
    {
        _scene.Run("Suspend-PHBatchExport events -StatePath $state").Clean();
        _scene.Clock.Advance(TimeSpan.FromHours(3));
        Assert.Empty(_scene.Run("Resume-PHBatchExport -StatePath $state -Backfill").Clean().Warnings);
        Assert.Contains(Backfilling, _scene.Done[^1], StringComparison.Ordinal);
    }

    // Its time is the server's of then, but the export has run in between.
    [Fact]
    public void A_window_does_not_backfill_the_pause_of_somebody_else()
    {
        _scene.Run("Suspend-PHBatchExport events -StatePath $state").Clean();
        _scene.Clock.Advance(TimeSpan.FromHours(1));
        _scene.Other(HttpMethod.Post, _export.Id + "/unpause/");
        _scene.Clock.Advance(TimeSpan.FromDays(20));
        ChangeToPaused();

        ShellResult run = _scene.Run("Resume-PHBatchExport -StatePath $state -Backfill").Clean();

        Assert.DoesNotContain(Backfilling, _scene.Done[^1], StringComparison.Ordinal);
        Assert.Contains("belongs to an earlier pause", Assert.Single(run.Warnings), StringComparison.Ordinal);
    }

    // Five hours ago.
    private void ChangeToPaused()
    {
        _scene.Other(HttpMethod.Patch, _export.Id + "/", "{\"paused\":true}");
        _scene.Clock.Advance(TimeSpan.FromHours(5));
    }

    // By the pause action three weeks ago for an hour, and by a change a day ago.
    private void PauseTwice()
    {
        _scene.Other(HttpMethod.Post, _export.Id + "/pause/");
        _scene.Clock.Advance(TimeSpan.FromHours(1));
        _scene.Other(HttpMethod.Post, _export.Id + "/unpause/");
        _scene.Clock.Advance(TimeSpan.FromDays(20));
        _scene.Other(HttpMethod.Patch, _export.Id + "/", "{\"paused\":true}");
        _scene.Clock.Advance(TimeSpan.FromDays(1));
    }
}
