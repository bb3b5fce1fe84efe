using System;
using System.Management.Automation;
using PostHogPS.Anomalies;
using PostHogPS.Binding;
using PostHogPS.Cmdlets;
using PostHogPS.Cmdlets.Execution;
using PostHogPS.Completion;
using PostHogPS.Connections;
using PostHogPS.Schedule;

namespace PostHogPS.Commands;

/// <summary>Finds intervals whose runs do not fit the export's own history: rows, bytes per row, failed rows, durations.</summary>
[Cmdlet(VerbsCommon.Find, "PHBatchExportAnomaly")]
[OutputType(typeof(BatchExportAnomaly))]
public sealed class FindPHBatchExportAnomalyCommand : OperationCmdlet
{
    /// <summary><para>Start of the window. Default: seven days ago. The history before it is read as well.</para></summary>
    [Parameter]
    [DateTransformation]
    [ArgumentCompleter(typeof(DateCompleter))]
    public DateInput After { get; set; } = DateReader.Read("-7d");

    /// <summary><para>End of the window. Default: now.</para></summary>
    [Parameter]
    [DateTransformation]
    [ArgumentCompleter(typeof(DateCompleter))]
    public DateInput? Before { get; set; }

    /// <summary><para>How far from the usual an interval must be: Low finds the worst only, High also what may be chance.</para></summary>
    [Parameter]
    [ValidateSet("Low", "Normal", "High")]
    public string Sensitivity { get; set; } = "Normal";

    private protected override TimeWindow Window =>
        new(nameof(After), After, nameof(Before), Before) { HasExportDays = true, IsFromDefault = !Given(nameof(After)) };

    private protected override IExportReadings CreateReadings() => CreateReadings<BatchExportAnomaly>("Looking for anomalies", Scan);

    private AnomalyReader Scan(BatchExportTarget target)
    {
        DateTimeOffset now = Clock.Moment(target.Scope);
        return new AnomalyReader(target, export => Window.On(new ExportCalendar(export, now)), AnomalyThresholds.For(Sensitivity));
    }
}
