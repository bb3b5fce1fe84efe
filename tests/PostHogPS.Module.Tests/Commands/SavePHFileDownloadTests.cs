using System;
using System.IO;
using System.Linq;
using PostHogPS.TestHost;
using Xunit;

namespace PostHogPS.Module.Tests.Commands;

public sealed class SavePHFileDownloadTests : IDisposable
{
    private readonly SandboxShell _c = new();
    private readonly string _folder = Path.Combine(Path.GetTempPath(), "phdl-" + Guid.NewGuid().ToString("N"));

    public SavePHFileDownloadTests() => _c.Shell.Set("folder", _folder);

    public void Dispose()
    {
        _c.Dispose();
        if (Directory.Exists(_folder))
            Directory.Delete(_folder, recursive: true);
    }

    [Fact]
    public void Save_renames_a_part_only_when_it_is_complete()
    {
        ShellResult result = _c.Good("$d = Start-PHFileDownload -Start -3d -FileFormat JSONLines; $d | Save-PHFileDownload -Path $folder");
        var files = result.As<FileInfo>();
        Assert.Equal(3, files.Count);
        Assert.All(files, f => Assert.True(f.Exists && f.Length > 1000 && f.Extension == ".jsonl"));
        Assert.Equal(1500, files.Sum(f => File.ReadAllLines(f.FullName).Length));
        Assert.Empty(Directory.GetFiles(_folder, "*.partial"));
        Assert.Single(_c.Writes);
    }

    [Fact]
    public void An_interrupted_part_is_gone_on_with_and_finished_ones_are_left_alone()
    {
        FileInfo first = _c.Good("$d = Start-PHFileDownload -Start -2d; $d | Save-PHFileDownload -Path $folder").As<FileInfo>()[0];
        byte[] whole = File.ReadAllBytes(first.FullName);
        File.WriteAllBytes(Path.ChangeExtension(first.FullName, ".partial"), whole[..1000]);
        WriteTag(first, _c.Good("$d = Get-PHFileDownload $d; $d").As<FileDownload>().Single().Files[0]);
        first.Delete();
        ShellResult again = _c.Good("Save-PHFileDownload $d.Id $folder -Verbose");
        Assert.Equal(2, again.Objects.Count);
        Assert.Contains(again.Verbose, v => v.Contains("Continuing at byte 1000", StringComparison.Ordinal));
        Assert.Single(_c.Sent, r => r.Path.Contains("/download/", StringComparison.Ordinal));
        Assert.Equal(whole, File.ReadAllBytes(first.FullName));
    }

    [Fact]
    public void A_partial_that_is_longer_than_the_part_is_started_over()
    {
        FileInfo first = _c.Good("$d = Start-PHFileDownload -Start -1d; $d | Save-PHFileDownload -Path $folder").As<FileInfo>().Single();
        byte[] whole = File.ReadAllBytes(first.FullName);
        File.WriteAllBytes(Path.ChangeExtension(first.FullName, ".partial"), new byte[whole.Length + 10]);
        WriteTag(first, _c.Good("Get-PHFileDownload $d").As<FileDownload>().Single().Files[0]);
        first.Delete();
        Assert.Equal(whole, File.ReadAllBytes(_c.Good("Save-PHFileDownload $d $folder").As<FileInfo>().Single().FullName));
    }

    [Fact]
    public void Force_fetches_again()
    {
        _c.Good("$d = Start-PHFileDownload -Start -1d; $d | Save-PHFileDownload -Path $folder");
        _c.Good("$d | Save-PHFileDownload -Path $folder -Force");
        Assert.Single(_c.Sent, r => r.Path.Contains("/download/", StringComparison.Ordinal));
    }

    [Fact]
    public void Downloads_are_listed_read_and_cancelled()
    {
        // Slow, so that the download still runs however busy the machine is.
        using var c = new SandboxShell("C", speed: 0.01);
        c.Shell.Set("folder", _folder);
        FileDownload started = c.Good("$d = Start-PHFileDownload -Start -6h -End -2h; $d").As<FileDownload>().Single();
        Assert.Equal(("Running", 101L), (started.State, started.ProjectId));
        Assert.Equal(started.Id, c.Good("Get-PHFileDownload -State Running").As<FileDownload>().Single().Id);
        Assert.Equal("Cancelled", c.Good("Stop-PHFileDownload $d -PassThru").As<FileDownload>().Single().State);
        ShellResult failed = c.Bad("PostHog.DownloadFailed", "Save-PHFileDownload $d $folder");
        Assert.Contains("Cancelled", failed.Error.Exception.Message, StringComparison.Ordinal);
        Assert.False(Directory.Exists(_folder));
    }

    [Fact]
    public void Waiting_ends_at_the_timeout()
    {
        using var slow = new SandboxShell("C", speed: 0.01);
        slow.Shell.Set("folder", _folder);
        slow.Run("$d = Start-PHFileDownload -Start -1d").Clean();
        slow.Bad("PostHog.WaitTimeout", "Save-PHFileDownload $d $folder -Timeout 0.2");
    }

    [Fact]
    public void Too_many_at_a_time_is_an_error_that_says_what_to_do()
    {
        ShellResult result = _c.Run("1..20 | ForEach-Object { Start-PHFileDownload -Start -1d }");
        Assert.NotEmpty(result.Errors);
        Assert.All(result.Errors, e => Assert.StartsWith("PostHog.TooManyFileDownloads", e.FullyQualifiedErrorId, StringComparison.Ordinal));
        Assert.Contains("Stop-PHFileDownload", result.Errors[0].ErrorDetails.RecommendedAction, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("PostHog.Validation", "Start-PHFileDownload")]
    [InlineData("PostHog.Validation", "Start-PHFileDownload -Start -10d")]
    [InlineData("PostHog.Validation", "Start-PHFileDownload -Start -1d -End -2d")]
    [InlineData("PostHog.Validation", "Start-PHFileDownload -Start -1d -End 2100-01-01")]
    [InlineData("PostHog.Validation", "Start-PHFileDownload -Start -1d -Model hogql")]
    [InlineData("PostHog.Validation", "Start-PHFileDownload -Start -1d -HogQLQuery 'select 1'")]
    [InlineData("PostHog.Validation", "Start-PHFileDownload -Start -1d -FileFormat JSONLines -Compression zstd")]
    [InlineData("PostHog.InvalidDate", "Start-PHFileDownload -Start whenever")]
    [InlineData("PostHog.InvalidFileDownload", "Save-PHFileDownload nonsense")]
    [InlineData("PostHog.InvalidFileDownload", "Stop-PHFileDownload nonsense")]
    [InlineData("PostHog.InvalidFileDownload", "Get-PHFileDownload nonsense")]
    [InlineData("PostHog.NotFound", "Get-PHFileDownload 00000000-0000-0000-0000-000000000001")]
    [InlineData("PostHog.NotFound", "Save-PHFileDownload 00000000-0000-0000-0000-000000000001 $folder")]
    [InlineData("PostHog.InvalidPath", "Save-PHFileDownload 00000000-0000-0000-0000-000000000001 Variable:/x")]
    [InlineData("PostHog.InvalidPath", "Save-PHFileDownload 00000000-0000-0000-0000-000000000001 nosuchdrive:/x")]
    public void Bad_input_has_an_id_of_its_own(string errorId, string script) => _c.Bad(errorId, script);

    [Fact]
    public void Minus_seven_days_until_now_is_not_too_long() =>
        _c.Good("Start-PHFileDownload -Start -7d");

    [Fact]
    public void A_folder_that_cannot_be_made_is_an_error_of_the_item()
    {
        File.WriteAllText(_folder, "a file is in the way");
        try
        {
            Assert.Equal("PostHog.InvalidPath",
                _c.Run("Start-PHFileDownload -Start -1d | Save-PHFileDownload -Path $folder").Error.FullyQualifiedErrorId.Split(',')[0]);
            Assert.Equal("PostHog.InvalidPath",
                _c.Run("Start-PHFileDownload -Start -1d | Save-PHFileDownload -Path \"$folder`0x\"").Error.FullyQualifiedErrorId.Split(',')[0]);
            Assert.Equal("PostHog.FileAccess",
                _c.Run("Start-PHFileDownload -Start -1d | Save-PHFileDownload -Path ('x' * 300)").Error.FullyQualifiedErrorId.Split(',')[0]);
            Assert.Equal("PostHog.FileAccess",
                _c.Run("Start-PHFileDownload -Start -1d | Save-PHFileDownload -Path $folder/below").Error.FullyQualifiedErrorId.Split(',')[0]);
        }
        finally
        {
            File.Delete(_folder);
        }
    }

    [Theory]
    [InlineData(null)]
    [InlineData("\"another version\"")]
    [InlineData("W/\"weak\"")]
    [InlineData("no tag")]
    [InlineData("")]
    public void A_partial_of_another_file_is_not_gone_on_with(string? tag)
    {
        FileInfo first = _c.Good("$d = Start-PHFileDownload -Start -1d; $d | Save-PHFileDownload -Path $folder").As<FileInfo>().Single();
        byte[] whole = File.ReadAllBytes(first.FullName);
        File.WriteAllBytes(Path.ChangeExtension(first.FullName, ".partial"), new byte[1000]);
        if (tag is not null)
            File.WriteAllText(Path.ChangeExtension(first.FullName, ".partial-etag"), tag);
        first.Delete();

        Assert.Equal(whole, File.ReadAllBytes(_c.Good("Save-PHFileDownload $d $folder").As<FileInfo>().Single().FullName));
        Assert.Equal(first.FullName, Assert.Single(Directory.GetFiles(_folder)));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void A_partial_that_is_a_link_is_replaced_and_what_it_leads_to_is_left_alone(bool exists)
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Making links needs rights there.");
        FileInfo first = _c.Good("$d = Start-PHFileDownload -Start -1d; $d | Save-PHFileDownload -Path $folder").As<FileInfo>().Single();
        byte[] whole = File.ReadAllBytes(first.FullName);
        first.Delete();
        using var other = new TempFolder();
        if (exists)
            File.WriteAllText(other["precious"], "precious");
        File.CreateSymbolicLink(Path.ChangeExtension(first.FullName, ".partial"), other["precious"]);
        File.CreateSymbolicLink(Path.ChangeExtension(first.FullName, ".partial-etag"), other["precious"]);

        Assert.Equal(whole, File.ReadAllBytes(_c.Good("Save-PHFileDownload $d $folder").As<FileInfo>().Single().FullName));
        Assert.Equal(exists ? "precious" : null, File.Exists(other["precious"]) ? File.ReadAllText(other["precious"]) : null);
        Assert.Null(new FileInfo(first.FullName).LinkTarget);
    }

    [Fact]
    public void What_cannot_be_written_is_one_error_per_item_and_the_next_follows()
    {
        string id = _c.Good("$d = @(1..2 | ForEach-Object { Start-PHFileDownload -Start -1d }); $d[0].Id").Single.ToString();
        Directory.CreateDirectory(Path.Combine(_folder, id + "-001.partial"));

        ShellResult result = _c.Run("$d | Save-PHFileDownload -Path $folder");

        Assert.StartsWith("PostHog.FileAccess", result.Error.FullyQualifiedErrorId, StringComparison.Ordinal);
        Assert.Single(result.Objects);
    }

    [Fact]
    public void A_disk_that_says_only_at_the_end_that_it_is_full_is_an_error_of_the_item()
    {
        Assert.SkipUnless(File.Exists("/dev/full"), "There is no device here that is always full.");
        PostHogPS.Contracts.ProblemException error =
            Assert.Throws<PostHogPS.Contracts.ProblemException>(static () => PostHogPS.Downloads.PartFile.Guarded(static () =>
        {
            // Kept in the buffer until it is closed, as the end of a part is.
            using var file = new FileStream("/dev/full", FileMode.Open, FileAccess.Write, FileShare.None, 4096);
            file.Write(new byte[100]);
            return 0;
        }));
        Assert.Equal("FileAccess", error.Id);
    }

    private static void WriteTag(FileInfo part, Guid file) =>
        File.WriteAllText(Path.ChangeExtension(part.FullName, ".partial-etag"), "\"" + file.ToString("N") + "\"");
}
