using System;
using System.Collections.Generic;
using System.IO;
using System.Threading.Tasks;

namespace PostHogPS.Contracts;

/// <summary><c>/api/projects/{project}/file_download_batch_exports/</c> (docs/server.md#file-downloads).</summary>
public interface IFileDownloadsApi
{
    /// <summary>GET list.</summary>
    Task<Page<FileDownload>> ListAsync(string project, string? next, CallContext call);

    /// <summary>GET one.</summary>
    Task<FileDownload> GetAsync(string project, Guid id, CallContext call);

    /// <summary>POST start: the id. Never repeated after a lost answer.</summary>
    Task<Guid> StartAsync(string project, IDictionary<string, object?> body, CallContext call);

    /// <summary>POST count_rows: how many rows a query gives. It only counts, so a lost answer is asked for again.</summary>
    Task<FileDownloadCount> CountRowsAsync(string project, IDictionary<string, object?> body, CallContext call);

    /// <summary>POST cancel.</summary>
    Task CancelAsync(string project, Guid id, CallContext call);

    /// <summary>
    /// Copies one part into <paramref name="target"/>, from byte <paramref name="offset"/> on where the storage allows it.
    /// The signed redirect is followed without the key. Returns where the copy really began (0 when the storage sent it all).
    /// </summary>
    /// <param name="project">Project.</param>
    /// <param name="id">Download.</param>
    /// <param name="part">File id or index; null for the only one.</param>
    /// <param name="offset">Bytes that are already there.</param>
    /// <param name="tag">The ETag of these bytes: the copy continues after them only while the file still has it. Null: from the start.</param>
    /// <param name="begin">Called once before the first byte with (offset the copy begins at, total length or null, strong ETag or null).</param>
    /// <param name="target">Written to in order.</param>
    /// <param name="call">Call.</param>
    Task CopyToAsync(string project, Guid id, string? part, long offset, string? tag, Action<long, long?, string?> begin, Stream target, CallContext call);
}
