using System;
using System.Linq;
using System.Net.Http;
using PostHogPS.Sandbox.Options;
using Xunit;

namespace PostHogPS.Module.Tests.Commands;

/// <summary>Who asks for a backfill over what has been exported already is told before it is sent.</summary>
[Trait("Speed", "Slow")]
public sealed class StartPHBatchExportBackfillCoveredTests
{
    private const string Command = "Start-PHBatchExportBackfill events -Start 2026-10-14T00:00Z -End 2026-10-14T06:00Z";

    [Theory]
    [InlineData(6, "6 of 6 intervals are covered already and will be exported again")]
    [InlineData(4, "4 of 6 intervals are covered already and will be exported again")]
    [InlineData(1, "1 of 6 intervals is covered already and will be exported again")]
    [InlineData(0, "none of 6 intervals has been exported yet")]
    public void WhatIf_says_how_much_for_one_request(int covered, string words)
    {
        using Scene scene = Scene.Of(Covered(covered));
        scene.Run("$export = Get-PHBatchExport events").Clean();
        int before = scene.Requests.Count;

        Assert.Contains(words, scene.Run(Command.Replace("events", "$export", StringComparison.Ordinal) + " -WhatIf").Clean().Text, StringComparison.Ordinal);

        Assert.Contains("/runs/", Assert.Single(scene.Requests.Skip(before)).PathAndQuery, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("$WhatIfPreference = $true; " + Command)]
    [InlineData("$ConfirmPreference = 'Low'; " + Command + " -WhatIf")]
    public void So_do_the_preferences(string line)
    {
        using Scene scene = Scene.Of(Covered(4));
        Assert.Contains("4 of 6 intervals are covered already", scene.Run(line).Text, StringComparison.Ordinal);
        Assert.Empty(scene.Writes);
    }

    [Theory]
    [InlineData("")]
    [InlineData(" -Confirm:$false")]
    [InlineData(" -WhatIf:$false")]
    public void Where_nobody_is_asked_nothing_is_read(string more)
    {
        using Scene scene = Scene.Of(Covered(4));
        scene.Run(Command + more).Clean();
        Assert.DoesNotContain(scene.Requests, r => r.PathAndQuery.Contains("/runs/", StringComparison.Ordinal));
        Assert.Single(scene.Done);
    }

    // PostHog runs the whole interval in which a backfill begins.
    [Fact]
    public void A_start_within_an_interval_counts_it()
    {
        using Scene scene = Scene.Of(Covered(6));
        string text = scene.Run("Start-PHBatchExportBackfill events -Start 2026-10-14T02:30Z -End 2026-10-14T05:30Z -WhatIf").Clean().Text;
        Assert.Contains("3 of 3 intervals are covered already", text, StringComparison.Ordinal);
    }

    [Fact]
    public void A_run_of_another_schedule_counts_as_well()
    {
        SandboxExport export = new() { Name = "events", Interval = "day" };
        using Scene scene = Scene.Of(export);
        scene.Run("Set-PHBatchExport events -Interval hour").Clean();
        string text = scene.Run("Start-PHBatchExportBackfill events -Start 2026-10-13T00:00Z -End 2026-10-14T00:00Z -WhatIf").Clean().Text;
        Assert.Contains("24 of 24 intervals are covered already", text, StringComparison.Ordinal);
    }

    [Fact]
    public void A_run_that_crosses_the_edge_counts_as_it_does_for_gaps()
    {
        var export = new SandboxExport { Name = "events", Interval = "day", OffsetHour = 0 };
        using Scene scene = Scene.Of(export);
        scene.Other(HttpMethod.Patch, export.Id + "/", "{\"interval\":\"day\",\"offset_hour\":5}");
        Assert.Empty(scene.Run("Find-PHBatchExportGap events -After 2026-10-11 -Before 2026-10-13").Clean().Objects);
        string text = scene.Run("Start-PHBatchExportBackfill events -Start 2026-10-11 -End 2026-10-13 -WhatIf").Clean().Text;
        Assert.Contains("2 of 2 intervals are covered already", text, StringComparison.Ordinal);
    }

    [Fact]
    public void A_long_range_is_not_counted_to_the_end()
    {
        SandboxExport export = new() { Name = "events", Interval = "every 5 minutes", Age = TimeSpan.FromDays(20) };
        using Scene scene = Scene.Of(export);
        string text = scene.Run("Start-PHBatchExportBackfill events -Start 2026-10-01T00:00Z -End 2026-10-11T00:00Z -WhatIf").Clean().Text;
        Assert.Contains("at least 1000 of 2880 intervals are covered already", text, StringComparison.Ordinal);
        Assert.Equal(10, scene.Requests.Count(r => r.PathAndQuery.Contains("/runs/", StringComparison.Ordinal)));
    }

    private static SandboxExport Covered(int intervals) => new()
    {
        Name = "events",
        Past = (start, _) => start.Day == 14 && start.Hour >= intervals ? SandboxResult.Failed("no route") : SandboxResult.Completed,
    };
}
