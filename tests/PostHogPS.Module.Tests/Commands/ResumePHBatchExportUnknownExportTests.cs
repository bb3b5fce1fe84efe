using System;
using System.IO;
using System.Linq;
using System.Text.RegularExpressions;
using PostHogPS.TestHost;
using Xunit;

namespace PostHogPS.Module.Tests.Commands;

/// <summary>A window whose exports the server does not show: that proves no deletion, and nothing has ended well.</summary>
[Trait("Speed", "Slow")]
public sealed class ResumePHBatchExportUnknownExportTests : IDisposable
{
    private readonly TempFolder _folder = new();
    private readonly Shell _shell = VirtualShell.Open();
    private readonly string _file;

    public ResumePHBatchExportUnknownExportTests()
    {
        _file = _folder["window.json"];
        _shell.Set("file", _file);
        _shell.Run("Connect-PostHog -Sandbox; Suspend-PHBatchExport events-to-s3, events-to-minio -StatePath $file").Clean();
    }

    public void Dispose()
    {
        _shell.Dispose();
        _folder.Dispose();
    }

    [Theory]
    [InlineData("")]
    [InlineData(" -ErrorAction Stop")]
    public void When_none_is_known_the_command_ends_in_one_error(string how)
    {
        MakeUnknown(2);
        string before = File.ReadAllText(_file);

        ShellResult result = _shell.Run("Resume-PHBatchExport -StatePath $file" + how);
        Assert.Equal("caught", _shell.Run("try { Resume-PHBatchExport -StatePath $file } catch { 'caught' }").Single.ToString());

        Assert.StartsWith("PostHog.NotFound,", Assert.Single(result.Errors).FullyQualifiedErrorId, StringComparison.Ordinal);
        Assert.Contains("None of the 2", result.Error.ToString(), StringComparison.Ordinal);
        Assert.Empty(result.Warnings);
        Assert.Equal(before, File.ReadAllText(_file));
    }

    [Fact]
    public void One_of_several_is_an_error_and_the_remaining_ones_are_resumed()
    {
        MakeUnknown(1);

        ShellResult result = _shell.Run("Resume-PHBatchExport -StatePath $file");

        Assert.StartsWith("PostHog.NotFound,", Assert.Single(result.Errors).FullyQualifiedErrorId, StringComparison.Ordinal);
        Assert.DoesNotContain("has been deleted", result.Error.ToString(), StringComparison.Ordinal);
        Assert.Single(_shell.Run("Get-PHBatchExport events-to-s3, events-to-minio | Where-Object Paused").Clean().Objects);
        Assert.Single(Regex.Matches(File.ReadAllText(_file), "\"state\": \"Paused\""));
    }

    [Fact]
    public void The_file_of_another_host_is_refused()
    {
        File.WriteAllText(_file, File.ReadAllText(_file).Replace("sandbox.localhost", "eu.posthog.com", StringComparison.Ordinal));
        Assert.StartsWith("PostHog.ConnectionMismatch,", _shell.Run("Resume-PHBatchExport -StatePath $file").Error.FullyQualifiedErrorId,
            StringComparison.Ordinal);
    }

    private void MakeUnknown(int count)
    {
        string text = File.ReadAllText(_file);
        foreach (Match id in Regex.Matches(text, "(?<=\"id\": \")[0-9a-f-]{36}").Take(count))
            text = text.Replace(id.Value, Guid.NewGuid().ToString(), StringComparison.Ordinal);
        File.WriteAllText(_file, text);
    }
}
