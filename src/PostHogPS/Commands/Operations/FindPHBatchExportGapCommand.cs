using System;
using System.Collections.Generic;
using System.Management.Automation;
using PostHogPS.Binding;
using PostHogPS.Cmdlets;
using PostHogPS.Completion;
using PostHogPS.Errors;
using PostHogPS.Operations;

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
    public DateInput After { get; set; } = DateInput.From("-7d");

    /// <summary><para>End of the window. Default: now.</para></summary>
    [Parameter]
    [DateTransformation]
    [ArgumentCompleter(typeof(DateCompleter))]
    public DateInput? Before { get; set; }

    /// <summary><para>One object per export: expected and covered intervals, coverage in percent, the longest gap.</para></summary>
    [Parameter]
    public SwitchParameter Summary { get; set; }

    /// <inheritdoc/>
    protected override void ProcessRecord() => Try(BatchExport, () =>
    {
        After.ThrowIfBad(nameof(After));
        Before?.ThrowIfBad(nameof(Before));
        foreach (BatchExportTarget target in Exports())
            Try(target.Input, () => Scan(target));
    });

    private void Scan(BatchExportTarget target)
    {
        BatchExport export = Load(target);
        var calendar = new ExportCalendar(export, Moment(target.Scope));
        DateTimeOffset after = calendar.InstantOf(After);
        DateTimeOffset? before = Before is null ? null : calendar.InstantOf(Before);
        if (after >= before)
            throw Fault.Validation($"-After {After} is not before -Before {Before}.");
        var scan = new GapScan(this, target.Scope, export, after, before);
        var coverage = new BatchExportCoverage { BatchExportId = export.Id, BatchExportName = export.Name, ProjectId = export.ProjectId, ProjectName = export.ProjectName, After = scan.After, Before = scan.Before };
        foreach (BatchExportGap gap in GapFinder.Merge(Counted(scan.Judge(), coverage)))
        {
            coverage.Gaps++;
            if (!Summary)
                WriteObject(target.Scope.Stamp(Named(gap, export)));
        }

        if (Summary)
            WriteObject(target.Scope.Stamp(coverage));
    }

    private static IEnumerable<IntervalVerdict> Counted(IEnumerable<IntervalVerdict> verdicts, BatchExportCoverage coverage)
    {
        DateTimeOffset? gapStart = null;
        foreach (IntervalVerdict verdict in verdicts)
        {
            // A stretch without data is one, whatever its intervals are missing for.
            gapStart = verdict.IsCovered ? null : gapStart ?? verdict.Interval.Start;
            if (gapStart is { } start && verdict.Interval.End - start > coverage.LongestGap)
                coverage.LongestGap = verdict.Interval.End - start;
            coverage.Expected++;
            coverage.Covered += verdict.IsCovered ? 1 : 0;
            yield return verdict;
        }
    }

    internal static BatchExportGap Named(BatchExportGap gap, BatchExport export)
    {
        gap.BatchExportId = export.Id;
        gap.BatchExportName = export.Name;
        gap.ProjectId = export.ProjectId;
        gap.ProjectName = export.ProjectName;
        return gap;
    }
}
