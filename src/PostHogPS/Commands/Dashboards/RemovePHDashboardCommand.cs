using System.Management.Automation;
using PostHogPS.Cmdlets;
using PostHogPS.Connections;

namespace PostHogPS.Commands;

/// <summary>Deletes dashboards, which PostHog does softly (PATCH deleted): Restore-PHDashboard brings them back.</summary>
[Cmdlet(VerbsCommon.Remove, "PHDashboard", SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.High)]
public sealed class RemovePHDashboardCommand : DashboardTargetCmdlet
{
    private protected override bool TakesParts => false;

    private protected override void Process(DashboardTarget target)
    {
        if (!ShouldProcess(target.Description, "Remove"))
            return;
        Await(call => target.Scope.Session.Dashboards.RemoveAsync(target.Scope.Project, target.Id, call));
        WriteVerbose($"Deleted {target.Description}. Restore-PHDashboard {target.Id} brings it back.");
    }
}
