using System;
using System.Management.Automation;
using PostHogPS.Binding;
using PostHogPS.Cmdlets;
using PostHogPS.Cmdlets.Execution;
using PostHogPS.Completion;
using PostHogPS.Connections;
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

    private protected override IExportReadings CreateReadings() => CreateReadings<PostHogObject>("Looking for gaps", Scan);

    private ExportGapReader Scan(BatchExportTarget target)
    {
        DateTimeOffset now = Clock.Moment(target.Scope);
        return new ExportGapReader(target, export => Window.On(new ExportCalendar(export, now)), Summary);
    }
}
