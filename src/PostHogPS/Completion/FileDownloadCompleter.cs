using System.Collections.Generic;
using System.Linq;

namespace PostHogPS.Completion;

/// <summary>Ids of file downloads, with their states.</summary>
public sealed class FileDownloadCompleter : LiveCompleter
{
    private protected override IEnumerable<Suggestion> Suggest(CompletionRequest request, PostHogConnection connection, string project) =>
        CompletionCache.Get<FileDownload>(connection, "downloads/" + project, async call =>
                (await connection.Session.FileDownloads.ListAsync(project, null, call).ConfigureAwait(false)).Items)
            .Select(d => new Suggestion(d.Id.ToString(), d.Status));
}
