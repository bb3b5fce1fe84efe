using System;
using System.Diagnostics;
using System.Linq;
using System.Threading.Tasks;
using PostHogPS.TestHost;
using PostHogPS.Testing;
using PostHogPS.Testing.Faults;
using Xunit;

namespace PostHogPS.Module.Tests.Promises.Faults;

/// <summary>
/// Ctrl+C in whatever a command may be waiting for: it ends, leaves no error and no connection, and sends nothing more. How
/// long it took goes into docs/reliability.md; no test depends on it.
/// </summary>
[Trait("Speed", "Slow")]
public sealed class StopTests(StopTimes times) : IClassFixture<StopTimes>
{
    private const int Runs = 3;

    // Only for what never ends.
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(10);

    /// <summary>Every command that sends something.</summary>
    public static TheoryData<string> Commands => [.. CmdletCases.All.Where(static c => c.Sending != Sending.Nothing).Select(static c => c.Name)];

    /// <summary>Those whose main answer has a body.</summary>
    public static TheoryData<string> Reading =>
        [.. CmdletCases.All.Where(static c => c.Sending != Sending.Nothing && c.Method != "DELETE").Select(static c => c.Name)];

    /// <summary>Commands that look again and again: what stands in variables, and the line.</summary>
    public static TheoryData<string, string> Looking => new()
    {
        { "$b = Start-PHBatchExportBackfill events-to-s3 -Start -30h -End -2h", "$b | Wait-PHBatchExportBackfill" },
        { CmdletCases.Named("Stop-PHBatchExportRun").Before, "$running | Wait-PHBatchExportRun" },
        { "", "Start-PHBatchExportBackfill events-to-s3 -Start -30h -End -2h -Wait" },
        { "$failed = Get-PHBatchExport events-to-s3 | Get-PHBatchExportRun -State Failed | Select-Object -First 1",
            "$failed | Invoke-PHBatchExportRetry -Force -Wait" },
        { "$download = Start-PHFileDownload -Start -6h -End -2h", "$download | Save-PHFileDownload -Path $folder" },
        { "", "Get-PHBatchExportLog events-to-s3 -Tail 5 -Follow" },
        { "", "Watch-PHBatchExport -PassThru" },
    };

    [Theory]
    [MemberData(nameof(Commands))]
    public Task A_hung_server_can_be_left(string name) =>
        InTheMiddle("the server hangs", name, FaultKind.Hang, static (bench, driven) => bench.ArrivalOf(driven.Method, Faulty(driven), 1));

    [Theory]
    [MemberData(nameof(Commands))]
    public Task A_wait_that_the_server_asked_for_can_be_left(string name) =>
        InTheMiddle("a 429 asks for ten minutes", name, FaultKind.Throttled, static (bench, driven) => bench.Clock.Hold(1));

    [Theory]
    [MemberData(nameof(Reading))]
    public Task A_slow_drip_can_be_left(string name) =>
        InTheMiddle("an answer drips", name, FaultKind.SlowDrip, static (bench, driven) => Dripped(bench, 1));

    [Theory]
    [MemberData(nameof(Commands))]
    public Task The_pause_before_a_repeat_can_be_left(string name)
    {
        // What is never repeated pauses only when it was certainly not carried out.
        bool once = CmdletCases.Named(name).Sending is Sending.Once or Sending.Costly;
        return InTheMiddle("a repeat is due", name, once ? FaultKind.Unavailable : FaultKind.Status, static (bench, driven) => bench.Clock.Hold(1));
    }

    [Theory]
    [MemberData(nameof(Looking))]
    public async Task The_pause_between_two_looks_can_be_left(string before, string line)
    {
        await using Bench bench = await Bench.StartAsync();
        for (int run = 0; run < Runs; run++)
        {
            bench.Prepare(before);
            Task paused = bench.Clock.Hold();
            await StopAsync("a wait is between two looks",
                line[(line.LastIndexOf('|') + 1)..].Trim().Split(' ')[0]
                + (line.Contains("-Wait", StringComparison.Ordinal) ? " -Wait" : ""), bench, line, paused);
            bench.Clock.Release();
            bench.Clock.Advance(TimeSpan.FromHours(1));
        }

        await Left(bench);
    }

    private async Task InTheMiddle(string state, string name, FaultKind kind, Func<Bench, CmdletCase, Task> begun)
    {
        CmdletCase driven = CmdletCases.Named(name);
        await using Bench bench = await Bench.StartAsync();
        // What works only once in a world is stopped only once.
        for (int run = 0; run < (driven.Fresh ? 1 : Runs); run++)
        {
            bench.Prepare(driven.Before);
            // An hour between two pieces of a drip; the seconds are for those that ask for them.
            bench.Faults.Add(new Fault
            {
                Kind = kind, Method = driven.Method, Path = Faulty(driven), Times = 0, RetryAfter = "600", Status = kind == FaultKind.Status ? 500 : null,
                Delay = kind == FaultKind.SlowDrip ? TimeSpan.FromHours(1) : TimeSpan.Zero,
            });
            await StopAsync(state, driven.Name, bench, driven.Script, begun(bench, driven));
            // Of two at once, the second may have been held back by what the first was told.
            Assert.InRange(bench.Requests.Find(driven.Method, Faulty(driven)).Count, 1, 1);
            bench.Clock.Release();
            bench.Faults.Clear();
            // A wait that the server asked for is kept by commands to come as well.
            bench.Clock.Advance(TimeSpan.FromHours(1));
        }

        await Left(bench);
    }

    private async Task StopAsync(string state, string command, Bench bench, string line, Task begun)
    {
        using RunningPipeline pipeline = bench.Shell.Start(line);
        Task first = await Task.WhenAny(begun, Task.Delay(Patience));
        int sent = Sent(bench);
        var watch = Stopwatch.StartNew();
        pipeline.Stop();
        TimeSpan took = watch.Elapsed;
        ShellResult result = pipeline.Wait();

        Assert.True(first == begun, "the state was not reached: " + string.Join(" | ", result.Errors) + string.Join(" | ", bench.Requests.All));
        Assert.True(result.Stopped, "it ended by itself: " + string.Join(" | ", result.Errors));
        Assert.Empty(result.Errors);
        Assert.Equal(sent, Sent(bench));
        times.Add(state, command, took);
    }

    // A query that nobody waits for any more is cancelled at PostHog, which takes a request of its own.
    private static int Sent(Bench bench) =>
        bench.Requests.All.Count(request => request.Method != "DELETE" || !request.PathAndQuery.Contains("/query/", StringComparison.Ordinal));

    // Nothing continues without the command.
    private static async Task Left(Bench bench)
    {
        int sent = Sent(bench);
        bench.Run("Disconnect-PostHog -All").Clean();
        Assert.True(await bench.Server.Connections.NoneAsync(Patience), "a connection is still open");
        Assert.Equal(sent, Sent(bench));
    }

    private static Task Dripped(Bench bench, int count)
    {
        var dripped = new Countdown(count);
        bench.Server.Dripped += (_, _) => dripped.Signal();
        return dripped.Task;
    }

    private static string Faulty(CmdletCase driven) => driven.Twin ?? driven.Path;
}
