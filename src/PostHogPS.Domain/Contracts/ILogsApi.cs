using System;
using System.Collections.Generic;
using System.Threading.Tasks;

namespace PostHogPS.Contracts;

/// <summary><c>batch_exports/{id}/logs/</c> (docs/server.md#logs).</summary>
public interface ILogsApi
{
    /// <summary>
    /// GET one fetch of at most <paramref name="limit"/> (1 to 500) entries, newest first. The server does not page:
    /// the caller continues with <paramref name="query"/>.Before set to the oldest timestamp seen.
    /// </summary>
    Task<Page<BatchExportLogEntry>> FetchAsync(string project, Guid batchExport, LogQuery query, int limit, CallContext call);
}

/// <summary>Which log lines.</summary>
public sealed class LogQuery
{
    /// <summary>Exclusive lower bound; null for all that the server keeps (the engine then sends a date long past).</summary>
    public DateTimeOffset? After { get; set; }

    /// <summary>Exclusive upper bound.</summary>
    public DateTimeOffset? Before { get; set; }

    /// <summary>Levels as the server names them; empty for all.</summary>
    public IList<string> Levels { get; set; } = new List<string>();

    /// <summary>Text the message contains; null for all.</summary>
    public string? Search { get; set; }

    /// <summary>One execution; null for all.</summary>
    public string? InstanceId { get; set; }
}
