using System.Linq;
using PostHogPS.Hosting;
using PostHogPS.TestHost;
using PostHogPS.Testing;
using Xunit;

namespace PostHogPS.Module.Tests.Promises.Shells;

/// <summary>Tests use one session after the other: nothing that one leaves behind is there for the next.</summary>
[Trait("Speed", "Slow")]
public sealed class ShellPoolTests
{
    /// <summary>All that a line could find: a session as it was opened, as text.</summary>
    private const string Everything = """
        & {
            Get-ChildItem variable: | Where-Object Name -notin PID, StackTrace, args, input, MyInvocation, PSBoundParameters, PSCommandPath, PSScriptRoot, _ |
                ForEach-Object { "variable $($_.Name) = $(if ($_.Value -is [Management.Automation.DefaultParameterDictionary]) { $_.Value.Keys } elseif ($_.Name -ne 'Host') { $_.Value }) $($_.Options)" }
            Get-ChildItem function:, alias: | ForEach-Object { "$($_.CommandType) $($_.Name) = $($_.Definition)" }
            Get-PSDrive | ForEach-Object { "drive $($_.Name) = $($_.Root)" }
            Get-Command -CommandType Cmdlet | Group-Object Source | ForEach-Object { "$($_.Count) cmdlets of $($_.Name)" }
            Get-Module | ForEach-Object { "module $($_.Path)" }
            Get-PSProvider | ForEach-Object { "provider $($_.Name)" }
            Get-TypeData | ForEach-Object { "type $($_.TypeName) $($_.Members.Keys)" } | Sort-Object
            Get-FormatData | ForEach-Object { "view $($_.TypeNames) $($_.FormatViewDefinition.Name)" }
            Get-History | ForEach-Object { "history $_" }
            Get-Job | ForEach-Object { "job $($_.Name)" }
            Get-EventSubscriber | ForEach-Object { "subscriber $($_.SourceIdentifier)" }
            Get-Event | ForEach-Object { "event $($_.SourceIdentifier)" }
            Get-PSBreakpoint | ForEach-Object { "breakpoint $_" }
            Get-Location -Stack | ForEach-Object { "pushed $_" }
            Get-PHConnection | ForEach-Object { "connection $($_.Name)" }
            "culture $([cultureinfo]::CurrentCulture), $([cultureinfo]::CurrentUICulture)"
            "location $(Get-Location), language $($ExecutionContext.SessionState.LanguageMode), screen $($Host.UI.RawUI.WindowSize.Width)"
            try { "strict $($null = $neverSet; $null = 'text'.NoSuchMember)" } catch { 'strict!' }
            try { "transcript $(Stop-Transcript)" } catch { 'no transcript' }
        }
        """;

    private static readonly ShellPool Pool = new();

    public static TheoryData<string> Left => [
        "$left = 1; $script:also = 2; New-Variable constant 3 -Option Constant; New-Variable hidden 4 -Option AllScope, ReadOnly",
        "$ErrorActionPreference = 'Stop'; $ConfirmPreference = 'None'; $WhatIfPreference = $true; $VerbosePreference = 'Continue'; $OFS = '-'; $PSModuleAutoLoadingPreference = 'All'",
        "$PSDefaultParameterValues['*:ErrorAction'] = 'Stop'; $PSDefaultParameterValues['Get-Module:Name'] = 'None'",
        "function global:Get-Left { }", "function Get-Module { }", "Set-Alias left Get-Date", "Set-Alias Get-Job Get-Date", "Remove-Item function:mkdir",
            "Remove-Item alias:gc -Force",
        "Set-Location /", "Push-Location /", "Set-Location env:", "New-PSDrive left FileSystem /",
            "Set-Location variable:; Push-Location; Set-Location function:",
        "Set-StrictMode -Version Latest", "Start-Transcript (Join-Path ([IO.Path]::GetTempPath()) ([guid]::NewGuid()))",
        "Connect-PostHog -Sandbox; Connect-PostHog -Sandbox -Name second; Get-PHBatchExport | Out-Null",
            "Connect-PostHog -HostUri 'not a host' -ErrorAction Ignore",
        "Remove-Module PostHogPS", "Import-Module PostHogPS -Prefix Left",
            "Import-Module Microsoft.PowerShell.Utility -Function nothing -Alias nothing -Cmdlet Get-Random",
            "New-Module left { function Get-Left { } } | Import-Module",
        "Update-TypeData -TypeName System.String -MemberType NoteProperty -MemberName NoSuchMember -Value 1", "Remove-TypeData -TypeName PostHogPS.BatchExport",
            "Remove-TypeData System.Array",
        "Start-ThreadJob { 1 } | Wait-Job", "Register-EngineEvent left -Action { }", "New-Event left", "Set-PSBreakpoint -Command Get-Date",
        "$ExecutionContext.SessionState.LanguageMode = 'ConstrainedLanguage'", "$Host.UI.RawUI.WindowSize = [Management.Automation.Host.Size]::new(20, 20)",
        "Get-Nothing", "throw 'ended'", "exit 3", "[cultureinfo]::CurrentCulture = 'fa-IR'; [cultureinfo]::CurrentUICulture = 'de'",
            "Write-Warning screen; Write-Progress bar; 1", "trap { 'no' } ; break",
            "& { Set-Variable up 1 -Scope 1 }; [int] $typed = 1; Get-PHBatchExport -Nothing",
    ];

    [Theory]
    [MemberData(nameof(Left))]
    public void Nothing_that_a_line_leaves_behind_is_seen_by_the_next(string line)
    {
        string[] before;
        using (Shell first = Pool.Open(new ShellOptions { Width = 101 }))
        {
            before = Look(first);
            first.UI.Answers.Enqueue("yes");
            first.UI.HasEnded = true;
            ModuleClock.Use(first.Runspace, new TestClock());
            first.Run(line);
            first.Show(line);
        }

        using Shell next = Pool.Open(new ShellOptions { Width = 101 });
        Assert.Equal(before, Look(next));
        Assert.Empty(next.UI.Answers);
        Assert.False(next.UI.HasEnded);
        Assert.Empty(next.UI.Progress);
        Assert.Equal("", next.UI.TakeText());
        Assert.Null(next.Host.ExitCode);
        // Throws where the clock of the first is still there.
        ModuleClock.Use(next.Runspace, new TestClock());
    }

    [Fact]
    public void A_session_that_can_be_made_as_new_serves_again()
    {
        Shell first = Pool.Open();
        first.Run("$left = 1; Set-Location /; Connect-PostHog -Sandbox; throw 'ended'");
        first.Dispose();
        using Shell next = Pool.Open();
        Assert.Same(first.Runspace, next.Runspace);
    }

    [Fact]
    public void One_that_is_still_busy_does_not()
    {
        Shell first = Pool.Open();
        using RunningPipeline running = first.Start("'begun'; Wait-Event never");
        running.WaitForOutput();
        first.Dispose();
        using Shell next = Pool.Open();
        Assert.NotSame(first.Runspace, next.Runspace);
    }

    private static string[] Look(Shell shell) => [.. shell.Run(Everything).Objects.Select(static o => o.ToString())];
}
