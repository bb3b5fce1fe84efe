using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading.Tasks;
using PostHogPS.Contracts;

namespace PostHogPS.Logs;

/// <summary>
/// One instant with more entries than an answer may hold. The server cannot page within it (docs/server.md#logs), but it
/// filters: by level, and where one level is too much, by execution.
/// </summary>
internal sealed class SameInstantReader
{
    // Times have microseconds, and both bounds are exclusive.
    private static readonly TimeSpan Step = TimeSpan.FromTicks(10);

    private readonly LogQuery _query;
    private readonly Func<LogQuery, Task<Page<BatchExportLogEntry>>> _fetch;
    private readonly SeenEntries _seen;
    private readonly HashSet<string> _executions = new(StringComparer.Ordinal);

    /// <param name="query">What is wanted of the log.</param>
    /// <param name="fetch">Asks the server for as much as an answer may hold.</param>
    /// <param name="seen">What has been written already.</param>
    /// <param name="executions">Executions that entries of the instant name.</param>
    internal SameInstantReader(LogQuery query, Func<LogQuery, Task<Page<BatchExportLogEntry>>> fetch, SeenEntries seen, IEnumerable<string> executions)
    {
        _query = query;
        _fetch = fetch;
        _seen = seen;
        _executions.UnionWith(executions);
    }

    /// <summary>Levels of which entries are left that no question reaches.</summary>
    internal List<string> Lost { get; } = [];

    /// <summary>Levels that were read by the executions known of: others may have entries too.</summary>
    internal List<string> Doubtful { get; } = [];

    /// <summary>The entries of the instant that are new.</summary>
    internal async Task<List<BatchExportLogEntry>> ReadAsync(DateTimeOffset instant)
    {
        var fresh = new List<BatchExportLogEntry>();
        foreach (string[] level in LogLevels.Groups.Where(Wanted))
            await ReadAsync(instant, level, fresh).ConfigureAwait(false);
        return fresh;
    }

    private async Task ReadAsync(DateTimeOffset instant, string[] level, List<BatchExportLogEntry> fresh)
    {
        Page<BatchExportLogEntry> answer = await AskAsync(instant, level, null).ConfigureAwait(false);
        fresh.AddRange(_seen.New(answer.Items));
        if (LogReader.Length(answer) < LogReader.Most)
            return;

        _executions.UnionWith(answer.Items.Where(entry => entry.InstanceId is { Length: > 0 }).Select(entry => entry.InstanceId!));
        bool full = _executions.Count == 0;
        foreach (string execution in _executions)
        {
            Page<BatchExportLogEntry> part = await AskAsync(instant, level, execution).ConfigureAwait(false);
            full |= LogReader.Length(part) >= LogReader.Most;
            fresh.AddRange(_seen.New(part.Items));
        }

        (full ? Lost : Doubtful).Add(level[0]);
    }

    private bool Wanted(string[] level) => _query.Levels.Count == 0 || level.Any(_query.Levels.Contains);

    private Task<Page<BatchExportLogEntry>> AskAsync(DateTimeOffset instant, string[] level, string? execution) => _fetch(new LogQuery
    {
        After = instant - Step,
        Before = instant + Step,
        Levels = level,
        Search = _query.Search,
        InstanceId = execution ?? _query.InstanceId,
    });
}
