using System;
using System.Linq;
using PostHogPS.TestHost;
using Xunit;

namespace PostHogPS.Module.Tests.Commands;

/// <summary>Pausing what is paused and resuming what runs is no error, and no secret either.</summary>
public sealed class SuspendPHBatchExportTests : IDisposable
{
    private readonly SandboxShell _c = new();

    public void Dispose() => _c.Dispose();

    [Theory]
    [InlineData("Resume-PHBatchExport events-to-s3 -Verbose", "was not paused")]
    [InlineData("Suspend-PHBatchExport persons-to-azure -Verbose", "was paused already")]
    public void What_changes_nothing_says_so_on_the_verbose_stream(string line, string words)
    {
        ShellResult result = _c.Good(line);
        Assert.Contains(result.Verbose, v => v.Contains(words, StringComparison.Ordinal));
        Assert.Empty(result.Warnings);
    }

    [Theory]
    [InlineData("Resume-PHBatchExport events-to-s3 -Backfill -PassThru", 1)]
    [InlineData("$e | Resume-PHBatchExport -Backfill -PassThru", 1)]
    [InlineData("$e.Id | Resume-PHBatchExport -Backfill -PassThru", 1)]
    public void A_backfill_of_no_pause_is_a_warning_and_sends_nothing(string line, int reads)
    {
        _c.Good("$e = Get-PHBatchExport events-to-s3");
        ShellResult result = _c.Good(line);
        Assert.Contains("is not paused", Assert.Single(result.Warnings), StringComparison.Ordinal);
        Assert.False(result.As<BatchExport>().Single().Paused);
        Assert.Empty(_c.Writes);
        Assert.Equal(reads, _c.Sent.Count);
    }

    [Fact]
    public void An_object_that_was_read_before_the_pause_is_resumed_with_its_backfill()
    {
        _c.Good("$e = Get-PHBatchExport events-to-s3; Suspend-PHBatchExport events-to-s3");
        // Right after a full hour another warning says that the run of the last hour has not started yet.
        Assert.DoesNotContain(_c.Good("$e | Resume-PHBatchExport -Backfill").Warnings,
            warning => !warning.StartsWith("The interval ", StringComparison.Ordinal));
        Assert.Equal("""{"backfill":true}""", Assert.Single(_c.Writes).Body);
    }

    // What PostHog exports depends on how the export is now, and cannot be taken back.
    [Theory]
    [InlineData("$e | Resume-PHBatchExport -Backfill", "GET POST", 0)]
    [InlineData("Resume-PHBatchExport persons-to-azure -Backfill", "GET POST", 0)]
    [InlineData("$e | Resume-PHBatchExport", "POST", 1)]
    public void A_paused_one_is_resumed_with_its_backfill_after_one_look(string line, string sent, int warnings)
    {
        _c.Good("$e = Get-PHBatchExport persons-to-azure");
        Assert.Equal(warnings, _c.Good(line).Warnings.Count);
        Assert.Equal(sent, string.Join(" ", _c.Sent.Select(r => r.Method)));
    }
}
