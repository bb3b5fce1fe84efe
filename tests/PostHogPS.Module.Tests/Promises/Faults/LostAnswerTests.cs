using System;
using System.Collections.Generic;
using System.Linq;
using System.Management.Automation;
using System.Threading.Tasks;
using PostHogPS.TestHost;
using PostHogPS.Testing.Faults;
using Xunit;

namespace PostHogPS.Module.Tests.Promises.Faults;

/// <summary>
/// The answer to a write is lost on a pooled connection, over real sockets, where .NET itself repeats what it can:
/// the server has seen exactly one, whether it had carried it out or not.
/// </summary>
public sealed class LostAnswerTests
{
    public static TheoryData<string, FaultKind, bool> Losses
    {
        get
        {
            var data = new TheoryData<string, FaultKind, bool>();
            foreach (CmdletCase driven in CmdletCases.All.Where(c => c.Sending == Sending.Once))
            {
                foreach (FaultKind kind in new[] { FaultKind.Drop, FaultKind.Reset })
                {
                    data.Add(driven.Name, kind, false);
                    data.Add(driven.Name, kind, true);
                }
            }

            return data;
        }
    }

    [Trait("Speed", "Slow")]
    [Theory]
    [MemberData(nameof(Losses))]
    public async Task A_lost_answer_is_never_sent_again(string name, FaultKind kind, bool afterProcessing)
    {
        CmdletCase driven = CmdletCases.Named(name);
        await using Bench bench = await Bench.StartAsync();
        // More than one connection in the pool, all of them used before: the ones that .NET thinks it may repeat on.
        bench.Prepare(driven.Before + "; Get-PHBatchExport -AllProjects");
        bench.Faults.Add(kind, driven.Method, driven.Path, times: 0, afterProcessing: afterProcessing);

        ShellResult result = bench.Run(driven.Script);

        if (driven.Cmdlet == "Repair-PHBatchExport" && afterProcessing)
        {
            // It looks by itself, and finds what was carried out.
            Assert.Empty(result.Errors);
            Assert.Single(bench.Writes());
            return;
        }

        ErrorRecord error = result.Errors[0];
        Assert.StartsWith("PostHog.FateUnknown", error.FullyQualifiedErrorId, StringComparison.Ordinal);
        Assert.Equal(ErrorCategory.WriteError, error.CategoryInfo.Category);
        Assert.NotNull(error.TargetObject);
        Assert.Contains("not sent again", error.ToString(), StringComparison.Ordinal);
        Assert.Contains("Get-PH", error.ErrorDetails.RecommendedAction, StringComparison.Ordinal);
        // A command of several steps ends with the one whose answer was lost.
        ReceivedRequest sent = Assert.Single(bench.Requests.Find(driven.Method, driven.Path));
        Assert.Same(sent, bench.Writes()[^1]);
        Assert.Equal(afterProcessing, sent.Processed);
    }

    [Fact]
    public async Task Nothing_was_sent_on_a_connection_that_died_before()
    {
        await using Bench bench = await Bench.StartAsync();
        bench.Prepare("$export = Get-PHBatchExport 'events-to-s3'");
        // The read's answer comes whole, then the connection is closed while it lies in the pool.
        bench.Faults.Add(new Fault { Kind = FaultKind.Drop, Method = "GET", Path = "*/users/*" });
        bench.Run("Get-PHCurrentUser | Out-Null").Clean();
        bench.Faults.Clear();
        bench.Requests.Clear();

        bench.Run("$export | Start-PHBatchExportBackfill -Start -6h -End -3h | Out-Null").Clean();

        Assert.Single(bench.Writes());
    }

    [Fact]
    public async Task What_may_be_repeated_is_repeated_and_done_once()
    {
        await using Bench bench = await Bench.StartAsync();
        bench.Prepare("$export = Get-PHBatchExport 'events-to-s3'");
        bench.Faults.Add(FaultKind.Reset, "DELETE", "*/batch_exports/*", times: 1, afterProcessing: true);

        // The first one was carried out; that the second finds nothing means that it is done.
        bench.Run("$export | Remove-PHBatchExport -Confirm:$false").Clean();

        IReadOnlyList<ReceivedRequest> sent = bench.Writes();
        Assert.Equal([true, false], sent.Select(r => r.Processed));
        Assert.Equal(404, sent[1].Status);
    }

    [Fact]
    public async Task A_bulk_retry_goes_on_after_a_lost_answer_without_repeating_it()
    {
        await using Bench bench = await Bench.StartAsync();
        bench.Prepare("$failed = Get-PHBatchExport 'events-to-s3' | Get-PHBatchExportRun -State Failed | Select-Object -First 4");
        bench.Faults.Add(FaultKind.Drop, "POST", "*/retry/*", nth: 2, times: 1, afterProcessing: true);

        ShellResult result = bench.Run("$failed | Invoke-PHBatchExportRetry");

        Assert.Equal(3, result.Objects.Count);
        Assert.StartsWith("PostHog.FateUnknown", result.Error.FullyQualifiedErrorId, StringComparison.Ordinal);
        Assert.Equal(4, bench.Requests.Find("POST", "*/retry/*").Count);
        Assert.Equal(4, bench.Requests.Find("POST", "*/retry/*").Select(r => r.PathAndQuery).Distinct().Count());

        // What was lost has taken effect, and the second go notices: nothing is sent once more.
        bench.Requests.Clear();
        bench.Faults.Clear();
        bench.Clock.Advance(TimeSpan.FromMinutes(1));
        ShellResult again = bench.Run("$failed | Invoke-PHBatchExportRetry").Clean();
        Assert.Empty(again.Objects);
        Assert.Equal(4, again.Warnings.Count);
        Assert.Empty(bench.Writes());
    }

    [Fact]
    public async Task Stopping_during_a_write_does_not_send_it_twice()
    {
        await using Bench bench = await Bench.StartAsync();
        bench.Prepare("$failed = Get-PHBatchExport 'events-to-s3' | Get-PHBatchExportRun -State Failed | Select-Object -First 2");
        bench.Faults.Add(FaultKind.Hang, "POST", "*/retry/*", times: 0);
        Task arrival = bench.ArrivalOf("POST", "*/retry/*");
        using RunningPipeline pipeline = bench.Shell.Start("$failed | Invoke-PHBatchExportRetry");
        await arrival;
        pipeline.Stop();
        Assert.True(pipeline.Wait().Stopped);
        Assert.Single(bench.Requests.Find("POST", "*/retry/*"));
    }
}
