using System;
using System.Threading.Tasks;
using PostHogPS.Connections;
using PostHogPS.Contracts;
using PostHogPS.Waiting;

namespace PostHogPS.Downloads;

/// <summary>Waits until PostHog has written the files of an on-demand download.</summary>
internal static class FileDownloadWatcher
{
    /// <summary>The download, completed. One that failed, or has not ended in time, is a problem.</summary>
    /// <param name="scope">Where it lives.</param>
    /// <param name="id">The download.</param>
    /// <param name="timeout">Longest wait; null for no limit.</param>
    /// <param name="call">The work it belongs to.</param>
    internal static async Task<FileDownload> WaitAsync(ProjectScope scope, Guid id, TimeSpan? timeout, CallContext call)
    {
        var polls = new PollSchedule(call.Clock, timeout);
        var readFailures = new ReadFailures("file download");
        using var progress = new Activity(call, $"Waiting for file download {id}");
        while (true)
        {
            FileDownload? download = null;
            await readFailures.TryReadAsync(new ItemKey(scope, id), polls, call, async limited =>
                download = await scope.Session.FileDownloads.GetAsync(scope.Project, id, limited).ConfigureAwait(false)).ConfigureAwait(false);
            if (download?.State == RunStates.Completed)
                return download;
            if (download?.State is RunStates.Failed or RunStates.Cancelled)
            {
                throw new ProblemException("DownloadFailed", ProblemCategory.OperationStopped,
                    $"The file download {id} ended as {download.Status}{(download.Error is { Length: > 0 } error ? ": " + error : "")}.",
                    "Start-PHFileDownload starts another one.");
            }

            if (polls.IsOver)
                throw Problems.WaitTimeout($"The file download {id}", timeout!.Value, "Save-PHFileDownload keeps waiting; Stop-PHFileDownload cancels.");
            progress.Update(download?.Status ?? "state unknown");
            await call.DelayAsync(polls.NextDelay()).ConfigureAwait(false);
        }
    }
}
