using System;
using System.Management.Automation;
using PostHogPS.Binding;
using PostHogPS.Cmdlets;
using PostHogPS.Cmdlets.Execution;
using PostHogPS.Completion;
using PostHogPS.Connections;
using PostHogPS.Reading;
using PostHogPS.Rows;
using PostHogPS.Schedule;

namespace PostHogPS.Commands;

/// <summary>Compares the rows that PostHog holds with those that runs exported, by interval and as a running sum.</summary>
[Cmdlet(VerbsData.Compare, "PHBatchExportRow")]
[OutputType(typeof(BatchExportRowComparison), typeof(BatchExportRowSummary))]
public sealed class ComparePHBatchExportRowCommand : OperationCmdlet
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

    /// <summary><para>One object per export: totals, percent, the ranges that explain what is short, and the command for them.</para></summary>
    [Parameter]
    public SwitchParameter Summary { get; set; }

    private protected override TimeWindow Window =>
        new(nameof(After), After, nameof(Before), Before) { HasExportDays = true, IsFromDefault = !Given(nameof(After)) };

    private protected override IExportReadings CreateReadings() => CreateReadings("Comparing rows", Compare);

    private ItemReader<PostHogObject> Compare(BatchExportTarget target)
    {
        DateTimeOffset now = Clock.Moment(target.Scope);
        return new ExportRowReader(target, export => Window.On(new ExportCalendar(export, now)), Summary);
    }
}
