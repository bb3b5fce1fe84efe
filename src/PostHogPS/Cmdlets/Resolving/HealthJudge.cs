using System;
using PostHogPS.Cmdlets.Execution;
using PostHogPS.Connections;
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

    /// <summary>The health of one export, as one of several; with the intervals from an instant on, where one is given.</summary>
    internal ItemReader<BatchExportHealth> Read(BatchExportTarget target, TimeSpan? maxLag, DateInput? after)
    {
        DateTimeOffset now = _clock.Moment(target.Scope);
        return ListReader<BatchExportHealth>.CreateSingle(async call =>
        {
            BatchExport export = await ExportLists.LoadAsync(target, call).ConfigureAwait(false);
            return await (after is null
                ? _reader.ReadAsync(target.Scope, export, maxLag, call)
                : _reader.ReadAsync(target.Scope, export, maxLag, new ExportCalendar(export, now).InstantOf(after), call)).ConfigureAwait(false);
        });
    }

    /// <summary>The same with the rows of a window.</summary>
    internal ItemReader<BatchExportHealth> ReadWithRows(BatchExportTarget target, TimeSpan? maxLag, DateInput? after, DateInput rowsAfter)
    {
        DateTimeOffset now = _clock.Moment(target.Scope);
        ItemReader<BatchExportHealth> health = Read(target, maxLag, after);
        var rows = new ExportRowReader(target, export => (new ExportCalendar(export, now).InstantOf(rowsAfter), null), isSummary: true);
        return ListReader<BatchExportHealth>.CreateSingle(async call =>
        {
            BatchExportHealth judged = (await health.ReadAllAsync(call).ConfigureAwait(false))[0];
            foreach (PostHogObject summary in await rows.ReadAllAsync(call).ConfigureAwait(false))
                HealthCheck.AddRows(judged, (BatchExportRowSummary)summary);
            return judged;
        });
    }

    /// <summary>The health of an export that is remembered and not listed any more.</summary>
    internal static ItemReader<BatchExportHealth> ReadUnlisted(ProjectScope scope, RememberedHealth before, ItemReader<BatchExportHealth> health) =>
        ListReader<BatchExportHealth>.CreateSingle(call =>
            HealthReader.ReadUnlistedAsync(scope, before, async () => (await health.ReadAllAsync(call).ConfigureAwait(false))[0]));

    /// <summary>The same at once.</summary>
    internal BatchExportHealth JudgeUnlisted(ProjectScope scope, RememberedHealth before, TimeSpan? maxLag)
    {
        var target = new BatchExportTarget(scope, before.Id, before.Name, null, before.Name);
        ItemReader<BatchExportHealth> health = ReadUnlisted(scope, before, Read(target, maxLag, null));
        return _run.Pump.Await(async call => (await health.ReadAllAsync(call).ConfigureAwait(false))[0]);
    }

    internal BatchExportHealth Judge(ProjectScope scope, BatchExport export, TimeSpan? maxLag) =>
        _run.Pump.Await(call => _reader.ReadAsync(scope, export, maxLag, call));
}
