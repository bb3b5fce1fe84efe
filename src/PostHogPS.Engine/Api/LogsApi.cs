using System;
using System.Collections.Generic;
using System.Threading.Tasks;
using PostHogPS.Contracts;
using PostHogPS.Engine.Calls;
using PostHogPS.Engine.Client;
using PostHogPS.Engine.Frameworks;
using PostHogPS.Engine.Json;

namespace PostHogPS.Engine.Api;

/// <summary><c>batch_exports/{id}/logs/</c>.</summary>
internal sealed class LogsApi(ApiClient client, CurrentProjectResolver project) : ProjectApi(client, project), ILogsApi
{
    public Task<Page<BatchExportLogEntry>> FetchAsync(
        string project, Guid batchExport, LogQuery query, int limit, CallContext call)
    {
        ApiRequest request = ApiRequest.Get(project, "batch_exports/" + Id(batchExport) + "/logs/")
            .With("limit", NumberText.Format(Math.Min(500, Math.Max(1, limit))))
            // Newer servers look back seven days unless told otherwise.
            .With("after", query.After is { } after ? IsoTime.Format(after) : IsoTime.Earliest)
            .With("before", query.Before is { } before ? IsoTime.Format(before) : null)
            .With("level", Levels(query.Levels))
            .With("search", string.IsNullOrWhiteSpace(query.Search) ? null : query.Search)
            .With("instance_id", string.IsNullOrEmpty(query.InstanceId) ? null : query.InstanceId);
        return Client.PageAsync<BatchExportLogEntry>(request, call, entry => entry.BatchExportId ??= batchExport);
    }

    // Servers write WARN and WARNING for the same level (docs/server.md#logs): a filter for one includes the other.
    private static string? Levels(IList<string> levels)
    {
        if (levels.Count == 0)
            return null;
        var asked = new List<string>(levels);
        if (asked.Exists(IsWarn) && !asked.Exists(IsWarning))
            asked.Add("WARNING");
        return string.Join(",", asked);
    }

    private static bool IsWarn(string level) => level.Equals("WARN", StringComparison.OrdinalIgnoreCase);

    private static bool IsWarning(string level) => level.Equals("WARNING", StringComparison.OrdinalIgnoreCase);
}
