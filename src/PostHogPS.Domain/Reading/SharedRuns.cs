using System;
using System.Collections.Generic;
using System.Runtime.ExceptionServices;
using System.Threading.Tasks;
using PostHogPS.Connections;
using PostHogPS.Contracts;
using PostHogPS.Schedule;

namespace PostHogPS.Reading;

/// <summary>
/// The runs of one export, oldest first by interval, for several readers that each need a part of the same window. A page is
/// asked for when the first reader needs it, and kept for the remaining readers.
/// </summary>
internal sealed class SharedRuns
{
    private readonly RunQuery _query;
    private readonly ItemReader<BatchExportRun> _source;
    private readonly List<BatchExportRun> _read = new();
    private ExceptionDispatchInfo? _error;
    private bool _hasAll;

    /// <param name="query">The complete window, by interval and oldest first.</param>
    /// <param name="source">Reads it.</param>
    internal SharedRuns(RunQuery query, ItemReader<BatchExportRun> source)
    {
        _query = query;
        _source = source;
    }

    /// <summary>The runs of one export.</summary>
    /// <param name="scope">Where it lives.</param>
    /// <param name="export">The export.</param>
    /// <param name="query">The complete window, by interval and oldest first.</param>
    internal static SharedRuns CreateFor(ProjectScope scope, BatchExport export, RunQuery query) =>
        new(query, ExportLists.Runs(scope, export.Id, query, $"Reading runs of {export.Name}", interval: IntervalSchedule.Length(export.Interval)));

    /// <summary>Reads a part; null where the query asks for more than is shared.</summary>
    internal ItemReader<BatchExportRun>? TryRead(RunQuery query)
    {
        bool isPart = query.ByDataInterval && query.Ascending && query.Statuses.Count == 0 && query.After >= _query.After && query.Before <= _query.Before;
        return isPart ? new Part(this, query) : null;
    }

    internal void End() => _source.End();

    // False at the end. A page that failed is not asked for again: its items would be missing before those that follow.
    private async Task<bool> ReadMoreAsync(CallContext call)
    {
        _error?.Throw();
        if (_hasAll)
            return false;
        try
        {
            IReadOnlyList<BatchExportRun>? page = await _source.ReadAsync(call).ConfigureAwait(false);
            _hasAll = page is null;
            _read.AddRange(page ?? []);
            return !_hasAll;
        }
        catch (Exception e)
        {
            _error = ExceptionDispatchInfo.Capture(e);
            throw;
        }
    }

    private sealed class Part : ItemReader<BatchExportRun>
    {
        private readonly SharedRuns _shared;
        private readonly RunQuery _query;
        private int _at;

        internal Part(SharedRuns shared, RunQuery query)
        {
            _shared = shared;
            _query = query;
        }

        internal override async Task<IReadOnlyList<BatchExportRun>?> ReadAsync(CallContext call)
        {
            while (true)
            {
                var batch = new List<BatchExportRun>();
                for (; _at < _shared._read.Count; _at++)
                {
                    BatchExportRun run = _shared._read[_at];
                    if (run.DataIntervalStart >= _query.After && run.DataIntervalEnd <= _query.Before)
                        batch.Add(run);
                }

                if (batch.Count > 0)
                    return batch;
                // In order: no run behind the end of the part belongs to it.
                bool isPast = _at > 0 && _shared._read[_at - 1].DataIntervalStart > _query.Before;
                if (isPast || !await _shared.ReadMoreAsync(call).ConfigureAwait(false))
                    return null;
            }
        }
    }
}
