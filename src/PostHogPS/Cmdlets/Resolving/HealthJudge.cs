using System;
using PostHogPS.Cmdlets.Execution;
using PostHogPS.Connections;
using PostHogPS.Health;
using PostHogPS.Schedule;

namespace PostHogPS.Cmdlets.Resolving;

/// <summary>How an export is, as every command judges it.</summary>
internal sealed class HealthJudge
{
    private readonly CommandRun _run;
    private readonly BatchExportResolver _exports;
    private readonly CommandClock _clock;
    private readonly HealthReader _reader = new();

    internal HealthJudge(CommandRun run, BatchExportResolver exports, CommandClock clock)
    {
        _run = run;
        _exports = exports;
        _clock = clock;
    }

    /// <summary>With the intervals from an instant on, where one is given.</summary>
    internal BatchExportHealth Judge(BatchExportTarget target, TimeSpan? maxLag, DateInput? after)
    {
        BatchExport export = _exports.Load(target);
        if (after is null)
            return Judge(target.Scope, export, maxLag);
        DateTimeOffset from = new ExportCalendar(export, _clock.Moment(target.Scope)).InstantOf(after);
        return _run.Pump.Await(call => _reader.ReadAsync(target.Scope, export, maxLag, from, call));
    }

    internal BatchExportHealth Judge(ProjectScope scope, BatchExport export, TimeSpan? maxLag) =>
        _run.Pump.Await(call => _reader.ReadAsync(scope, export, maxLag, call));
}
