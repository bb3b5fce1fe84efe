using System;
using System.Threading.Tasks;

namespace PostHogPS.Contracts;

/// <summary><c>batch_exports/{be}/runs/</c> (docs/server.md#runs).</summary>
public interface IRunsApi
{
    /// <summary>GET list: cursor pages of 100. <paramref name="query"/> is used for the first page, <paramref name="next"/> for the others.</summary>
    Task<Page<BatchExportRun>> ListAsync(string project, Guid batchExport, RunQuery query, string? next, CallContext call);

    /// <summary>GET one. An unknown id is <see cref="PostHogErrorKind.NotFound"/>. Reaches runs older than the server's seven-day window.</summary>
    Task<BatchExportRun> GetAsync(string project, Guid batchExport, Guid run, CallContext call);

    /// <summary>POST retry: the started backfill's id, or a workflow id. Never repeated after a lost answer. Reaches old runs.</summary>
    Task<string> RetryAsync(string project, Guid batchExport, Guid run, CallContext call);

    /// <summary>POST cancel. "Cannot cancel ... Cancelled" after a repeat counts as done.</summary>
    Task CancelAsync(string project, Guid batchExport, Guid run, CallContext call);
}
