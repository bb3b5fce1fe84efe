using System;
using System.Management.Automation;
using PostHogPS.Binding;
using PostHogPS.Cmdlets;

namespace PostHogPS.Commands;

/// <summary>Says how each batch export is, from one list request per project.</summary>
[Cmdlet(VerbsCommon.Get, "PHBatchExportHealth")]
[OutputType(typeof(BatchExportHealth))]
public sealed class GetPHBatchExportHealthCommand : OperationCmdlet
{
    /// <summary><para>Lag that is in order. Default: the interval plus three hours for hourly and shorter ones, plus a quarter of the interval for longer ones.</para></summary>
    [Parameter]
    [TimeSpanTransformation]
    public TimeSpan? MaxLag { get; set; }

    /// <summary><para>Leaves out what is in order.</para></summary>
    [Parameter]
    public SwitchParameter Unhealthy { get; set; }

    /// <inheritdoc/>
    protected override void ProcessRecord() => Try(BatchExport, () =>
    {
        foreach (BatchExportTarget target in Exports())
        {
            Try(target.Input, () =>
            {
                BatchExportHealth health = Judge(target, MaxLag);
                if (!Unhealthy || !health.IsHealthy)
                    WriteObject(health);
            });
        }
    });
}
