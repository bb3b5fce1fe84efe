using System;
using System.Collections.Concurrent;
using System.Threading.Tasks;
using PostHogPS.Contracts;
using PostHogPS.Engine.Calls;
using PostHogPS.Engine.Client;
using PostHogPS.Engine.Json;

namespace PostHogPS.Engine.Api;

/// <summary>
/// <c>batch_exports/{be}/runs/</c>. The server looks back seven days on every one of these routes unless told otherwise,
/// single runs included, so each request names its window.
/// </summary>
internal sealed class RunsApi(ApiClient client, CurrentProjectResolver project) : ProjectApi(client, project), IRunsApi
{
    // Status lists that this server does not know all of: asked once, remembered for the session.
    private readonly ConcurrentDictionary<string, bool> _refused = new(StringComparer.Ordinal);

    public Task<Page<BatchExportRun>> ListAsync(string project, Guid batchExport, RunQuery query, string? next, CallContext call)
    {
        if (next is not null)
            return PageAsync(ApiRequest.Get(project, next), batchExport, call);

        string statuses = string.Join(",", query.Statuses);
        return statuses.Length > 0 && !_refused.ContainsKey(statuses)
            ? ByStatusAsync(project, batchExport, query, statuses, call)
            : PageAsync(Request(project, batchExport, query, byStatus: false), batchExport, call);
    }

    public Task<BatchExportRun> GetAsync(string project, Guid batchExport, Guid run, CallContext call)
    {
        ApiRequest request = ApiRequest.Get(project, Path(batchExport, run)).With("after", IsoTime.Earliest);
        return Client.ObjectAsync<BatchExportRun>(request, call, static r => r.Id != Guid.Empty, run => run.BatchExportId ??= batchExport);
    }

    public async Task<string> RetryAsync(string project, Guid batchExport, Guid run, CallContext call)
    {
        ApiRequest request = ApiRequest.Post(project, Path(batchExport, run) + "retry/").With("after", IsoTime.Earliest)
            // Backfills show it first; servers before generation A list runs only.
            .Once("Get-PHBatchExportBackfill shows whether a backfill was started, and Get-PHBatchExportRun whether its run was.");
        await SettleAsync(request, call).ConfigureAwait(false);
        return await Client.StartedAsync(request, call).ConfigureAwait(false);
    }

    public Task CancelAsync(string project, Guid batchExport, Guid run, CallContext call) =>
        WriteAsync(ApiRequest.Post(project, Path(batchExport, run) + "cancel/").With("after", IsoTime.Earliest).DoneWhen(400), call);

    private async Task<Page<BatchExportRun>> ByStatusAsync(string project, Guid batchExport, RunQuery query, string statuses, CallContext call)
    {
        try
        {
            return await PageAsync(Request(project, batchExport, query, byStatus: true), batchExport, call).ConfigureAwait(false);
        }
        catch (PostHogApiException refused) when (refused is { StatusCode: 400, Code: "invalid_choice" })
        {
            // The server is older than one of these statuses. The caller filters anyway.
            _refused[statuses] = true;
            return await PageAsync(Request(project, batchExport, query, byStatus: false), batchExport, call).ConfigureAwait(false);
        }
    }

    private static string Path(Guid batchExport) => "batch_exports/" + Id(batchExport) + "/runs/";

    private static string Path(Guid batchExport, Guid run) => Path(batchExport) + Id(run) + "/";

    private static ApiRequest Request(string project, Guid batchExport, RunQuery query, bool byStatus)
    {
        string order = query.ByDataInterval ? "data_interval_start" : "created_at";
        ApiRequest request = ApiRequest.Get(project, Path(batchExport))
            .With("ordering", query.Ascending ? order : "-" + order)
            .With(query.ByDataInterval ? "start" : "after", query.After is { } after ? IsoTime.Format(after) : IsoTime.Earliest)
            .With(query.ByDataInterval ? "end" : "before", query.Before is { } before ? IsoTime.Format(before) : null);
        if (byStatus)
        {
            foreach (string status in query.Statuses)
                request.With("status", status);
        }

        return request;
    }

    private Task<Page<BatchExportRun>> PageAsync(ApiRequest request, Guid batchExport, CallContext call) =>
        Client.PageAsync<BatchExportRun>(request, call, run => run.BatchExportId ??= batchExport);
}
