using System;
using System.Linq;
using System.Management.Automation;
using PostHogPS.TestHost;
using Xunit;

namespace PostHogPS.Module.Tests.Promises.Shells;

/// <summary>The host that the other tests rely on.</summary>
public sealed class ShellTests : IDisposable
{
    private readonly Shell _shell = Shell.Open();

    public void Dispose() => _shell.Dispose();

    [Fact]
    public void Select_First_stops_the_upstream()
    {
        ShellResult result = _shell.Run("$n = 0; 1..100 | ForEach-Object { $script:n++; $_ } | Select-Object -First 3; $n").Clean();
        Assert.Equal([1, 2, 3, 3], result.As<int>());
    }

    [Fact]
    public void Select_makes_objects_with_the_properties_asked_for()
    {
        ShellResult result = _shell.Run("[pscustomobject]@{ A = 1; B = 2 } | Select-Object A, @{ n = 'C'; e = { $_.B + 1 } }").Clean();
        Assert.Equal(["A=1", "C=3"], result.Single.Properties.Select(p => p.Name + "=" + p.Value));
    }

    [Trait("Speed", "Slow")]
    [Fact]
    public void Dates_add_up() =>
        Assert.True(_shell.Run("(Get-Date).AddDays(-2) -lt (Get-Date)").Clean().As<bool>().Single());

    [Trait("Speed", "Slow")]
    [Fact]
    public void Everyday_cmdlets_work_together()
    {
        ShellResult result = _shell.Run("3, 1, 2 | ForEach-Object { [pscustomobject]@{ N = $_ } } | Sort-Object N -Descending | Select-Object -ExpandProperty N").Clean();
        Assert.Equal([3, 2, 1], result.As<int>());
        Assert.Equal(6.0, _shell.Run("(1, 2, 3 | Measure-Object -Sum).Sum").Clean().As<double>().Single());
        Assert.Equal("{\"A\":[1,2]}", _shell.Run("@{ A = 1, 2 } | ConvertTo-Json -Compress").Clean().As<string>().Single());
        Assert.Equal("x,\"y", _shell.Run("[pscustomobject]@{ A = 'x,\"y' } | ConvertTo-Csv | ConvertFrom-Csv | Select-Object -ExpandProperty A").Clean()
            .As<string>().Single());
    }

    [Fact]
    public void Show_formats_as_the_shell_does_and_without_colours()
    {
        string text = _shell.Show("[pscustomobject]@{ Name = 'a'; Size = 1 } | Format-Table; [pscustomobject]@{ Name = 'b' } | Format-List; throw 'no'").Text;
        Assert.Contains("Name Size", text, StringComparison.Ordinal);
        Assert.Contains("Name : b", text, StringComparison.Ordinal);
        Assert.DoesNotContain('\u001b', text);
    }

    [Fact]
    public void Prompts_are_answered_from_the_script_and_recorded()
    {
        _shell.Run("function global:Remove-It { [CmdletBinding(SupportsShouldProcess, ConfirmImpact = 'High')] param() if ($PSCmdlet.ShouldProcess('that')) { 'gone' } }").Clean();
        _shell.UI.Answers.Enqueue("N");
        Assert.Empty(_shell.Run("Remove-It").Clean().Objects);
        _shell.UI.Answers.Enqueue("Y");
        Assert.Equal("gone", _shell.Run("Remove-It").Clean().Single.BaseObject);
        Assert.All(_shell.UI.Prompts, p => Assert.Contains("Remove-It", p, StringComparison.Ordinal));
        Assert.Equal(2, _shell.UI.Prompts.Count);
    }

    [Fact]
    public void A_prompt_without_an_answer_fails_instead_of_waiting()
    {
        ShellResult result = _shell.Run("Read-Host 'Key'");
        Assert.Contains("Nobody answers", result.Error.Exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Stop_ends_a_pipeline_like_CtrlC()
    {
        using RunningPipeline pipeline = _shell.Start("'started'; Start-Sleep 3600; 'never'");
        pipeline.WaitForOutput();
        pipeline.Stop();
        ShellResult result = pipeline.Wait();
        Assert.True(result.Stopped);
        Assert.Equal("started", result.Single.BaseObject);
    }

    [Fact]
    public void Streams_are_kept_apart()
    {
        ShellResult result = _shell.Run("Write-Warning 'w'; Write-Verbose 'v' -Verbose; Write-Host 'h'; 'o'; [int]'x'");
        Assert.Equal(["w"], result.Warnings);
        Assert.Equal(["v"], result.Verbose);
        Assert.Equal(["h"], result.Information.Select(i => i.MessageData.ToString()));
        Assert.Equal("o", result.Single.BaseObject);
        Assert.Equal(ErrorCategory.InvalidArgument, result.Error.CategoryInfo.Category);
    }

    [Fact]
    public void Tab_completes_cmdlets_of_the_module() =>
        Assert.Contains("Get-PHBatchExport", _shell.Complete("Get-PHBatchExp").Select(c => c.CompletionText));

    [Fact]
    public void Nothing_of_the_machine_is_loaded_behind_the_tests_back() =>
        Assert.Equal("CommandNotFoundException", _shell.Run("Invoke-Pester").Error.FullyQualifiedErrorId);
}
