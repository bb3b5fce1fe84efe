using System;
using System.Threading.Tasks;
using PostHogPS.Backfills;
using PostHogPS.Connections;
using PostHogPS.Contracts;
using PostHogPS.Coverage;
using PostHogPS.Reading;

namespace PostHogPS.Gaps;

/// <summary>
/// The runs and the backfills of one export, for several readers that each need a part of the same window. Each is read once, when the
/// first of them needs it.
/// </summary>
internal sealed class SharedFacts
{
    private readonly ProjectScope _scope;
    private readonly BatchExport _export;
    private ActiveBackfills? _backfills;
    private BackfillFacts? _facts;
    private DateTimeOffset _since;

    /// <param name="scope">Where the export lives.</param>
    /// <param name="export">The export.</param>
    /// <param name="window">The complete window, by interval and oldest first.</param>
    internal SharedFacts(ProjectScope scope, BatchExport export, RunQuery window)
    {
        _scope = scope;
        _export = export;
        Runs = SharedRuns.CreateFor(scope, export, window);
    }

    /// <summary>The runs.</summary>
    internal SharedRuns Runs { get; }

    /// <summary>When the runs began to be read; null before.</summary>
    internal DateTimeOffset? AsOf { get; private set; }

    /// <summary>Reads a part of the runs; null where the query asks for more than is shared.</summary>
    internal ItemReader<BatchExportRun>? TryRead(RunQuery query, DateTimeOffset now)
    {
        ItemReader<BatchExportRun>? part = Runs.TryRead(query);
        if (part is not null)
            AsOf ??= now;
        return part;
    }

    /// <summary>The backfills since an instant or an earlier one.</summary>
    internal async Task<ActiveBackfills> ReadBackfillsAsync(DateTimeOffset since, CallContext call)
    {
        if (_backfills is null || since < _since)
        {
            _backfills = await ActiveBackfills.ReadAsync(_scope, _export.Id, since, call).ConfigureAwait(false);
            (_since, _facts) = (since, null);
        }

        return _backfills;
    }

    /// <summary>What they say of the export's intervals.</summary>
    internal async Task<BackfillFacts> ReadBackfillFactsAsync(DateTimeOffset since, CallContext call)
    {
        ActiveBackfills backfills = await ReadBackfillsAsync(since, call).ConfigureAwait(false);
        return _facts ??= await backfills.ToFactsAsync(call, _export, _since, AsOf).ConfigureAwait(false);
    }

    internal void End() => Runs.End();
}
