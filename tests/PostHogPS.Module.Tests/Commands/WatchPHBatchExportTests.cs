using System;
using System.Collections.Generic;
using System.Linq;
using PostHogPS.TestHost;
using Xunit;
using PostHogPS.Watching;
using PostHogPS.Health;

namespace PostHogPS.Module.Tests.Commands;

/// <summary>Watch-PHBatchExport where nothing can be redrawn, and the table by itself.</summary>
public sealed class WatchPHBatchExportTests : IDisposable
{
    private static readonly DateTimeOffset Now = new(2026, 8, 3, 12, 0, 0, TimeSpan.Zero);

    private readonly Shell _shell = VirtualShell.Open();

    public WatchPHBatchExportTests() => _shell.Run("Connect-PostHog -Sandbox").Clean();

    public void Dispose() => _shell.Dispose();

    [Fact]
    public void First_look_that_fails_is_no_all_clear()
    {
        ShellResult result = _shell.Run(
            "Connect-PostHog -HostUri http://localhost:1 -ApiKey $args[0] -SkipValidation -ProjectId 1 -Name dead; Watch-PHBatchExport -Connection dead -Count 1",
            Key());
        Assert.Equal("PostHog.Unreachable,PostHogPS.Commands.WatchPHBatchExportCommand", result.Error.FullyQualifiedErrorId);
        Assert.DoesNotContain("all healthy", string.Join("\n", result.Information), StringComparison.Ordinal);
    }

    [Fact]
    public void Closed_connection_is_one_error()
    {
        ShellResult result = _shell.Run("$e = Get-PHBatchExport events-to-s3; Disconnect-PostHog; $e | Watch-PHBatchExport -Count 3 -Interval 0.01");
        Assert.Equal("PostHog.Disconnected,PostHogPS.Commands.WatchPHBatchExportCommand", result.Error.FullyQualifiedErrorId);
    }

    private static System.Security.SecureString Key()
    {
        var key = new System.Security.SecureString();
        foreach (char c in "phx_test")
            key.AppendChar(c);
        return key;
    }

    [Fact]
    public void Without_a_screen_it_says_what_needs_attention_and_writes_no_object()
    {
        ShellResult result = _shell.Run("Watch-PHBatchExport -Count 1").Clean();
        Assert.Empty(result.Objects);
        string[] lines = [.. result.Information.Select(i => i.MessageData.ToString()!)];
        Assert.Contains("need attention", lines[0], StringComparison.Ordinal);
        Assert.Contains(lines, line => line.Contains("events-to-postgres: AutoPaused", StringComparison.Ordinal));
        Assert.DoesNotContain(lines, line => line.Contains("Healthy", StringComparison.Ordinal));
    }

    [Fact]
    public void Without_a_screen_only_changes_are_said()
    {
        using RunningPipeline watch = _shell.Start("Watch-PHBatchExport nightly*, events-to-postgres -Interval 0.05 -Count 4");
        Assert.Equal(2, watch.Wait().Clean().Information.Count);
    }

    [Fact]
    public void One_list_request_per_look_and_one_more_now_and_then_where_a_backfill_hides_the_schedule()
    {
        ShellResult result = _shell.Run("Watch-PHBatchExport -Interval 0.01 -Count 5 -Verbose").Clean();
        string[] requests = [.. result.Verbose.Where(line => line.Contains("GET ", StringComparison.Ordinal))];
        Assert.Equal(5, requests.Count(line => !line.Contains("/runs/", StringComparison.Ordinal) && !line.Contains("/backfills/", StringComparison.Ordinal)));
        // events-to-bigquery, whose backfill may be between two runs: whether it runs is asked once for all looks.
        Assert.InRange(requests.Length, 5, 6);
    }

    [Fact]
    public void PassThru_gives_all_at_first_and_then_what_changed()
    {
        ShellResult result = _shell.Run(
            "$n = 0; Watch-PHBatchExport events-to-s3, nightly* -PassThru -Interval 0.05 -Count 3 | ForEach-Object { if ($_.BatchExportName -eq 'events-to-s3' -and $n++ -eq 0) { Suspend-PHBatchExport events-to-s3 }; $_ }").Clean();
        Assert.Empty(result.Information);
        Assert.Equal(["events-to-s3", "nightly-dump", "nightly-dump"],
            result.As<BatchExportHealth>().Take(3).Select(h => h.BatchExportName).Order(StringComparer.Ordinal));
        BatchExportHealth change = Assert.Single(result.As<BatchExportHealth>().Skip(3));
        Assert.Equal("PausedByUser", change.State);
    }

    [Fact]
    public void CtrlC_ends_it_within_a_moment()
    {
        using RunningPipeline watch = _shell.Start("Watch-PHBatchExport -PassThru");
        watch.WaitForOutput();
        watch.Stop();
        Assert.True(watch.Wait().Stopped);
    }

    [Fact]
    public void Name_that_is_nowhere_is_an_error() =>
        Assert.StartsWith("PostHog.NotFound", _shell.Run("Watch-PHBatchExport no-such-export -Count 1").Error.FullyQualifiedErrorId, StringComparison.Ordinal);

    [Theory]
    [InlineData(40)]
    [InlineData(80)]
    [InlineData(160)]
    public void Table_fits_the_screen(int width)
    {
        List<string> lines = Table(colour: false).Lines(Many(), "title", ["trouble " + new string('x', 300)], Now, width, 20);
        Assert.All(lines, line => Assert.True(line.Length < width + 1, line));
        Assert.True(lines.Count < 20);
        Assert.Contains(lines, line => line.StartsWith("... and ", StringComparison.Ordinal));
    }

    [Fact]
    public void What_needs_attention_stands_first_and_is_coloured()
    {
        List<string> lines = Table(colour: true).Lines(Many(), "title", [], Now, 80, 20);
        Assert.Contains("\u001b[31mFailing\u001b[0m", lines[3], StringComparison.Ordinal);
    }

    [Fact]
    public void Names_cannot_move_the_cursor()
    {
        WatchedExport evil = Export("a\u001b[2J\r\nb\u202e", HealthState.Failing);
        List<string> lines = Table(colour: false).Lines([evil], "title", ["x\u001b]0;t\u0007"], Now, 80, 20);
        Assert.DoesNotContain(lines, line => line.Any(c => char.IsControl(c) || c == '\u202e'));
        Assert.DoesNotContain('\u001b', WatchLines.Format(new WatchLook([evil], new Dictionary<Guid, WatchedExport>(), [], Now) { IsFirst = true })[1]);
    }

    private static WatchTable Table(bool colour) => new(text => text.Length, colour);

    private static List<WatchedExport> Many() =>
        [.. Enumerable.Range(0, 60).Select(i => Export("export-" + i + new string('n', i), i % 7 == 0 ? HealthState.Failing : HealthState.Healthy))];

    private static WatchedExport Export(string name, string state) => new(
        new BatchExportHealth
        {
            BatchExportId = Guid.NewGuid(),
            BatchExportName = name,
            ProjectId = name.Length % 2,
            State = state,
            IsHealthy = state == HealthState.Healthy,
            Lag = TimeSpan.FromDays(12.5),
            ConsecutiveFailures = 10,
            Reason = "At least 10 failed runs; no successful run is known.",
        },
        new BatchExportRun { Status = "Completed", CreatedAt = Now.AddDays(-3) });
}
