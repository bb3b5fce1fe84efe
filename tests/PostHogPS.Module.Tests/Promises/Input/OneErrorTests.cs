using System;
using System.IO;
using System.Management.Automation;
using PostHogPS.TestHost;
using Xunit;

namespace PostHogPS.Module.Tests.Promises.Input;

/// <summary>One mistake is one error, in the user's words, with the step that fits.</summary>
public sealed class OneErrorTests : IDisposable
{
    private const string Unknown = "0199aaaa-0000-7000-8000-00000000dead";

    private readonly SandboxShell _c = new();
    private readonly TempFolder _folder = new();

    public void Dispose()
    {
        _c.Dispose();
        _folder.Dispose();
    }

    [Theory]
    [InlineData("PostHog.InvalidLevel", "Get-PHBatchExportLog -Level Foo", 0)]
    [InlineData("PostHog.InvalidRun", "Get-PHBatchExportLog -Run abc", 0)]
    [InlineData("PostHog.Validation", "Get-PHBatchExportLog -Follow -Before now", 0)]
    [InlineData("PostHog.InvalidId", "Get-PHBatchExportRun 'events-*' -RunId abc", 1)]
    [InlineData("PostHog.InvalidId", "Get-PHBatchExport | Get-PHBatchExportBackfill -BackfillId abc", 1)]
    public void A_slip_is_one_error_however_many_exports_there_are(string id, string line, int requests)
    {
        _c.Bad(id, line);
        Assert.True(_c.Sent.Count <= requests, $"{_c.Sent.Count} requests");
    }

    [Theory]
    [InlineData($"Get-PHBatchExportRun events-to-s3 -RunId {Unknown}", "run", "Get-PHBatchExportRun")]
    [InlineData($"Invoke-PHBatchExportRetry {Unknown} -BatchExport events-to-s3", "run", "Get-PHBatchExportRun")]
    [InlineData($"Get-PHBatchExportLog events-to-s3 -Run {Unknown}", "run", "Get-PHBatchExportRun")]
    [InlineData($"Wait-PHBatchExportRun {Unknown} -BatchExport events-to-s3", "run", "Get-PHBatchExportRun")]
    [InlineData($"Stop-PHBatchExportRun {Unknown} -BatchExport events-to-s3", "run", "Get-PHBatchExportRun")]
    [InlineData($"Get-PHBatchExportBackfill events-to-s3 -BackfillId {Unknown}", "backfill", "Get-PHBatchExportBackfill")]
    [InlineData($"Wait-PHBatchExportBackfill {Unknown} -BatchExport events-to-s3", "backfill", "Get-PHBatchExportBackfill")]
    [InlineData($"Stop-PHBatchExportBackfill {Unknown} -BatchExport events-to-s3", "backfill", "Get-PHBatchExportBackfill")]
    public void An_unknown_run_or_backfill_is_named_with_its_export(string line, string what, string lister)
    {
        ErrorRecord error = _c.Bad("PostHog.NotFound", line, refusedByServer: true).Error;
        Assert.StartsWith($"There is no {what} {Unknown} of the batch export 'events-to-s3' in ", error.ErrorDetails.Message, StringComparison.Ordinal);
        Assert.EndsWith(lister + ".", error.ErrorDetails.RecommendedAction, StringComparison.Ordinal);
        Assert.Equal(404, Assert.IsType<PostHogApiException>(error.Exception).StatusCode);
    }

    [Fact]
    public void A_copy_of_a_gap_that_lost_the_export_says_so()
    {
        ShellResult result = _c.Run("Find-PHBatchExportGap events-to-minio -After -7d | Select-Object -First 1 BatchExportName, Start, End | Repair-PHBatchExport");
        Assert.Equal("PostHog.InvalidBatchExport", result.Error.FullyQualifiedErrorId.Split(',')[0]);
        Assert.StartsWith("BatchExportId is missing", result.Error.ErrorDetails.Message, StringComparison.Ordinal);
        Assert.Contains("-After is required", _c.Run("Repair-PHBatchExport events-to-minio").Error.ErrorDetails.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Export-PHBatchExportReport $path", "it is a folder.")]
    [InlineData("Suspend-PHBatchExport events-to-s3 -StatePath $path", "it is a folder.")]
    [InlineData("Suspend-PHBatchExport events-to-s3 -StatePath $path -WhatIf", "it is a folder.")]
    [InlineData("Suspend-PHBatchExport events-to-s3 -StatePath $path/nod/x.json", "its folder is not there.")]
    [InlineData("Export-PHBatchExportReport $path/nod/r.html", "its folder is not there.")]
    public void A_path_where_no_file_can_be_is_refused_before_anything_is_read(string line, string why)
    {
        _c.Shell.Set("path", _folder.Path);
        ErrorRecord error = _c.Bad("PostHog.FileAccess", line).Error;
        Assert.EndsWith(why, error.ErrorDetails.Message, StringComparison.Ordinal);
        Assert.DoesNotContain(".tmp'", error.ErrorDetails.Message, StringComparison.Ordinal);
        Assert.Empty(_c.Sent);
        Assert.Empty(Directory.GetFileSystemEntries(_folder.Path));
    }

    [Fact]
    public void An_export_without_credentials_is_the_only_error_of_its_rotation()
    {
        _c.Shell.Set("secret", Bench.Secret("new"));
        ErrorRecord error = _c.Bad("PostHog.Validation", "Update-PHBatchExportCredential staging-noop -Secret $secret").Error;
        Assert.Contains("has no credentials", error.ErrorDetails.Message, StringComparison.Ordinal);
    }
}
