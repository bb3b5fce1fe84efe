using System;
using System.Linq;
using System.Management.Automation;
using PostHogPS.Cmdlets;
using PostHogPS.TestHost;
using Xunit;

namespace PostHogPS.Module.Tests.Promises.Faults;

/// <summary>A command in which one item fails in an unexpected way.</summary>
[Cmdlet(VerbsDiagnostic.Test, "PHUnforeseen")]
public sealed class TestPHUnforeseenCommand : PostHogCmdlet
{
    /// <summary>The item; bad fails.</summary>
    [Parameter(ValueFromPipeline = true)]
    public string Item { get; set; } = "";

    /// <inheritdoc/>
    protected override void ProcessRecord() => Try(Item, () =>
    {
        if (Item == "bad")
            throw new FormatException("The format of value 'Bearer phx_planted' is invalid.");
        WriteObject(Item);
    });
}

public sealed class UnexpectedErrorTests : IDisposable
{
    private readonly Shell _shell = Shell.Open();

    public UnexpectedErrorTests()
    {
        _shell.Set("assembly", typeof(TestPHUnforeseenCommand).Assembly);
        _shell.Run("Import-Module -Assembly $assembly").Clean();
    }

    public void Dispose() => _shell.Dispose();

    [Fact]
    public void An_unexpected_error_is_one_error_of_its_item_and_the_remaining_items_continue()
    {
        ShellResult result = _shell.Run("'a', 'bad', 'b' | Test-PHUnforeseen");

        Assert.Equal(["a", "b"], result.Objects.Select(o => o.BaseObject));
        Assert.StartsWith("PostHog.Unexpected,", result.Error.FullyQualifiedErrorId, StringComparison.Ordinal);
        Assert.Equal("bad", result.Error.TargetObject);
        Assert.Contains("FormatException", result.Error.ToString(), StringComparison.Ordinal);
        Assert.NotNull(result.Error.ErrorDetails.RecommendedAction);
    }

    [Fact]
    public void Its_own_message_is_shown_nowhere()
    {
        ShellResult result = _shell.Run("'bad' | Test-PHUnforeseen -Verbose -Debug; $Error[0].Exception.ToString(); $Error[0].Exception.Data.Count");
        Assert.DoesNotContain("phx_planted", result.Text + string.Join("\n", result.Objects) + result.Error + result.Error.Exception, StringComparison.Ordinal);
    }

    [Fact]
    public void What_a_command_further_down_throws_stays_its_own()
    {
        ShellResult result = _shell.Run("try { 'a', 'b' | Test-PHUnforeseen | ForEach-Object { throw 'mine' } } catch { $_.ToString() }");
        Assert.Equal("mine", result.Single.BaseObject);
        Assert.Equal("a", _shell.Run("'a', 'b' | Test-PHUnforeseen | Select-Object -First 1").Clean().Single.BaseObject);
        Assert.Equal("after", _shell.Run("foreach ($i in 1) { 'a', 'b' | Test-PHUnforeseen | ForEach-Object { break } }; 'after'").Objects[^1].BaseObject);
    }

    [Fact]
    public void With_ErrorAction_Stop_it_ends_the_command()
    {
        ShellResult result = _shell.Run("try { 'bad', 'b' | Test-PHUnforeseen -ErrorAction Stop } catch { $_.FullyQualifiedErrorId.Split(',')[0] }");
        Assert.Equal("PostHog.Unexpected", result.Single.BaseObject);
    }
}
