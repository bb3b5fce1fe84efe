using System;
using System.IO;
using System.Runtime.Versioning;
using PostHogPS.TestHost;
using Xunit;

namespace PostHogPS.Module.Tests.Promises.Files;

/// <summary>State files and reports are replaced in one step: a link stays a link, and permissions stay as they were.</summary>
[UnsupportedOSPlatform("windows")]
public sealed class ReplacedFileTests : IDisposable
{
    private readonly TempFolder _folder = new();
    private readonly Shell _shell = VirtualShell.Open();

    public ReplacedFileTests()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Modes and links of Unix.");
        _shell.Set("file", _folder["window.json"]);
        _shell.Run("Connect-PostHog -Sandbox -SandboxSpeed 0.001").Clean();
    }

    public void Dispose()
    {
        _shell.Dispose();
        _folder.Dispose();
    }

    [Theory]
    [InlineData("Suspend-PHBatchExport events-to-s3 -StatePath $file", "Resume-PHBatchExport -StatePath $file")]
    [InlineData("Get-PHBatchExportHealth events-to-s3 -StatePath $file", "Get-PHBatchExportHealth -StatePath $file")]
    [InlineData("Export-PHBatchExportReport $file events-to-s3 -Days 1", "Export-PHBatchExportReport $file events-to-s3 -Days 2")]
    public void Keep_their_mode_and_their_link(string first, string second)
    {
        _shell.Run(first).Clean();
        string real = _folder["kept/real.json"];
        Directory.CreateDirectory(_folder["kept"]);
        File.Move(_folder["window.json"], real);
        File.SetUnixFileMode(real, UnixFileMode.UserRead | UnixFileMode.UserWrite);
        File.CreateSymbolicLink(_folder["window.json"], real);
        string before = File.ReadAllText(real);

        _shell.Run(second).Clean();

        Assert.Equal(real, new FileInfo(_folder["window.json"]).LinkTarget);
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(real));
        Assert.NotEqual(before, File.ReadAllText(real));
        Assert.Single(Directory.GetFiles(_folder["kept"]));
    }

    [Fact]
    public void Devices_are_written_to_and_stay_devices()
    {
        Assert.SkipUnless(File.Exists("/dev/full"), "There is no device here that is always full.");

        Assert.StartsWith("PostHog.FileAccess", _shell.Run("Export-PHBatchExportReport /dev/full events-to-s3 -Days 1").Error.FullyQualifiedErrorId,
            StringComparison.Ordinal);

        Assert.Throws<IOException>(static () => File.WriteAllText("/dev/full", "x"));
    }
}
