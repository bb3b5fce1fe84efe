using System;
using System.Management.Automation;
using PostHogPS.Binding;
using PostHogPS.Cmdlets;
using PostHogPS.Completion;
using PostHogPS.Connections;
using PostHogPS.Coverage;
using PostHogPS.Gaps;
using PostHogPS.Schedule;

namespace PostHogPS.Commands;

/// <summary>
/// Finds the intervals that no successful or running run covers. Runs are read ordered by data interval, a hundred to a
/// request, and compared with the export's own schedule.
/// </summary>
[Cmdlet(VerbsCommon.Find, "PHBatchExportGap")]
[OutputType(typeof(BatchExportGap), typeof(BatchExportCoverage))]
public sealed class FindPHBatchExportGapCommand : OperationCmdlet
{
    /// <summary><para>Start of the window. Default: seven days ago.</para></summary>
    [Parameter]
    [DateTransformation]
    [ArgumentCompleter(typeof(DateCompleter))]
    public DateInput After { get; set; } = DateReader.Read("-7d");

    /// <summary><para>End of the window. Default: now.</para></summary>
    [Parameter]
    [DateTransformation]
    [ArgumentCompleter(typeof(DateCompleter))]
    public DateInput? Before { get; set; }

    /// <summary><para>One object per export: expected and covered intervals, coverage in percent, the longest gap.</para></summary>
    [Parameter]
    public SwitchParameter Summary { get; set; }

    private protected override TimeWindow Window =>
        new(nameof(After), After, nameof(Before), Before) { HasExportDays = true, IsFromDefault = !Given(nameof(After)) };

    /// <inheritdoc/>
    protected override void ProcessRecord() => Try(BatchExport, () =>
    {
        foreach (BatchExportTarget target in Exports())
            Try(target.Input, () => Scan(target));
    });

    private void Scan(BatchExportTarget target)
    {
        BatchExport export = Resolver.Load(target);
        (DateTimeOffset after, DateTimeOffset? before) = Window.On(new ExportCalendar(export, Clock.Moment(target.Scope)));
        var scan = new GapReader(target.Scope, export, after, before);
        var tally = new CoverageTally();
        int gaps = 0;
        foreach (BatchExportGap gap in GapFinder.Merge(tally.Count(Stream(scan))))
        {
            gaps++;
            if (!Summary)
                WriteObject(target.Scope.StampGap(gap, export));
        }

        if (Summary)
            WriteObject(target.Scope.Stamp(Summarize(export, scan, tally, gaps)));
    }

    private static BatchExportCoverage Summarize(BatchExport export, GapReader scan, CoverageTally tally, int gaps) => new()
    {
        BatchExportId = export.Id,
        BatchExportName = export.Name,
        ProjectId = export.ProjectId,
        ProjectName = export.ProjectName,
        After = scan.After,
        Before = scan.Before,
        Expected = tally.Expected,
        Covered = tally.Covered,
        AutoPaused = tally.AutoPaused,
        Paused = tally.Paused,
        Gaps = gaps,
        LongestGap = tally.LongestGap,
    };
}
