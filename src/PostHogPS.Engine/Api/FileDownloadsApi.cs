using System;
using System.Collections.Generic;
using System.IO;
using System.Threading.Tasks;
using PostHogPS.Contracts;
using PostHogPS.Engine.Calls;
using PostHogPS.Engine.Client;
using PostHogPS.Engine.Downloads;

namespace PostHogPS.Engine.Api;

/// <summary><c>file_download_batch_exports/</c>.</summary>
internal sealed class FileDownloadsApi(ApiClient client, CurrentProjectResolver project, FileCopier copier) : ProjectApi(client, project), IFileDownloadsApi
{
    private const string Root = "file_download_batch_exports/";

    public Task<Page<FileDownload>> ListAsync(string project, string? next, CallContext call) =>
        Client.PageAsync<FileDownload>(List(project, Root, next), call);

    public async Task<FileDownload> GetAsync(string project, Guid id, CallContext call)
    {
        FileDownload download = await Client.ObjectAsync<FileDownload>(ApiRequest.Get(project, Path(id)), call).ConfigureAwait(false);
        // The detail says everything but its own id.
        download.Id = id;
        return download;
    }

    public async Task<Guid> StartAsync(string project, IDictionary<string, object?> body, CallContext call)
    {
        FileDownload started = await WriteAsync<FileDownload>(
            ApiRequest.Post(project, Root, body).Once("Get-PHFileDownload shows whether it did."), call, static d => d.Id != Guid.Empty)
            .ConfigureAwait(false);
        return started.Id;
    }

    public Task<FileDownloadCount> CountRowsAsync(string project, IDictionary<string, object?> body, CallContext call) =>
        Client.ObjectAsync<FileDownloadCount>(ApiRequest.Post(project, Root + "count_rows/", body).CountedAs(RateClass.Own), call,
            static c => c.Count is not null);

    public Task CancelAsync(string project, Guid id, CallContext call) =>
        WriteAsync(ApiRequest.Post(project, Path(id) + "cancel/").DoneWhen(400), call);

    public Task CopyToAsync(
        string project, Guid id, string? part, long offset, string? tag, Action<long, long?, string?> begin, Stream target, CallContext call)
    {
        string path = Path(id) + "download/" + (string.IsNullOrEmpty(part) ? "" : Uri.EscapeDataString(part));
        return copier.CopyAsync(() => ApiRequest.Get(project, path).Stream(), new CopyProgress(offset, tag, begin, target), call);
    }

    private static string Path(Guid id) => Root + Id(id) + "/";
}
