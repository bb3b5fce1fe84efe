using System;
using System.Linq;
using System.Threading.Tasks;
using PostHogPS.Engine.Tests;
using PostHogPS.Hosting;
using PostHogPS.TestHost;
using PostHogPS.Testing;
using Xunit;

namespace PostHogPS.Module.Tests.Promises.Limits;

/// <summary>Two that share a key: they find a common pace instead of fighting for the limit.</summary>
[Trait("Speed", "Slow")]
public sealed class SharedKeyTests
{
    private static readonly string[] Names = ["first", "second"];

    private const string Job = """
        1..$count | ForEach-Object {
            if ($_ % 10) { $null = Invoke-PHRestMethod "api/$who/read/" }
            else { $null = Invoke-PHRestMethod "api/$who/write/$_/" -Method POST -Body @{ a = 1 } -Confirm:$false }
        }
        """;

    [Fact]
    public async Task Two_runspaces_of_a_process_end_together_as_early_as_the_limits_allow()
    {
        const int Each = 750;
        var clock = TestClock.ForWorkers(2);
        var limit = new LimitedServer(() => clock.UtcNow, LimitedServer.Cloud);
        TimeSpan least = limit.Least(2 * Each);
        using SocketServer server = Serve(limit);
        using Shell first = Connect("first", server.Address, clock);
        using Shell second = Connect("second", server.Address, clock);

        await Task.WhenAll(new[] { first, second }.Select(shell => Task.Run(() =>
        {
            try
            {
                shell.Set("count", Each);
                shell.Run(Job).Clean();
            }
            finally
            {
                clock.Leave();
            }
        })));

        Assert.Equal(2 * Each, limit.Accepted);
        Assert.Empty(limit.Doubled);
        Assert.Empty(limit.TooEarly());
        // Each may learn of the limit once.
        Assert.InRange(limit.Refused, 1, 2);
        Assert.InRange(clock.Elapsed, least, least * 1.1);
    }

    /// <summary>In real time, so with a small limit. How long it takes is the machine's: what counts is how often somebody was refused.</summary>
    [Fact]
    public async Task Two_processes_are_refused_once_a_window_each_and_lose_nothing()
    {
        const int Each = 25;
        const int Limit = 20;
        var limit = new LimitedServer(() => DateTimeOffset.UtcNow, (Limit, TimeSpan.FromSeconds(1)));
        using SocketServer server = Serve(limit);

        ProcessResult[] results = await Task.WhenAll(Names.Select(who => Task.Run(() => Pwsh.RunLine(StagedModule.Manifest, $$"""
            $key = [Net.NetworkCredential]::new('', '{{Bench.PlantedKey}}').SecurePassword
            Connect-PostHog -ApiKey $key -HostUri {{server.Address}} -ProjectId 7 -SkipValidation
            $who = '{{who}}'
            $count = {{Each}}
            {{Job}}
            'DONE ' + $count
            """))));

        Assert.All(results, r => Assert.True(r.ExitCode == 0 && r.Output.Contains("DONE " + Each, StringComparison.Ordinal), r.Output));
        Assert.Equal(2 * Each, limit.Accepted);
        Assert.Empty(limit.Doubled);
        // A tenth of tolerance, since two clocks are compared.
        Assert.Empty(limit.TooEarly(0.9));
        Assert.InRange(limit.Refused, 0, 2 * ((2 * Each / Limit) + 1));
    }

    private static SocketServer Serve(LimitedServer limit) => new(request =>
        limit.Judge(request.Path.Split('/')[2], request.ToString()) ?? Reply.Json("{\"ok\":true}"));

    private static Shell Connect(string who, Uri server, TestClock clock)
    {
        Shell shell = Shell.Open();
        ModuleClock.Use(shell.Runspace, clock);
        shell.Set("key", Bench.Secret(Bench.PlantedKey));
        shell.Set("server", server.AbsoluteUri);
        shell.Set("who", who);
        shell.Run("Connect-PostHog -ApiKey $key -HostUri $server -ProjectId 7 -SkipValidation").Clean();
        return shell;
    }
}
