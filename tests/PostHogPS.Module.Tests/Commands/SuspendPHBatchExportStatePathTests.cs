using System;
using System.IO;
using System.Linq;
using System.Text.RegularExpressions;
using System.Threading.Tasks;
using PostHogPS.TestHost;
using Xunit;

namespace PostHogPS.Module.Tests.Commands;

/// <summary>Suspend and Resume with -StatePath: exactly what was paused is resumed, whatever happens in between.</summary>
[Trait("Speed", "Slow")]
public sealed class SuspendPHBatchExportStatePathTests : IDisposable
{
    private readonly TempFolder _folder = new();
    private readonly Shell _shell = VirtualShell.Open();
    private readonly string _file;

    public SuspendPHBatchExportStatePathTests()
    {
        _file = _folder["window.json"];
        _shell.Set("file", _file);
        _shell.Run("Connect-PostHog -Sandbox").Clean();
    }

    public void Dispose()
    {
        _shell.Dispose();
        _folder.Dispose();
    }

    [Fact]
    public void Resume_leaves_alone_what_was_paused_before()
    {
        string[] before = Paused();
        Assert.Contains("events-to-postgres", before);
        _shell.Run("Suspend-PHBatchExport events-* -StatePath $file").Clean();
        Assert.DoesNotContain("events-to-postgres", Text, StringComparison.Ordinal);
        Assert.Contains("events-to-s3", Paused());

        ShellResult resumed = _shell.Run("Resume-PHBatchExport -StatePath $file").Clean();
        Assert.Empty(resumed.Warnings);
        Assert.Equal(before, Paused());
    }

    [Fact]
    public void Where_nothing_was_to_pause_there_is_a_file_to_resume_from()
    {
        _shell.Run("Suspend-PHBatchExport events-to-postgres -StatePath $file -WhatIf").Clean();
        Assert.False(File.Exists(_file));
        Assert.Contains("will leave it paused",
            Assert.Single(_shell.Run("Suspend-PHBatchExport events-to-postgres -StatePath $file").Clean().Warnings).ToString(), StringComparison.Ordinal);
        string[] before = Paused();
        Assert.Contains("contains no export to resume", Assert.Single(_shell.Run("Resume-PHBatchExport -StatePath $file").Clean().Warnings).ToString(),
            StringComparison.Ordinal);
        Assert.Equal(before, Paused());
    }

    [Fact]
    public async Task Two_shells_write_into_one_file()
    {
        string[] names = ["events-to-s3", "events-to-minio", "events-snowflake", "sessions-to-redshift"];
        object connection = _shell.Run("Get-PHConnection").Clean().Single.BaseObject;
        for (int round = 0; round < 5; round++)
        {
            Task[] work = [.. names.Select(name => Task.Run(() =>
            {
                using Shell other = VirtualShell.Open();
                other.Set("connection", connection);
                other.Set("file", _file);
                other.Set("name", name);
                other.Run("Suspend-PHBatchExport $name -StatePath $file -Connection $connection").Clean();
            }))];
            await Task.WhenAll(work);
            Assert.All(names, name => Assert.Contains(name, Text, StringComparison.Ordinal));
            Assert.Empty(_shell.Run("Resume-PHBatchExport -StatePath $file").Clean().Warnings);
            Assert.DoesNotContain(Paused(), names.Contains);
            File.Delete(_file);
        }
    }

    [Fact]
    public void A_project_beside_the_file_must_be_the_one_in_it()
    {
        _shell.Run("Suspend-PHBatchExport events-to-minio -StatePath $file").Clean();
        Assert.StartsWith("PostHog.ConnectionMismatch,", _shell.Run("Resume-PHBatchExport -StatePath $file -ProjectId 102").Error.FullyQualifiedErrorId,
            StringComparison.Ordinal);
        Assert.Contains("events-to-minio", Paused());
        _shell.Run("Resume-PHBatchExport -StatePath $file -ProjectId 101").Clean();
        Assert.DoesNotContain("events-to-minio", Paused());
    }

    [Theory]
    [InlineData("hello")]
    [InlineData("")]
    public void A_file_that_is_something_else_is_told_so_in_plain_words(string text)
    {
        File.WriteAllText(_file, text);
        string said = _shell.Run("Resume-PHBatchExport -StatePath $file").Error.ToString();
        Assert.Contains("it is not the JSON that Suspend-PHBatchExport -StatePath writes", said, StringComparison.Ordinal);
        Assert.DoesNotContain("deserializ", said, StringComparison.Ordinal);
        Assert.DoesNotContain("namespace", said, StringComparison.Ordinal);
    }

    [Fact]
    public void Without_a_time_of_the_pause_no_backfill_is_promised()
    {
        _shell.Run("New-PHBatchExport made-paused @{ type = 'NoOp'; config = @{} } -Paused").Clean();
        Assert.Contains("PostHog recorded no time for the pause",
            Assert.Single(_shell.Run("Resume-PHBatchExport made-paused -Backfill").Clean().Warnings).ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void File_says_who_and_when_and_can_be_read_by_a_person()
    {
        _shell.Run("Suspend-PHBatchExport events-to-s3 -StatePath $file").Clean();
        Assert.StartsWith("{", Text, StringComparison.Ordinal);
        Assert.Contains("\n  \"host\": \"http://sandbox.localhost/\"", Text.ReplaceLineEndings("\n"), StringComparison.Ordinal);
        Assert.Contains("\"name\": \"events-to-s3\"", Text, StringComparison.Ordinal);
        Assert.Matches("\"by\": \".+@.+\"", Text);
        Assert.Matches(@"""pausedAt"": ""\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z""", Text);
        Assert.Equal([_file], Directory.GetFiles(_folder.Path));
    }

    [Fact]
    public void What_somebody_resumed_meanwhile_is_left_alone_and_its_pause_is_named()
    {
        _shell.Run("Suspend-PHBatchExport events-to-s3, events-to-minio -StatePath $file; Resume-PHBatchExport events-to-minio").Clean();
        ShellResult result = _shell.Run("Resume-PHBatchExport -StatePath $file -Backfill -PassThru").Clean();
        Assert.Equal("events-to-s3", result.As<BatchExport>().Single().Name);
        // Right after a full hour another warning says that the run of the last hour has not started yet.
        string warning = Assert.Single(result.Warnings, warning => !warning.StartsWith("The interval ", StringComparison.Ordinal));
        Assert.Contains("events-to-minio", warning, StringComparison.Ordinal);
        Assert.Contains("Repair-PHBatchExport -BatchExport ", warning, StringComparison.Ordinal);
    }

    [Fact]
    public void What_somebody_paused_again_meanwhile_stays_paused()
    {
        _shell.Run("Suspend-PHBatchExport events-to-s3 -StatePath $file; Resume-PHBatchExport events-to-s3; Suspend-PHBatchExport events-to-s3").Clean();
        ShellResult result = _shell.Run("Resume-PHBatchExport -StatePath $file").Clean();
        Assert.Contains("paused again", Assert.Single(result.Warnings), StringComparison.Ordinal);
        Assert.Contains("events-to-s3", Paused());
    }

    [Fact]
    public void Resume_with_Backfill_exports_the_pause()
    {
        _shell.Run("Suspend-PHBatchExport events-to-s3 -StatePath $file; $clock.Advance('00:00:12'); Resume-PHBatchExport -StatePath $file -Backfill; $clock.Advance('00:00:12')").Clean();
        ShellResult backfills = _shell.Run("Get-PHBatchExportBackfill events-to-s3").Clean();
        Assert.NotEmpty(backfills.Objects);
    }

    [Fact]
    public void Second_Resume_does_nothing()
    {
        _shell.Run("Suspend-PHBatchExport events-to-s3 -StatePath $file; Resume-PHBatchExport -StatePath $file").Clean();
        string after = Text;
        ShellResult again = _shell.Run("Resume-PHBatchExport -StatePath $file -Backfill -PassThru -Verbose").Clean();
        Assert.Empty(again.Objects);
        Assert.DoesNotContain(again.Verbose, line => line.Contains("POST", StringComparison.Ordinal));
        Assert.Equal(after, Text);
    }

    [Fact]
    public void Suspend_that_broke_off_before_it_could_confirm_goes_on()
    {
        _shell.Run("Suspend-PHBatchExport events-to-s3 -StatePath $file").Clean();
        // What the file holds between the request and its answer.
        File.WriteAllText(_file, Regex.Replace(Text, @",\s*""pausedAt"": ""[^""]+""", "").Replace("\"Paused\"", "\"Pausing\"", StringComparison.Ordinal));
        _shell.Run("Suspend-PHBatchExport events-to-s3, events-to-minio -StatePath $file").Clean();
        Assert.Equal(2, Regex.Count(Text, "\"state\": \"Paused\""));
        _shell.Run("Resume-PHBatchExport -StatePath $file").Clean();
        Assert.Equal(["events-to-postgres"], Paused().Where(n => n.StartsWith("events-to", StringComparison.Ordinal)));
    }

    [Fact]
    public void Resume_takes_up_what_a_broken_off_suspend_left()
    {
        _shell.Run("Suspend-PHBatchExport events-to-s3 -StatePath $file").Clean();
        File.WriteAllText(_file, Regex.Replace(Text, @",\s*""pausedAt"": ""[^""]+""", "").Replace("\"Paused\"", "\"Pausing\"", StringComparison.Ordinal));
        Assert.Empty(_shell.Run("Resume-PHBatchExport -StatePath $file").Clean().Warnings);
        Assert.DoesNotContain("events-to-s3", Paused());
    }

    [Fact]
    public void WhatIf_writes_nothing()
    {
        ShellResult suspend = _shell.Run("Suspend-PHBatchExport events-to-s3 -StatePath $file -WhatIf -Verbose").Clean();
        Assert.DoesNotContain(suspend.Verbose, line => line.Contains("POST", StringComparison.Ordinal));
        Assert.False(File.Exists(_file));

        _shell.Run("Suspend-PHBatchExport events-to-s3 -StatePath $file").Clean();
        string before = Text;
        ShellResult resume = _shell.Run("Resume-PHBatchExport -StatePath $file -WhatIf -Verbose").Clean();
        Assert.DoesNotContain(resume.Verbose, line => line.Contains("POST", StringComparison.Ordinal));
        Assert.Equal(before, Text);
    }

    [Fact]
    public void File_of_another_host_is_refused()
    {
        _shell.Run("Suspend-PHBatchExport events-to-s3 -StatePath $file").Clean();
        File.WriteAllText(_file, Text.Replace("http://sandbox.localhost/", "https://us.posthog.com/", StringComparison.Ordinal));
        Assert.Equal("PostHog.ConnectionMismatch,PostHogPS.Commands.ResumePHBatchExportCommand",
            _shell.Run("Resume-PHBatchExport -StatePath $file").Error.FullyQualifiedErrorId);
        Assert.Equal("PostHog.ConnectionMismatch,PostHogPS.Commands.SuspendPHBatchExportCommand",
            _shell.Run("Suspend-PHBatchExport events-to-minio -StatePath $file").Error.FullyQualifiedErrorId);
        Assert.DoesNotContain("events-to-minio", Paused());
    }

    [Theory]
    [InlineData("")]
    [InlineData("{}")]
    [InlineData("[1,2]")]
    [InlineData("{ \"format\": \"something else\", \"host\": \"http://sandbox.localhost/\", \"exports\": [] }")]
    [InlineData("{ \"format\": \"PostHogPS paused exports 1\", \"host\": \"http://sandbox.localhost/\", \"exports\": [ { \"id\": \"no guid\", \"state\": \"Paused\" } ] }")]
    public void File_of_something_else_is_refused_before_anything_is_sent(string content)
    {
        File.WriteAllText(_file, content);
        Assert.StartsWith("PostHog.InvalidFile", _shell.Run("Resume-PHBatchExport -StatePath $file").Error.FullyQualifiedErrorId, StringComparison.Ordinal);
        Assert.StartsWith("PostHog.InvalidFile", _shell.Run("Suspend-PHBatchExport events-to-s3 -StatePath $file").Error.FullyQualifiedErrorId,
            StringComparison.Ordinal);
        Assert.DoesNotContain("events-to-s3", Paused());
        Assert.Equal(content, Text);
    }

    [Fact]
    public void Nothing_is_paused_when_it_cannot_be_written_down()
    {
        _shell.Set("file", _folder["no-such-folder/window.json"]);
        ShellResult result = _shell.Run("Suspend-PHBatchExport events-to-s3, events-to-minio -StatePath $file");
        Assert.StartsWith("PostHog.FileAccess", result.Error.FullyQualifiedErrorId, StringComparison.Ordinal);
        Assert.DoesNotContain("events-to-s3", Paused());
    }

    [Fact]
    public void Window_can_be_used_again()
    {
        for (int i = 0; i < 2; i++)
        {
            _shell.Run("Get-PHBatchExport events-to-s3, events-to-minio | Suspend-PHBatchExport -StatePath $file").Clean();
            Assert.Equal(2, Regex.Count(Text, "\"state\": \"Paused\""));
            _shell.Run("Resume-PHBatchExport -StatePath $file").Clean();
            Assert.Equal(2, Regex.Count(Text, "\"state\": \"Resumed\""));
        }
    }

    private string Text => File.ReadAllText(_file);

    private string[] Paused() => [.. _shell.Run("Get-PHBatchExport -Paused").Clean().As<BatchExport>().Select(e => e.Name).Order(StringComparer.Ordinal)];
}
