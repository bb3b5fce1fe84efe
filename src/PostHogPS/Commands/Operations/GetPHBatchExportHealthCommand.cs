using System;
using System.Management.Automation;
using PostHogPS.Binding;
using PostHogPS.Cmdlets;
using PostHogPS.Cmdlets.Execution;
using PostHogPS.Completion;
using PostHogPS.Schedule;

namespace PostHogPS.Commands;

/// <summary>Says how each batch export is, from one list request per project.</summary>
[Cmdlet(VerbsCommon.Get, "PHBatchExportHealth")]
[OutputType(typeof(BatchExportHealth))]
public sealed class GetPHBatchExportHealthCommand : OperationCmdlet
{
    /// <summary>
    /// <para>Lag that is in order. Default: the interval plus three hours for hourly and shorter ones, plus a quarter of the
    /// interval for longer ones.</para>
    /// </summary>
    [Parameter]
    [TimeSpanTransformation]
    public TimeSpan? MaxLag { get; set; }

    /// <summary>
    /// <para>Also looks at the intervals since then: one that is missing is not in order. Costs a request per hundred runs and
    /// export.</para>
    /// </summary>
    [Parameter]
    [DateTransformation]
    [ArgumentCompleter(typeof(DateCompleter))]
    public DateInput? After { get; set; }

    /// <summary><para>Leaves out what is in order.</para></summary>
    [Parameter]
    public SwitchParameter Unhealthy { get; set; }

    // With the intervals there is a table of its own.
    private static object Shown(BatchExportHealth health)
    {
        if (health.After is null)
            return health;
        var shown = PSObject.AsPSObject(health);
        shown.TypeNames.Insert(0, typeof(BatchExportHealth).FullName + "#Coverage");
        return shown;
    }

    private protected override TimeWindow? Window => After is null ? null : new(nameof(After), After, "Before", null) { HasExportDays = true };

    private protected override IExportReadings CreateReadings() =>
        CreateReadings<BatchExportHealth>("Judging batch exports", target => Health.Read(target, MaxLag, After), Write);

    private void Write(BatchExportHealth health)
    {
        if (!Unhealthy || !health.IsHealthy)
            WriteObject(Shown(health));
    }
}
