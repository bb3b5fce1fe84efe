using System;
using System.Collections;
using System.Collections.Generic;
using System.Management.Automation;
using PostHogPS.Binding;
using PostHogPS.Cmdlets;

namespace PostHogPS.Commands;

/// <summary>Shares dashboards by a public link, or ends that (PATCH sharing).</summary>
[Cmdlet(VerbsCommon.Set, "PHDashboardSharing", SupportsShouldProcess = true)]
[OutputType(typeof(DashboardSharing))]
public sealed class SetPHDashboardSharingCommand : DashboardTargetCmdlet
{
    /// <summary><para>$true shares: whoever has the link sees the dashboard. $false ends it.</para></summary>
    [Parameter]
    [ValidateNotNull]
    public bool? Enabled { get; set; }

    /// <summary><para>Display settings of the shared page.</para></summary>
    [Parameter]
    [ValidateNotNull]
    public IDictionary? Settings { get; set; }

    /// <summary><para>Gives the sharing back as it is afterwards, with the link.</para></summary>
    [Parameter]
    public SwitchParameter PassThru { get; set; }

    /// <inheritdoc/>
    protected override void BeginProcessing()
    {
        base.BeginProcessing();
        RequireChange(nameof(Dashboard), nameof(PassThru));
    }

    private protected override void Process(DashboardTarget target)
    {
        var body = new Dictionary<string, object?>(StringComparer.Ordinal);
        if (Enabled is not null)
            body["enabled"] = Enabled;
        if (Settings is not null)
            body["settings"] = PlainValue.FromBag(Settings);
        string action = Enabled switch { true => "Share by a public link", false => "End sharing", _ => "Change the settings of sharing" };
        if (!ShouldProcess(target.Description, action))
            return;
        DashboardSharing after = Await(call => target.Scope.Session.Dashboards.UpdateSharingAsync(target.Scope.Project, target.Id, body, call));
        if (PassThru)
            WriteObject(SharingLink.Complete(after, target));
    }
}
