using System;
using System.Diagnostics;
using System.IO;
using System.Runtime.CompilerServices;
using System.Threading.Tasks;
using Xunit;

namespace PostHogPS.Module.Tests.Promises.Limits;

/// <summary>
/// What people leave running: an hour of watching, following and waiting, in virtual time over a real socket. What the
/// process holds at the end is what it held after it had warmed up. Runs alone, since it is the whole process that is measured.
/// </summary>
[Collection(nameof(ProcessState))]
[Trait("Speed", "Slow")]
public sealed class SoakTests
{
    // Half an hour has been through everything once: pools are filled, code is compiled.
    private const int WarmUpMinutes = 30;
    private const int Minutes = 60;

    // A leak of one handle, thread or object per look would be hundreds (looks are 10 to 30 s apart) and more.
    private const int HandleSlack = 20;
    private const int ThreadSlack = 10;

    // The server is in this process, and keeps the runs and log lines of the hour: about 0.1 MB.
    private const long MemorySlack = 1_500_000;

    [Fact]
    public async Task An_hour_of_watching_following_and_waiting_holds_on_to_nothing()
    {
        await using Bench bench = await Bench.StartAsync();
        bench.Run("$export = Get-PHBatchExport events-to-s3").Clean();
        Work(bench, WarmUpMinutes);
        Held before = Held.Now();

        int asked = Work(bench, Minutes);

        Held after = Held.Now();
        TestContext.Current.TestOutputHelper?.WriteLine($"warm: {before}; after {Minutes} min each of watch, follow and wait ({asked} requests): {after}");
        Assert.True(asked > 300, "only " + asked + " requests: this was no hour");
        Assert.InRange(after.Handles - before.Handles, int.MinValue, HandleSlack);
        Assert.InRange(after.Threads - before.Threads, int.MinValue, ThreadSlack);
        Assert.InRange(after.Memory - before.Memory, long.MinValue, MemorySlack);
    }

    /// <summary>How many requests it took. In a method of its own, so that nothing of it is still in a local when memory is measured.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static int Work(Bench bench, int minutes)
    {
        bench.Shell.Set("span", TimeSpan.FromMinutes(minutes));
        bench.Shell.Set("looks", minutes * 6);
        bench.Run("Watch-PHBatchExport -Interval 10 -Count $looks -PassThru | ForEach-Object { $n++ }").Clean();
        // Ends with the first line that is written after the hour; the backfills of the other jobs and the export's own runs write some all the time.
        bench.Run("$end = $clock.UtcNow + $span; $null = $export | Get-PHBatchExportLog -Follow | Where-Object { $clock.UtcNow -ge $end } | Select-Object -First 1").Clean();
        bench.Run("""
            $end = $clock.UtcNow + $span
            while ($clock.UtcNow -lt $end) {
                $backfill = $export | Start-PHBatchExportBackfill -Start -9h -End -3h -Confirm:$false
                $run = $null
                while (-not $run) { $clock.Advance('00:00:01'); $run = $export | Get-PHBatchExportRun -First 1 }
                $null = $run | Wait-PHBatchExportRun
                $null = $backfill | Wait-PHBatchExportBackfill
            }
            """).Clean();
        int requests = bench.Requests.All.Count;
        bench.Requests.Clear();
        return requests;
    }

    private sealed record Held(int Handles, int Threads, long Memory)
    {
        internal static Held Now()
        {
            // Finalizers may set more free: three rounds reach all of it.
            for (int i = 0; i < 3; i++)
            {
                GC.Collect(GC.MaxGeneration, GCCollectionMode.Aggressive, blocking: true, compacting: true);
                GC.WaitForPendingFinalizers();
            }

            using Process process = Process.GetCurrentProcess();
            int handles = OperatingSystem.IsLinux() ? Directory.GetFileSystemEntries("/proc/self/fd").Length : process.HandleCount;
            return new Held(handles, process.Threads.Count, GC.GetTotalMemory(forceFullCollection: true));
        }

        public override string ToString() => $"{Handles} handles, {Threads} threads, {Memory / 1000} kB";
    }
}
