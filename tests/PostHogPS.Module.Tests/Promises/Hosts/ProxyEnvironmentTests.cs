using System.Collections.Generic;
using System.Threading.Tasks;
using PostHogPS.TestHost;
using PostHogPS.Testing;
using Xunit;

namespace PostHogPS.Module.Tests.Promises.Hosts;

/// <summary>A process of its own, since .NET reads the variables of a proxy once.</summary>
[Trait("Speed", "Slow")]
public sealed class ProxyEnvironmentTests
{
    [Theory]
    [InlineData("http_proxy", "")]
    [InlineData("all_proxy", "")]
    [InlineData("no_proxy", " -Proxy $env:TEST_PROXY")]
    public async Task The_key_stays_on_this_machine(string variable, string parameter)
    {
        await using Bench bench = await Bench.StartAsync(new BenchOptions { Connect = null });
        await using SandboxServer proxy = await SandboxServer.StartAsync();
        string address = proxy.Address.AbsoluteUri.TrimEnd('/');

        ProcessResult result = Run(
            $"Connect-PostHog -HostUri {bench.Server.Address} -ProjectId 101 -SkipValidation{parameter}; (Get-PHBatchExport -First 1).Name",
            (variable, variable == "no_proxy" ? "" : address), ("TEST_PROXY", address));

        Assert.True(result.ExitCode == 0, result.Output);
        Assert.NotEmpty(bench.Requests.All);
        Assert.Empty(proxy.Requests.All);
    }

    private static ProcessResult Run(string script, params (string Name, string Value)[] environment)
    {
        Dictionary<string, string?> variables = new() { ["POSTHOG_API_KEY"] = "phx_from_a_child" };
        foreach (string name in new[] { "http_proxy", "HTTP_PROXY", "https_proxy", "HTTPS_PROXY", "all_proxy", "ALL_PROXY", "no_proxy", "NO_PROXY" })
            variables[name] = null;
        foreach ((string name, string value) in environment)
            variables[name] = value;
        return Pwsh.RunLine(StagedModule.Manifest, script, variables);
    }
}
