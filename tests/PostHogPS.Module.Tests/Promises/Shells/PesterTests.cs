using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Threading.Tasks;
using PostHogPS.TestHost;
using PostHogPS.Testing;
using Xunit;

namespace PostHogPS.Module.Tests.Promises.Shells;

/// <summary>The same promises under a real pwsh: one row per file of tests/Pester, each with servers of its own.</summary>
[Trait("Speed", "Slow")]
public sealed class PesterTests
{
    private static readonly string Folder = Path.Combine(StagedModule.RepositoryRoot, "tests", "Pester");

    public static TheoryData<string> Files =>
        [.. Directory.EnumerateFiles(Folder, "*.Tests.ps1").Select(f => Path.GetFileName(f)).Order(System.StringComparer.Ordinal)];

    [Theory]
    [MemberData(nameof(Files))]
    public async Task Pester_passes(string file)
    {
        await using SandboxServer legacy = await StartAsync("Legacy", 60), a = await StartAsync("A", 60), c = await StartAsync("C", 60);
        await using SandboxServer slowLegacy = await StartAsync("Legacy", 0.01), slowA = await StartAsync("A", 0.01), slowC = await StartAsync("C", 0.01);
        var environment = new Dictionary<string, string?>
        {
            ["POSTHOGPS_SERVER_Legacy"] = legacy.Address.AbsoluteUri,
            ["POSTHOGPS_SLOW_SERVER_Legacy"] = slowLegacy.Address.AbsoluteUri,
            ["POSTHOGPS_SERVER_A"] = a.Address.AbsoluteUri,
            ["POSTHOGPS_SERVER_C"] = c.Address.AbsoluteUri,
            ["POSTHOGPS_SLOW_SERVER_A"] = slowA.Address.AbsoluteUri,
            ["POSTHOGPS_SLOW_SERVER_C"] = slowC.Address.AbsoluteUri,
        };

        ProcessResult result = Pwsh.Run(
            environment, "-File", Path.Combine(Folder, "Invoke-Suite.ps1"), "-Path", Path.Combine(Folder, file), "-Manifest", Path.GetFullPath(StagedModule.Manifest), "-Pester", Pwsh.Pester);

        Assert.True(result.ExitCode == 0, result.Output);
        TestContext.Current.TestOutputHelper?.WriteLine(result.Output);
    }

    private static Task<SandboxServer> StartAsync(string generation, double speed) =>
        SandboxServer.StartAsync(new() { Sandbox = new() { Generation = generation, Speed = speed, BurstLimit = 0, SustainedLimit = 0 } });
}
