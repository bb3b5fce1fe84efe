using System;
using System.Linq;
using System.Management.Automation;
using System.Threading.Tasks;
using PostHogPS.TestHost;
using PostHogPS.Testing.Faults;
using Xunit;

namespace PostHogPS.Module.Tests.Promises.Hosts;

/// <summary>A connection that another runspace closes, or replaces, while a command uses it.</summary>
public sealed class DisconnectedCallTests
{
    [Theory]
    [InlineData("'events-to-s3', 'events-to-minio', 'events-to-bigquery' | Start-PHBatchExportBackfill -Start -30h -End -2h -Connection $c")]
    [InlineData("'one', 'two', 'three' | ForEach-Object { New-PHDashboard $_ -Connection $c }")]
    public async Task What_was_sent_is_of_unknown_fate_and_the_remaining_items_are_errors(string line)
    {
        await using Bench bench = await Bench.StartAsync();
        bench.Run("$c = Get-PHConnection").Clean();
        object? connection = bench.Shell.Get("c");
        bench.Faults.Add(new Fault { Kind = FaultKind.Hang, Method = "POST", Times = 0 });
        Task arrived = bench.ArrivalOf("POST", "*");
        using RunningPipeline running = bench.Shell.Start(line);
        await arrived;
        using (Shell other = Shell.Open())
        {
            other.Set("c", connection);
            other.Run("$c | Disconnect-PostHog").Clean();
        }

        bench.Clock.Timeouts.Expire();
        ShellResult result = running.Wait();

        Assert.Equal(["PostHog.FateUnknown", "PostHog.Disconnected", "PostHog.Disconnected"], result.Errors.Select(Id));
        Assert.Single(bench.Writes());
    }

    [Fact]
    public async Task What_is_answered_in_the_end_has_worked()
    {
        await using Bench bench = await Bench.StartAsync();
        bench.Run("$c = Get-PHConnection").Clean();
        object? connection = bench.Shell.Get("c");
        bench.Faults.Add(new Fault { Kind = FaultKind.SlowDrip, Method = "POST", Delay = TimeSpan.FromMilliseconds(2), Times = 0 });
        Task arrived = bench.ArrivalOf("POST", "*");
        using RunningPipeline running = bench.Shell.Start("New-PHDashboard one -Connection $c");
        await arrived;
        using (Shell other = Shell.Open())
        {
            other.Set("c", connection);
            other.Run("$c | Disconnect-PostHog").Clean();
        }

        Assert.Equal("one", running.Wait().Clean().As<Dashboard>().Single().Name);
    }

    private static string Id(ErrorRecord error) => error.FullyQualifiedErrorId.Split(',')[0];
}
