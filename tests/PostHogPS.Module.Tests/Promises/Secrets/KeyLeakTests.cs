using System;
using System.Collections.Generic;
using System.Linq;
using System.Management.Automation;
using System.Threading.Tasks;
using PostHogPS.TestHost;
using PostHogPS.Testing.Faults;
using Xunit;

namespace PostHogPS.Module.Tests.Promises.Secrets;

/// <summary>A recognisable key goes in, every cmdlet is driven to every kind of end, and the key comes out nowhere.</summary>
[Trait("Speed", "Slow")]
public sealed class KeyLeakTests
{
    // A server at its worst: it sends the key back wherever it can.
    private const string Echo = "{\"type\":\"validation_error\",\"code\":\"" + Bench.PlantedKey + "\",\"detail\":\"Bad header Authorization: Bearer "
        + Bench.PlantedKey + "\",\"attr\":\"" + Bench.PlantedKey + "\"}";

    public static TheoryData<string> Cases => [.. CmdletCases.All.Select(c => c.Name)];

    [Fact]
    public void Every_exported_cmdlet_is_driven()
    {
        using Shell shell = Shell.Open();
        IEnumerable<string> exported = shell.Run("Get-Command -Module PostHogPS").Clean().As<CmdletInfo>().Select(c => c.Name);
        Assert.Equal(exported.Order(StringComparer.Ordinal), CmdletCases.All.Select(c => c.Cmdlet).Distinct().Order(StringComparer.Ordinal));
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public async Task The_key_is_nowhere(string name)
    {
        CmdletCase driven = CmdletCases.Named(name);
        await using Bench bench = await Bench.StartAsync();
        bench.Prepare(driven.Before);
        var found = new List<string>();
        var scan = new LeakScan(bench.Shell, Bench.PlantedKey, Bench.PlantedSecret);
        void Look(string ending, ShellResult result)
        {
            found.AddRange(scan.Find(result).Select(f => ending + ": " + f));
            // What may have been started counts for a while, and is not asked for again.
            bench.Clock.Advance(TimeSpan.FromMinutes(2));
        }


        bench.Run("$VerbosePreference = $DebugPreference = 'Continue'");
        if (driven.Sending != Sending.Nothing)
        {
            foreach ((string ending, Fault fault) in Endings(driven))
            {
                bench.Faults.Clear();
                bench.Faults.Add(fault);
                ShellResult failed = bench.Run(driven.Script);
                Assert.True(failed.Errors.Count > 0, ending + " gave no error");
                Look(ending, failed);
            }

            Look("timeout", await TimedOut(bench, driven));
            Look("cancel", await Stopped(bench, driven));
        }

        bench.Faults.Clear();
        bench.Run(driven.Before).Clean();
        ShellResult result = bench.Run(driven.Script).Clean();
        Assert.True(driven.Sending == Sending.Nothing || (result.Verbose.Count > 0 && result.Debug.Count > 0), "-Verbose and -Debug showed nothing");
        Look("success", result);
        Assert.All(bench.Requests.All, r => Assert.DoesNotContain(Bench.PlantedKey, r.PathAndQuery, StringComparison.Ordinal));
        Assert.True(found.Count == 0, string.Join("\n", found));
    }

    private static IEnumerable<(string Ending, Fault Fault)> Endings(CmdletCase driven)
    {
        yield return ("4xx", On(driven, FaultKind.Status, f => (f.Status, f.Body) = (400, Echo)));
        yield return ("401", On(driven, FaultKind.Status, f => (f.Status, f.Body) = (401, Echo)));
        yield return ("5xx", On(driven, FaultKind.Status, f => (f.Status, f.Body) = (500, Echo)));
        yield return ("HTML", On(driven, FaultKind.Html, f => f.Body = "<html>" + Bench.PlantedKey + "</html>"));
        yield return ("redirect", On(driven, FaultKind.Redirect, f => f.Target = "https://elsewhere.example/?key=" + Bench.PlantedKey));
        yield return ("dropped", On(driven, FaultKind.Reset, _ => { }));
    }

    private static Fault On(CmdletCase driven, FaultKind kind, Action<Fault> more)
    {
        var fault = new Fault { Kind = kind, Method = driven.Method, Path = driven.Path, Times = 0 };
        fault.Headers["X-Request-Id"] = Bench.PlantedKey;
        more(fault);
        return fault;
    }

    private static async Task<ShellResult> TimedOut(Bench bench, CmdletCase driven)
    {
        bench.Faults.Clear();
        bench.Faults.Add(On(driven, FaultKind.Hang, _ => { }));
        using var silent = new SilentServer(bench, driven.Method, driven.Path);
        // A wait outlasts ten minutes of this; they need not be real ones.
        bench.Requests.Arrived += Hurry;
        ShellResult result = await Task.Run(() => bench.Run(driven.Script));
        bench.Requests.Arrived -= Hurry;
        Assert.NotEmpty(result.Errors);
        return result;

        void Hurry(object? sender, ReceivedRequest request) => bench.Clock.Advance(driven.Kind == CommandKind.Wait ? TimeSpan.FromMinutes(6) : TimeSpan.Zero);
    }

    private static async Task<ShellResult> Stopped(Bench bench, CmdletCase driven)
    {
        bench.Requests.Clear();
        Task arrival = bench.ArrivalOf(driven.Method, driven.Path);
        using RunningPipeline pipeline = bench.Shell.Start(driven.Script);
        await arrival;
        pipeline.Stop();
        ShellResult result = pipeline.Wait();
        Assert.True(result.Stopped);
        return result;
    }
}
