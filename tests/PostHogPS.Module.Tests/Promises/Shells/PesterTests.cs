using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Threading.Tasks;
using PostHogPS.TestHost;
using PostHogPS.Testing;
using Xunit;

namespace PostHogPS.Module.Tests.Promises.Shells;

/// <summary>The same promises under a real pwsh: one row per file of tests/Pester.</summary>
[Trait("Speed", "Slow")]
public sealed class PesterTests(PesterTests.Suite suite) : IClassFixture<PesterTests.Suite>
{
    private static readonly string Folder = Path.Combine(StagedModule.RepositoryRoot, "tests", "Pester");

    public static TheoryData<string> Files =>
        [.. Directory.EnumerateFiles(Folder, "*.Tests.ps1").Select(f => Path.GetFileName(f)).Order(StringComparer.Ordinal)];

    [Theory]
    [MemberData(nameof(Files))]
    public void Pester_passes(string file)
    {
        string? line = suite.Result.Output.Split('\n').SingleOrDefault(l => l.StartsWith("PESTER " + file + " ", StringComparison.Ordinal));
        Assert.True(line?.StartsWith("PESTER " + file + " Passed: ", StringComparison.Ordinal), suite.Result.Output);
        Assert.DoesNotContain(": 0 passed", line, StringComparison.Ordinal);
        TestContext.Current.TestOutputHelper?.WriteLine(line!);
    }

    [Fact]
    public void Nothing_else_goes_wrong() => Assert.True(suite.Result.ExitCode == 0, suite.Result.Output);

    /// <summary>
    /// One pwsh for the runbooks and one for all other files: to start one and to load Pester takes longer than most files. The runbooks,
    /// which are half of the time, have servers of their own; after all others they would be the last test, and keep one core busy.
    /// </summary>
    public sealed class Suite : IAsyncLifetime
    {
        private const string Runbooks = "Runbooks.Tests.ps1";

        internal ProcessResult Result { get; private set; } = new(-1, "");

        public async ValueTask InitializeAsync()
        {
            await using SandboxServer legacy = await StartAsync("Legacy", 60), a = await StartAsync("A", 60), c = await StartAsync("C", 60);
            await using SandboxServer slowLegacy = await StartAsync("Legacy", 0.01), slowA = await StartAsync("A", 0.01), slowC = await StartAsync("C", 0.01);
            var environment = new Dictionary<string, string?>
            {
                ["POSTHOGPS_SERVER_PROGRAM"] = Path.Combine(AppContext.BaseDirectory, "PostHogPS.SandboxServer.dll"),
                ["POSTHOGPS_SERVER_Legacy"] = legacy.Address.AbsoluteUri,
                ["POSTHOGPS_SLOW_SERVER_Legacy"] = slowLegacy.Address.AbsoluteUri,
                ["POSTHOGPS_SERVER_A"] = a.Address.AbsoluteUri,
                ["POSTHOGPS_SERVER_C"] = c.Address.AbsoluteUri,
                ["POSTHOGPS_SLOW_SERVER_A"] = slowA.Address.AbsoluteUri,
                ["POSTHOGPS_SLOW_SERVER_C"] = slowC.Address.AbsoluteUri,
            };

            ProcessResult[] results = await Task.WhenAll(
                Task.Run(() => Invoke(environment, "-Path", Folder, "-Exclude", Runbooks)),
                Task.Run(() => Invoke(environment, "-Path", Path.Combine(Folder, Runbooks))));
            Result = new ProcessResult(results.Select(static result => result.ExitCode).FirstOrDefault(static code => code != 0),
                string.Join('\n', results.Select(static result => result.Output)));
        }

        public ValueTask DisposeAsync() => ValueTask.CompletedTask;

        private static ProcessResult Invoke(Dictionary<string, string?> environment, params string[] files) => Pwsh.Run(
            environment,
            ["-File", Path.Combine(Folder, "Invoke-Suite.ps1"), .. files, "-Manifest", Path.GetFullPath(StagedModule.Manifest), "-Pester", Pwsh.Pester]);

        private static Task<SandboxServer> StartAsync(string generation, double speed) =>
            SandboxServer.StartAsync(new() { Sandbox = new() { Generation = generation, Speed = speed, BurstLimit = 0, SustainedLimit = 0 } });
    }
}
