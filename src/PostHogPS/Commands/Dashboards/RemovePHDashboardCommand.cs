using System;
using System.Collections.Generic;
using System.Management.Automation;
using PostHogPS.Binding;
using PostHogPS.Cmdlets;

namespace PostHogPS.Commands;

/// <summary>Deletes dashboards, which PostHog does softly (PATCH deleted): Restore-PHDashboard brings them back.</summary>
[Cmdlet(VerbsCommon.Remove, "PHDashboard", SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.High)]
public sealed class RemovePHDashboardCommand : DashboardTargetCmdlet
{
    private protected override void Process(DashboardTarget target)
    {
        if (!ShouldProcess(target.Description, "Remove"))
            return;
        var body = new Dictionary<string, object?>(StringComparer.Ordinal) { ["deleted"] = true };
        Await(call => target.Scope.Session.Dashboards.UpdateAsync(target.Scope.Project, target.Id, body, call));
        WriteVerbose($"Deleted {target.Description}. Restore-PHDashboard {target.Id} brings it back.");
    }
}
