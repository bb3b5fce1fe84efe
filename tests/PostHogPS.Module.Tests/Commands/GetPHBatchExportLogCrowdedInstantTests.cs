using System;
using System.Collections.Generic;
using System.Linq;
using System.Management.Automation;
using PostHogPS.TestHost;
using Xunit;

namespace PostHogPS.Module.Tests.Commands;

/// <summary>More than five hundred entries of one microsecond, which the server cannot page through.</summary>
[Trait("Speed", "Slow")]
public sealed class GetPHBatchExportLogCrowdedInstantTests : IDisposable
{
    private static readonly DateTimeOffset Crowd = new(2026, 9, 1, 12, 0, 0, 123, TimeSpan.Zero);

    private readonly SandboxShell _c = new();

    public void Dispose() => _c.Dispose();

    [Fact]
    public void What_levels_can_part_is_complete()
    {
        ShellResult result = Read([.. Around(), .. Many(450, "INFO", "a"), .. Many(400, "ERROR", "a"), .. Many(350, "DEBUG", "b"), .. Many(20, "WARNING", "b")],
            "").Clean();
        CheckAll(result, 300 + 450 + 400 + 350 + 20);
        Assert.Empty(result.Warnings);
    }

    [Fact]
    public void What_executions_can_part_is_complete_as_far_as_anybody_can_know()
    {
        ShellResult result = Read([.. Around(), .. Many(480, "INFO", "a"), .. Many(480, "INFO", "b"), .. Many(30, "ERROR", "c")], "").Clean();
        CheckAll(result, 300 + 480 + 480 + 30);
        Assert.Contains("INFO", Assert.Single(result.Warnings), StringComparison.Ordinal);
    }

    [Fact]
    public void What_nothing_can_part_is_one_error_and_all_the_rest_comes()
    {
        ShellResult result = Read([.. Around(), .. Many(800, "INFO", "a"), .. Many(30, "ERROR", "a")], "");

        ErrorRecord error = result.Error;
        Assert.Equal("PostHog.LogIncomplete", error.FullyQualifiedErrorId.Split(',')[0]);
        Assert.Equal(ErrorCategory.LimitsExceeded, error.CategoryInfo.Category);
        Assert.Equal("events-to-s3", error.TargetObject);
        Assert.Contains("2026-09-01T12:00:00.1230000Z", error.ToString(), StringComparison.Ordinal);
        Assert.Contains("INFO", error.ToString(), StringComparison.Ordinal);
        CheckAll(result, 300 + 500 + 30);

        // The advice leads somewhere.
        string advice = error.ErrorDetails.RecommendedAction;
        string line = advice[advice.IndexOf("Get-PHBatchExportLog", StringComparison.Ordinal)..].Replace("<text>", "'line 7'", StringComparison.Ordinal);
        Assert.Equal(112, _c.Run(line).Clean().Objects.Count);
    }

    [Fact]
    public void A_level_that_was_asked_for_is_the_only_one_that_is_parted()
    {
        List<BatchExportLogEntry> log = [.. Around(), .. Many(600, "INFO", "a"), .. Many(600, "ERROR", "a")];
        ShellResult result = Read(log, "-Level Error");
        Assert.DoesNotContain("INFO", result.Error.ToString(), StringComparison.Ordinal);
        Assert.All(result.As<BatchExportLogEntry>(), e => Assert.Equal("ERROR", e.Level));
    }

    [Fact]
    public void Following_says_it_once()
    {
        ShellResult result = Read([.. Many(800, "INFO", "a"), .. Later(30)], "-Tail 900 -Follow | Select-Object -First 530");
        Assert.Equal("PostHog.LogIncomplete", result.Error.FullyQualifiedErrorId.Split(',')[0]);
        Assert.Equal(530, result.Objects.Count);
    }

    private ShellResult Read(List<BatchExportLogEntry> log, string switches)
    {
        var connection = (PostHogConnection)_c.Run("Get-PHConnection").Clean().Single.BaseObject;
        new ScriptedLogs(log).Serve(connection);
        return _c.Run("Get-PHBatchExportLog events-to-s3 " + switches);
    }

    private static void CheckAll(ShellResult result, int expected)
    {
        IReadOnlyList<BatchExportLogEntry> all = result.As<BatchExportLogEntry>();
        Assert.Equal(expected, all.Count);
        Assert.Equal(expected, all.Select(e => (e.Timestamp, e.Level, e.InstanceId, e.Message)).Distinct().Count());
        Assert.Equal(all.OrderByDescending(e => e.Timestamp).Select(e => e.Timestamp), all.Select(e => e.Timestamp));
    }

    /// <summary>Entries before and after, each of its own time.</summary>
    private static IEnumerable<BatchExportLogEntry> Around() =>
        Enumerable.Range(-150, 300).Select(i => Entry(Crowd.AddSeconds(i < 0 ? i : i + 1), "INFO", "a", "alone " + i));

    private static IEnumerable<BatchExportLogEntry> Later(int count) =>
        Enumerable.Range(1, count).Select(i => Entry(Crowd.AddSeconds(i), "INFO", "a", "later " + i));

    private static IEnumerable<BatchExportLogEntry> Many(int count, string level, string execution) =>
        Enumerable.Range(0, count).Select(i => Entry(Crowd, level, execution, "line " + i));

    private static BatchExportLogEntry Entry(DateTimeOffset time, string level, string execution, string message) =>
        new() { Timestamp = time, Level = level, InstanceId = execution, Message = message };
}
