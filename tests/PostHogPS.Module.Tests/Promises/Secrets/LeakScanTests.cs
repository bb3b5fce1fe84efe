using PostHogPS.TestHost;
using Xunit;

namespace PostHogPS.Module.Tests.Promises.Secrets;

/// <summary>A scan that finds nothing proves something only when it finds what is there.</summary>
public sealed class LeakScanTests
{
    private const string Secret = "phx_OnPurpose5d27";

    [Theory]
    [InlineData("$secret")]
    [InlineData("[pscustomobject]@{ inner = [pscustomobject]@{ name = $secret } }")]
    [InlineData("[Convert]::ToBase64String([Text.Encoding]::UTF8.GetBytes($secret + '  '))")]
    [InlineData("Write-Verbose $secret -Verbose")]
    [InlineData("Write-Warning $secret")]
    [InlineData("throw $secret")]
    [InlineData("throw [Exception]::new('outer', [Exception]::new($secret))")]
    [InlineData("$e = [Exception]::new('x'); $e.Data['key'] = $secret; throw $e")]
    [InlineData("throw [Management.Automation.ErrorRecord]::new([Exception]::new('x'), 'Id', 'NotSpecified', [pscustomobject]@{ key = $secret })")]
    [InlineData("$r = [Management.Automation.ErrorRecord]::new([Exception]::new('x'), 'Id', 'NotSpecified', $null); $r.ErrorDetails = [Management.Automation.ErrorDetails]::new('x'); $r.ErrorDetails.RecommendedAction = $secret; throw $r")]
    [InlineData("function Use-Key { [CmdletBinding()] param($Key, [int] $Count) }; Use-Key -Key $secret -Count none")]
    [InlineData("Set-Item function:Use-Key ([scriptblock]::Create(\"[CmdletBinding()] param() Write-Error x # $secret\")); Use-Key")]
    [InlineData("throw [Management.Automation.RuntimeException]::new('x', $null, [Management.Automation.ErrorRecord]::new([Exception]::new('y'), 'Id', 'NotSpecified', [pscustomobject]@{ key = $secret }))")]
    public void What_is_there_is_found(string line)
    {
        using Shell shell = Shell.Open();
        shell.Set("secret", Secret);
        Assert.NotEmpty(new LeakScan(shell, Secret).Find(shell.Run(line)));
    }

    [Fact]
    public void What_is_not_there_is_not_found()
    {
        using Shell shell = Shell.Open();
        Assert.Empty(new LeakScan(shell, Secret).Find(shell.Run("[pscustomobject]@{ name = 'phx_Other' }; throw 'x'")));
    }
}
