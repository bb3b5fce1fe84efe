using System;
using System.Threading.Tasks;
using PostHogPS.Cmdlets.Execution;
using PostHogPS.Connections;
using PostHogPS.Contracts;
using PostHogPS.Gaps;
using PostHogPS.Health;
using PostHogPS.Reading;
using PostHogPS.Rows;
using PostHogPS.Schedule;

namespace PostHogPS.Cmdlets.Resolving;

/// <summary>How an export is, as every command judges it.</summary>
internal sealed class HealthJudge
{
    private readonly CommandRun _run;
    private readonly CommandClock _clock;
    private readonly HealthReader _reader = new();

    internal HealthJudge(CommandRun run, CommandClock clock)
    {
        _run = run;
        _clock = clock;
    }

    /// <summary>The health of one export, as one of several.</summary>
    /// <param name="target">The export.</param>
    /// <param name="maxLag">Allowed lag; null for the default.</param>
    /// <param name="after">Looks at the intervals from then on too; null for none.</param>
    /// <param name="rowsAfter">Compares the rows from then on too; null for none.</param>
    internal ItemReader<BatchExportHealth> Read(BatchExportTarget target, TimeSpan? maxLag, DateInput? after, DateInput? rowsAfter = null)
    {
        ProjectScope scope = target.Scope;
        DateTimeOffset now = _clock.Moment(scope);
        return ListReader<BatchExportHealth>.CreateSingle(async call =>
        {
            BatchExport export = await ExportLists.LoadAsync(target, call).ConfigureAwait(false);
            if (after is null)
                return await AddRowsAsync(await _reader.ReadAsync(scope, export, maxLag, call).ConfigureAwait(false), null, call).ConfigureAwait(false);
            DateTimeOffset start = new ExportCalendar(export, now).InstantOf(after);
            // Intervals and rows are both judged by the runs and backfills of the window.
            SharedFacts? shared = rowsAfter is null ? null : GapReader.Share(scope, export, start);
            try
            {
                return await AddRowsAsync(await _reader.ReadAsync(scope, export, maxLag, start, shared, call).ConfigureAwait(false), shared, call)
                    .ConfigureAwait(false);
            }
            finally
            {
                shared?.End();
            }
        });

        async Task<BatchExportHealth> AddRowsAsync(BatchExportHealth health, SharedFacts? shared, CallContext call)
        {
            if (rowsAfter is null)
                return health;
            var rows = new ExportRowReader(target, export => (new ExportCalendar(export, now).InstantOf(rowsAfter), null), isSummary: true) { Shared = shared };
            foreach (PostHogObject summary in await rows.ReadAllAsync(call).ConfigureAwait(false))
                HealthCheck.AddRows(health, (BatchExportRowSummary)summary);
            return health;
        }
    }

    /// <summary>The health of an export that is remembered and not listed any more.</summary>
    internal static ItemReader<BatchExportHealth> ReadUnlisted(
        ProjectScope scope, RememberedHealth before, ItemReader<BatchExportHealth> health, bool isProjectGone = false) =>
        ListReader<BatchExportHealth>.CreateSingle(call =>
            HealthReader.ReadUnlistedAsync(scope, before, async () => (await health.ReadAllAsync(call).ConfigureAwait(false))[0], isProjectGone));

    /// <summary>The same at once.</summary>
    internal BatchExportHealth JudgeUnlisted(ProjectScope scope, RememberedHealth before, TimeSpan? maxLag, bool isProjectGone = false)
    {
        var target = new BatchExportTarget(scope, before.Id, before.Name, null, before.Name);
        ItemReader<BatchExportHealth> health = ReadUnlisted(scope, before, Read(target, maxLag, null), isProjectGone);
        return _run.Pump.Await(async call => (await health.ReadAllAsync(call).ConfigureAwait(false))[0]);
    }

    internal BatchExportHealth Judge(ProjectScope scope, BatchExport export, TimeSpan? maxLag) =>
        _run.Pump.Await(call => _reader.ReadAsync(scope, export, maxLag, call));
}
