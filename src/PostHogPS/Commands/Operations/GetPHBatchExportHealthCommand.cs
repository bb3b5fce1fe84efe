using System.Management.Automation;
using PostHogPS.Cmdlets;
using PostHogPS.Contracts;

namespace PostHogPS.Commands;

/// <summary>Says how each batch export is, from one list request per project.</summary>
[Cmdlet(VerbsCommon.Get, "PHBatchExportHealth")]
[OutputType(typeof(BatchExportHealth))]
public sealed class GetPHBatchExportHealthCommand : HealthCmdlet
{
    /// <summary><para>Leaves out healthy exports.</para></summary>
    [Parameter]
    public SwitchParameter Unhealthy { get; set; }

    /// <inheritdoc/>
    protected override void BeginProcessing() => Try(null, () =>
    {
        // One that is healthy again would be remembered, and never given.
        if (Unhealthy && ChangedOnly)
            throw Problems.Validation("-ChangedOnly gives what has become unhealthy and what is healthy again, so -Unhealthy cannot be combined with it. "
                + "Nothing was sent.", "Leave -Unhealthy out, or filter behind the command: Where-Object IsHealthy -EQ $false.", endsCommand: true);
        base.BeginProcessing();
    });

    private protected override void Give(BatchExportHealth health)
    {
        if (!Unhealthy || !health.IsHealthy)
            WriteObject(WithView(health));
    }

    // With the intervals, and with a state file, there is a table of its own.
    private object WithView(BatchExportHealth health)
    {
        if (health.After is null && StatePath is null)
            return health;
        var shown = PSObject.AsPSObject(health);
        string table = health.After is null ? "#Change" : StatePath is null ? "#Coverage" : "#CoverageChange";
        shown.TypeNames.Insert(0, typeof(BatchExportHealth).FullName + table);
        return shown;
    }
}
