using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using PostHogPS.TestHost;
using Xunit;

namespace PostHogPS.Module.Tests.Commands;

public sealed class GetPHBatchExportLogTests : IDisposable
{
    private readonly SandboxShell _c = new();

    public void Dispose() => _c.Dispose();

    private int Fetches => _c.Sent.Count(r => r.Path.EndsWith("/logs/", StringComparison.Ordinal));

    [Trait("Speed", "Slow")]
    [Fact]
    public void Everything_comes_newest_first_past_500_without_repeats()
    {
        var all = _c.Good("Get-PHBatchExportLog events-to-s3").As<BatchExportLogEntry>();
        Assert.True(all.Count > 1000);
        Assert.Equal(all.OrderByDescending(e => e.Timestamp).Select(e => e.Timestamp), all.Select(e => e.Timestamp));
        Assert.Equal(all.Count, all.Distinct(new SameEntry()).Count());
        Assert.All(all, e => Assert.Equal(("events-to-s3", 101L), (e.BatchExportName, e.ProjectId)));
        var days = Enumerable.Range(1, 40)
            .SelectMany(d => _c.Run($"Get-PHBatchExportLog events-to-s3 -After -{d}d -Before -{d - 1}d").Clean().As<BatchExportLogEntry>());
        Assert.Empty(all.Where(e => e.Timestamp < all[0].Timestamp.AddMinutes(-5)).Except(days, new SameEntry()));
    }

    [Fact]
    public void The_first_twenty_cost_one_small_request()
    {
        Assert.Equal(20, _c.Good("Get-PHBatchExportLog events-to-s3 | Select-Object -First 20").Objects.Count);
        Assert.Equal(1, Fetches);
        Assert.Contains("limit=50", _c.Sent[^1].Query, StringComparison.Ordinal);
    }

    [Fact]
    public void Tail_gives_the_last_ones_oldest_first()
    {
        var newest = _c.Good("Get-PHBatchExportLog events-to-bigquery -Before -1h | Select-Object -First 5").As<BatchExportLogEntry>();
        var tail = _c.Good("Get-PHBatchExportLog events-to-bigquery -Before -1h -Tail 5").As<BatchExportLogEntry>();
        Assert.Equal(newest.Reverse().Select(e => e.Timestamp), tail.Select(e => e.Timestamp));
        Assert.Equal(1, Fetches);
        Assert.Equal(700, _c.Good("Get-PHBatchExportLog events-to-s3 -Tail 700").Objects.Count);
    }

    [Fact]
    public void Levels_and_search_narrow()
    {
        var found = _c.Good("Get-PHBatchExportLog events-to-s3 -Level Error, Warning -Search accessdenied").As<BatchExportLogEntry>();
        Assert.NotEmpty(found);
        Assert.All(found, e => Assert.True(e.Level is "ERROR" or "WARN"));
        Assert.All(found, e => Assert.Contains("AccessDenied", e.Message, StringComparison.Ordinal));
    }

    [Fact]
    public void A_run_means_the_log_of_its_time_and_that_is_said()
    {
        ShellResult result = _c.Good("Get-PHBatchExportRun events-to-s3 -State Failed | Select-Object -First 1 | Get-PHBatchExportLog -Verbose");
        Assert.Contains(result.As<BatchExportLogEntry>(), e => e.Level == "ERROR");
        Assert.True(result.Objects.Count < 20);
        Assert.Contains(result.Verbose, v => v.Contains("do not say which run", StringComparison.Ordinal));
        var same = _c.Good("$r = Get-PHBatchExportRun events-to-s3 -State Failed | Select-Object -First 1; Get-PHBatchExportLog events-to-s3 -Run $r.Id")
            .As<BatchExportLogEntry>();
        Assert.Equal(result.As<BatchExportLogEntry>().Select(e => e.Timestamp), same.Select(e => e.Timestamp));
    }

    [Fact]
    public void A_run_without_an_export_means_its_own_export_only()
    {
        ShellResult result = _c.Good("$run = Get-PHBatchExportRun events-to-s3 -State Failed | Select-Object -First 1; Get-PHBatchExportLog -Run $run");
        Assert.NotEmpty(result.Objects);
        Assert.All(result.As<BatchExportLogEntry>(), static entry => Assert.Equal("events-to-s3", entry.BatchExportName));
        Assert.Single(_c.Sent, static request => request.Path.EndsWith("/logs/", StringComparison.Ordinal));
        Assert.Single(_c.Bad("PostHog.InvalidBatchExport", "Get-PHBatchExportLog -Run $run.Id").Errors);
        Assert.Empty(_c.Sent);
    }

    [Fact]
    public void Follow_goes_on_oldest_first_without_repeats_until_CtrlC()
    {
        using var fast = new SandboxShell("C", speed: 1200);
        using RunningPipeline following = fast.Shell.Start("Get-PHBatchExportLog 'events [prod]', events-snowflake -Follow");
        using var enough = new ManualResetEventSlim();
        following.Output.DataAdded += Look;
        following.Output.Completed += Look;
        Look(null, EventArgs.Empty);
        enough.Wait(TestContext.Current.CancellationToken);
        following.Stop();
        ShellResult result = following.Wait();
        Assert.True(result.Stopped);
        var entries = result.As<BatchExportLogEntry>();
        Assert.True(entries.Count >= 40);
        Assert.Equal(entries.Count, entries.Distinct(new SameEntry()).Count());
        foreach (var export in entries.GroupBy(e => e.BatchExportName))
            Assert.Equal(export.OrderBy(e => e.Timestamp).Select(e => e.Timestamp), export.Select(e => e.Timestamp));

        // Nothing between the first and the last entry is missing.
        fast.Shell.Set("from", entries.Where(e => e.BatchExportName == "events [prod]").Min(e => e.Timestamp));
        fast.Shell.Set("to", entries.Where(e => e.BatchExportName == "events [prod]").Max(e => e.Timestamp));
        var all = fast.Run("Get-PHBatchExportLog 'events [prod]' -After $from -Before $to").Clean().As<BatchExportLogEntry>();
        Assert.Empty(all.Except(entries, new SameEntry()));

        void Look(object? sender, EventArgs e)
        {
            if (following.Output.Count >= 40 || !following.Output.IsOpen)
                enough.Set();
        }
    }

    [Theory]
    [InlineData("PostHog.InvalidLevel", "Get-PHBatchExportLog events-to-s3 -Level Fatal")]
    [InlineData("PostHog.Validation", "Get-PHBatchExportLog events-to-s3 -Search ' '")]
    [InlineData("PostHog.Validation", "Get-PHBatchExportLog events-to-s3 -After 2026-02-01 -Before 2026-01-01")]
    [InlineData("PostHog.Validation", "Get-PHBatchExportLog events-to-s3 -Follow -Before -1h")]
    [InlineData("PostHog.InvalidDate", "Get-PHBatchExportLog events-to-s3 -After whenever")]
    [InlineData("PostHog.InvalidRun", "Get-PHBatchExportLog events-to-s3 -Run nonsense")]
    [InlineData("PostHog.NotFound", "Get-PHBatchExportLog events-to-s3 -Run 00000000-0000-0000-0000-000000000001")]
    [InlineData("PostHog.NotFound", "Get-PHBatchExportLog no-such")]
    [InlineData("PostHog.NotFound", "Get-PHBatchExportLog 00000000-0000-0000-0000-000000000001 -Follow")]
    [InlineData("PostHog.ConnectionMismatch", "$r = Get-PHBatchExportRun events-to-s3 | Select-Object -First 1; Get-PHBatchExportLog events-snowflake -Run $r")]
    [InlineData("ParameterArgumentValidationError", "Get-PHBatchExportLog events-to-s3 -Tail 0")]
    public void Bad_input_has_an_id_of_its_own(string errorId, string script) => _c.Bad(errorId, script);

    [Fact]
    public void Without_an_export_it_reads_those_of_all_in_their_order()
    {
        Guid?[] ids = _c.Good("Get-PHBatchExport").As<BatchExport>().Select(export => (Guid?)export.Id).ToArray();
        List<Guid?> given = _c.Good("Get-PHBatchExportLog -Tail 2").As<BatchExportLogEntry>().Select(entry => entry.BatchExportId).ToList();

        Assert.True(given.Distinct().Count() > 5);
        Assert.Equal(given.OrderBy(id => Array.IndexOf(ids, id)), given);
    }

    [Fact]
    public void Old_servers_refuse_logs_and_the_error_says_where_to_look()
    {
        using var a = new SandboxShell("A");
        ShellResult result = a.Bad("PostHog.Forbidden", "Get-PHBatchExportLog events-to-s3");
        Assert.Contains("LatestError", result.Error.ErrorDetails.RecommendedAction, StringComparison.Ordinal);
    }

    private sealed class SameEntry : IEqualityComparer<BatchExportLogEntry>
    {
        public bool Equals(BatchExportLogEntry? x, BatchExportLogEntry? y) => Key(x!).Equals(Key(y!));

        public int GetHashCode(BatchExportLogEntry entry) => Key(entry).GetHashCode();

        private static (DateTimeOffset, string?, string, string, Guid?) Key(BatchExportLogEntry e) =>
            (e.Timestamp, e.InstanceId, e.Level, e.Message, e.BatchExportId);
    }
}
