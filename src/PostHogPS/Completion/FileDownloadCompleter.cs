using System;
using System.Collections.Generic;
using System.Linq;

namespace PostHogPS.Completion;

/// <summary>Ids of file downloads, with their states.</summary>
internal sealed class FileDownloadCompleter : LiveCompleter
{
    private protected override IEnumerable<CompletionItem> Suggest(CompletionRequest request, PostHogConnection connection, string project) =>
        CompletionCache.List<FileDownload>(connection, "downloads/" + project, (next, call) =>
                connection.Session.FileDownloads.ListAsync(project, next, call))
            .Where(d => IsOfUse(request.Command, d))
            .Select(d => new CompletionItem(d.Id.ToString(), d.Status));

    // One that has failed has no files, and one that has ended cannot be cancelled.
    private static bool IsOfUse(string command, FileDownload download) =>
        command.StartsWith("Stop-", StringComparison.OrdinalIgnoreCase) ? !RunStates.HasEnded(download.Status)
        : !command.StartsWith("Save-", StringComparison.OrdinalIgnoreCase) || download.State is not (RunStates.Failed or RunStates.Cancelled);
}
