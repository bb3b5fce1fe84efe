using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading.Tasks;
using PostHogPS.TestHost;
using PostHogPS.Testing.Faults;
using Xunit;

namespace PostHogPS.Module.Tests.Promises.Secrets;

/// <summary>The same for a key that stands in the environment, as runbooks have it.</summary>
[Collection(nameof(ProcessState))]
[Trait("Speed", "Slow")]
public sealed class EnvironmentKeyTests
{
    // Disconnect has nothing to end here: the environment is not a connection of the list.
    public static TheoryData<string> Cases =>
        [.. CmdletCases.All.Where(c => c.Variant.Length == 0 && c.Cmdlet is not "Disconnect-PostHog").Select(c => c.Name)];

    [Theory]
    [MemberData(nameof(Cases))]
    public async Task The_key_is_nowhere(string name)
    {
        CmdletCase driven = CmdletCases.Named(name);
        await using Bench bench = await Bench.StartAsync(new BenchOptions { Connect = null });
        using var environment = new EnvironmentScope(
            ("POSTHOG_PERSONAL_API_KEY", Bench.PlantedKey), ("POSTHOG_API_KEY", null), ("POSTHOG_HOST", bench.Server.Address.AbsoluteUri),
                ("POSTHOG_PROJECT_ID", "101"));
        bench.Prepare(driven.Before);
        string script = driven.Script.Replace("-ApiKey $key -HostUri $server", "", StringComparison.Ordinal);
        var found = new List<string>();
        var scan = new LeakScan(bench.Shell, Bench.PlantedKey);
        bench.Run("$VerbosePreference = $DebugPreference = 'Continue'");
        if (driven.Sending != Sending.Nothing)
        {
            bench.Faults.Add(new Fault { Kind = FaultKind.Status, Method = driven.Method, Path = driven.Path, Times = 0, Status = 401,
                Body = "{\"detail\": \"" + Bench.PlantedKey + "\"}" });
            Look("401", bench.Run(script));
            bench.Faults.Clear();
            bench.Faults.Add(new Fault { Kind = FaultKind.Drop, Method = driven.Method, Path = driven.Path, Times = 0 });
            Look("dropped", bench.Run(script));
            bench.Faults.Clear();
        }

        Look("success", bench.Run(script).Clean());
        Assert.True(found.Count == 0, string.Join("\n", found));

        void Look(string ending, ShellResult result) =>
            found.AddRange(scan.Find(result).Select(f => ending + ": " + f));
    }
}
