using System;
using System.Linq;
using System.Management.Automation;
using PostHogPS.Cmdlets;
using PostHogPS.TestHost;
using Xunit;

namespace PostHogPS.Module.Tests.Promises.Names;

/// <summary>A name that two exports have: what reads takes both, what acts refuses it.</summary>
public sealed class NamesakeTests : IDisposable
{
    private readonly SandboxShell _c = new();

    public void Dispose() => _c.Dispose();

    [Trait("Speed", "Slow")]
    [Theory]
    [InlineData("Get-PHBatchExport nightly-dump")]
    [InlineData("'nightly-dump' | Get-PHBatchExport")]
    [InlineData("Get-PHBatchExportHealth nightly-dump")]
    [InlineData("Get-PHBatchExportRun nightly-dump")]
    [InlineData("Find-PHBatchExportGap nightly-dump -After -2d -Summary")]
    [InlineData("Compare-PHBatchExportRow nightly-dump -After -2d -Summary")]
    [InlineData("Watch-PHBatchExport nightly-dump -Count 1 -PassThru")]
    public void Reads_take_both(string line)
    {
        ShellResult result = _c.Run(line).Clean();
        Assert.Equal(2, result.Objects.Select(static o => (o.Properties["BatchExportId"] ?? o.Properties["Id"]).Value).Distinct().Count());
    }

    [Theory]
    [InlineData("Get-PHBatchExportLog nightly-dump")]
    [InlineData("Get-PHBatchExportBackfill nightly-dump")]
    [InlineData("Get-PHBatchExportError nightly-dump")]
    [InlineData("Get-PHBatchExportAlert nightly-dump")]
    [InlineData("Find-PHBatchExportAnomaly nightly-dump -After -2d")]
    [InlineData("Test-PHBatchExportHealth nightly-dump -WarningAction Ignore")]
    public void Reads_that_may_give_nothing_refuse_neither(string line) => _c.Run(line).Clean();

    [Theory]
    [InlineData("Suspend-PHBatchExport nightly-dump")]
    [InlineData("Repair-PHBatchExport nightly-dump -After -2d")]
    [InlineData("Get-PHBatchExportRun nightly-dump -RunId 0199aaaa-0000-7000-8000-00000000dead")]
    [InlineData("Get-PHBatchExportLog nightly-dump -Run 0199aaaa-0000-7000-8000-00000000dead")]
    public void What_acts_or_needs_one_refuses_the_name_and_shows_how_to_mean_both(string line)
    {
        ErrorRecord error = _c.Bad("PostHog.AmbiguousName", line).Error;
        Assert.Contains($"Get-PHBatchExport 'nightly-dump' | {line.Split(' ')[0]}", error.ErrorDetails.RecommendedAction, StringComparison.Ordinal);
    }

    [Fact]
    public void Tab_offers_the_name_to_what_reads_and_the_ids_to_what_acts()
    {
        string[] ids = [.. _c.Run("Get-PHBatchExport nightly-dump").Clean().As<BatchExport>().Select(static export => export.Id.ToString()).Order()];

        Assert.Equal(["nightly-dump"], Complete("Get-PHBatchExportHealth nightly"));
        Assert.Equal(["nightly-dump"], Complete("Test-PHBatchExportHealth n").Where(static text => text.StartsWith('n')));
        Assert.Equal(ids, Complete("Suspend-PHBatchExport nightly").Order());
    }

    // Tab goes by the verb, since it cannot ask the command; this holds the two together.
    [Fact]
    public void Tab_and_commands_agree_on_what_reads()
    {
        string[] acting = [.. typeof(OperationCmdlet).Assembly.GetTypes().Where(static type => !type.IsAbstract && type.IsSubclassOf(typeof(OperationCmdlet)))
            .Select(static type => type.GetCustomAttributes(typeof(CmdletAttribute), false).Cast<CmdletAttribute>().Single())
            .Select(static cmdlet => $"{cmdlet.VerbName}-{cmdlet.NounName}").Where(name => !Complete(Line(name)).Contains("nightly-dump"))];
        Assert.Equal(["Repair-PHBatchExport"], acting);

        static string Line(string name) => name + (name.StartsWith("Export-", StringComparison.Ordinal) ? " x -BatchExport" : "") + " nightly";
    }

    private string[] Complete(string line) => [.. _c.Run("[System.Management.Automation.CommandCompletion]::CompleteInput($args[0], $args[0].Length, $null)"
        + ".CompletionMatches | ForEach-Object CompletionText", line).Clean().As<string>()];
}
