using System;
using System.Management.Automation;
using System.Threading.Tasks;
using PostHogPS.TestHost;
using PostHogPS.Testing;
using PostHogPS.Testing.Faults;
using Xunit;

namespace PostHogPS.Module.Tests.Promises.Hosts;

/// <summary>A script that continues after a Connect-PostHog that failed must not act at the host it was connected to before.</summary>
[Collection(nameof(ProcessState))]
public sealed class FailedConnectTests
{
    private const string Act = "Remove-PHBatchExport events-to-s3 -Confirm:$false";

    [Theory]
    [InlineData("-ApiKey $invalid -HostUri $otherServer")]
    [InlineData("-ApiKey $key -HostUri http://127.0.0.1:1")]
    [InlineData("-ApiKey $key -HostUri http://posthog.example.com")]
    [InlineData("-ApiKey $key -HostUri https://us.posthog.com@other.example")]
    [InlineData("-ApiKey $key -HostUri $otherServer -ProjectId five")]
    [InlineData("-ApiKey $key -HostUri $otherServer -Proxy nonsense")]
    // What PowerShell refuses before the command begins.
    [InlineData("-ApiKey phx_plain -HostUri $otherServer")]
    [InlineData("phx_plain")]
    [InlineData("-Region Mars")]
    [InlineData("-ApiKey $key -Regoin EU")]
    [InlineData("-ApiKey $key -Timeout soon -HostUri $otherServer")]
    [InlineData("-ApiKey $key -Name '' -HostUri $otherServer")]
    [InlineData("-ApiKey $key -WhatIf")]
    [InlineData("-ApiKey $key -Sandbox")]
    public async Task The_next_line_acts_nowhere(string parameters)
    {
        await using Bench bench = await Bench.StartAsync();
        await using SandboxServer other = await SandboxServer.StartAsync();
        using EnvironmentScope environment = Environment(bench);
        bench.Shell.Set("otherServer", other.Address.AbsoluteUri);
        bench.Shell.Set("invalid", Bench.Secret("phx_invalid_Planted7f3a"));
        bench.Prepare("$export = Get-PHBatchExport events-to-s3");

        Assert.NotEmpty(bench.Run("Connect-PostHog " + parameters).Errors);
        other.Requests.Clear();
        ErrorRecord error = bench.Run(Act).Error;

        Assert.StartsWith("PostHog.NoConnection,", error.FullyQualifiedErrorId, StringComparison.Ordinal);
        Assert.Contains("did not succeed", error.ToString(), StringComparison.Ordinal);
        Assert.Empty(bench.Requests.All);
        Assert.Empty(other.Requests.All);

        // What was read before knows where it came from.
        bench.Run("$export | Get-PHBatchExportRun -First 1").Clean();
        bench.Prepare("");

        bench.Run("Connect-PostHog -ApiKey $key -HostUri $server -ProjectId 101 -SkipValidation; " + Act).Clean();
        Assert.Single(bench.Writes());
    }

    [Fact]
    public async Task The_name_leads_nowhere_either()
    {
        await using Bench bench = await Bench.StartAsync(new BenchOptions { Connect = "-ProjectId 101 -RouteFamily Projects -Name eu" });
        await using SandboxServer other = await SandboxServer.StartAsync();
        bench.Shell.Set("otherServer", other.Address.AbsoluteUri);
        bench.Run("Connect-PostHog -ApiKey $key -HostUri $otherServer -Name us -SkipValidation").Clean();
        bench.Prepare("$export = Get-PHBatchExport events-to-s3 -Connection eu");

        Assert.NotEmpty(bench.Run("Connect-PostHog -Name eu -ApiKey $key -HostUri http://posthog.example.com").Errors);

        Assert.NotEmpty(bench.Run(Act + " -Connection eu").Errors);
        Assert.Equal("us", bench.Run("(Get-PHConnection).Name").Clean().Single.ToString());
        ErrorRecord error = bench.Run(Act).Error;
        Assert.StartsWith("PostHog.NoConnection,", error.FullyQualifiedErrorId, StringComparison.Ordinal);
        Assert.Contains("us", error.ToString(), StringComparison.Ordinal);
        Assert.Empty(bench.Requests.All);
        Assert.Empty(other.Requests.Find("DELETE", "*"));

        bench.Run("Get-PHBatchExport -First 1 -Connection us | Out-Null; $export | Get-PHBatchExportRun -First 1 | Out-Null").Clean();
        Assert.NotEmpty(other.Requests.All);
        // A Connect of another name that succeeds does not bring the older one back.
        bench.Run("Connect-PostHog -ApiKey $key -HostUri $otherServer -Name us -SkipValidation").Clean();
        Assert.NotEmpty(bench.Run(Act + " -Connection eu").Errors);
        bench.Run("Disconnect-PostHog eu").Clean();
        Assert.StartsWith("PostHog.Disconnected,", bench.Run("$export | Get-PHBatchExportRun -First 1").Error.FullyQualifiedErrorId, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Ctrl_C_in_Connect_is_no_success()
    {
        await using Bench bench = await Bench.StartAsync();
        bench.Faults.Add(new Fault { Kind = FaultKind.Hang, Path = "/api/users/@me/*", Times = 0 });
        Task arrived = bench.ArrivalOf("GET", "/api/users/@me/*");
        using (RunningPipeline connecting = bench.Shell.Start("Connect-PostHog -ApiKey $key -HostUri $server"))
        {
            await arrived;
            connecting.Stop();
        }

        bench.Faults.Clear();
        bench.Requests.Clear();
        Assert.StartsWith("PostHog.NoConnection,", bench.Run(Act).Error.FullyQualifiedErrorId, StringComparison.Ordinal);
        Assert.Empty(bench.Requests.All);
    }

    [Fact]
    public async Task Disconnect_gives_the_environment_back()
    {
        await using Bench bench = await Bench.StartAsync(new BenchOptions { Connect = null });
        using EnvironmentScope environment = Environment(bench);
        Assert.NotEmpty(bench.Run("Connect-PostHog -ApiKey $key -HostUri http://posthog.example.com").Errors);
        Assert.StartsWith("PostHog.NoConnection,", bench.Run("Get-PHBatchExport -First 1").Error.FullyQualifiedErrorId, StringComparison.Ordinal);
        Assert.Empty(bench.Run("Get-PHConnection").Clean().Objects);
        Assert.Empty(bench.Requests.All);

        bench.Run("Disconnect-PostHog; Get-PHBatchExport -First 1").Clean();

        Assert.Single(bench.Requests.All);
    }

    /// <summary>The pool keeps its runspaces, and with them what was connected there.</summary>
    [Fact]
    public async Task A_runspace_that_is_used_again_acts_nowhere()
    {
        await using Bench bench = await Bench.StartAsync();
        bench.Shell.Set("manifest", StagedModule.Manifest);

        ShellResult result = bench.Run("$server, 'http://posthog.example.com' | ForEach-Object -ThrottleLimit 1 -Parallel { Import-Module $using:manifest; "
            + "Connect-PostHog -ApiKey $using:key -HostUri $_ -ProjectId 101 -SkipValidation -ErrorAction SilentlyContinue; Suspend-PHBatchExport events-to-s3 }");

        Assert.Single(bench.Writes());
        Assert.Contains(result.Errors, e => e.FullyQualifiedErrorId.StartsWith("PostHog.NoConnection,", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Tab_and_help_are_no_beginning()
    {
        await using Bench bench = await Bench.StartAsync();
        bench.Shell.Complete("Connect-PostHog -Region ");
        bench.Shell.Complete("Connect-PostHog -ApiKey x -");
        bench.Run("Get-Command Connect-PostHog -Syntax | Out-Null; Get-Help Connect-PostHog | Out-Null").Clean();

        bench.Run("Get-PHBatchExport -First 1").Clean();
    }

    [Fact]
    public async Task Disconnect_makes_no_other_connection_the_default()
    {
        await using Bench bench = await Bench.StartAsync();
        await using SandboxServer other = await SandboxServer.StartAsync();
        using EnvironmentScope environment = Environment(bench);
        bench.Shell.Set("otherServer", other.Address.AbsoluteUri);
        bench.Run("Connect-PostHog -ApiKey $key -HostUri $otherServer -Name other -SkipValidation").Clean();

        string warning = Assert.Single(bench.Run("Disconnect-PostHog").Clean().Warnings);

        Assert.Contains("default (127.0.0.1", warning, StringComparison.Ordinal);
        Assert.Contains("-Connection", warning, StringComparison.Ordinal);
        ErrorRecord error = bench.Run(Act).Error;
        Assert.StartsWith("PostHog.NoConnection,", error.FullyQualifiedErrorId, StringComparison.Ordinal);
        Assert.Contains("default", error.ToString(), StringComparison.Ordinal);
        Assert.Contains("-Connection default", error.ErrorDetails.RecommendedAction, StringComparison.Ordinal);
        Assert.Empty(bench.Requests.All);
        bench.Run("Get-PHBatchExport -First 1 -Connection default").Clean();
        Assert.Empty(bench.Run("Get-PHConnection | Disconnect-PostHog").Clean().Warnings);
    }

    [Fact]
    public async Task Tab_alone_sends_the_environments_key_nowhere()
    {
        await using Bench bench = await Bench.StartAsync(new BenchOptions { Connect = null });
        using EnvironmentScope environment = Environment(bench);
        foreach (string line in new[] { "Get-PHBatchExport ", "Get-PHDashboard -Tag ", "Get-PHBatchExport -ProjectId ", "Get-PHFileDownload -Id ",
            "Stop-PHBatchExportRun -Run ", "Get-PHBatchExport -Connection environment -Name " })
            bench.Shell.Complete(line);
        Assert.Empty(bench.Requests.All);

        // What a command has connected is there, and Tab uses it.
        bench.Run("Get-PHBatchExport -First 1").Clean();
        bench.Requests.Clear();
        for (int attempt = 0; attempt < 40 && bench.Requests.Count == 0; attempt++)
            bench.Shell.Complete("Get-PHBatchExport events-to-m");
        Assert.NotEmpty(bench.Requests.All);
    }

    private static EnvironmentScope Environment(Bench bench) => new(
        ("POSTHOG_PERSONAL_API_KEY", Bench.PlantedKey), ("POSTHOG_API_KEY", null), ("POSTHOG_HOST", bench.Server.Address.AbsoluteUri),
            ("POSTHOG_PROJECT_ID", "101"));
}
