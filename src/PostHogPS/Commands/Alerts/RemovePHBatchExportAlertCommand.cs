using System.Management.Automation;
using PostHogPS.Cmdlets;
using PostHogPS.Cmdlets.Resolving;
using PostHogPS.Connections;

namespace PostHogPS.Commands;

/// <summary>Removes alerts, which PostHog does softly (PATCH deleted).</summary>
[Cmdlet(VerbsCommon.Remove, "PHBatchExportAlert", SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.High)]
public sealed class RemovePHBatchExportAlertCommand : AlertTargetCmdlet
{
    private protected override void Process(ProjectScope scope, BatchExportAlert current)
    {
        string what = AlertResolver.Describe(current, scope);
        if (!ShouldProcess(what, "Remove"))
            return;
        Await(call => scope.Session.Alerts.RemoveAsync(scope.Project, current.Id, call));
        WriteVerbose($"Removed the {what}. It comes back by Invoke-PHRestMethod api/projects/{current.ProjectId}/hog_functions/{current.Id}/ "
            + $"-Method PATCH -Body @{{ deleted = $false }}.");
    }
}
