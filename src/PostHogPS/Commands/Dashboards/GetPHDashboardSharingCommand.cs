using System.Management.Automation;
using PostHogPS.Cmdlets;
using PostHogPS.Connections;

namespace PostHogPS.Commands;

/// <summary>Shows whether dashboards are shared by a public link, and the link while they are.</summary>
[Cmdlet(VerbsCommon.Get, "PHDashboardSharing")]
[OutputType(typeof(DashboardSharing))]
public sealed class GetPHDashboardSharingCommand : DashboardTargetCmdlet
{
    private protected override void Process(DashboardTarget target)
    {
        DashboardSharing sharing = Await(call => target.Scope.Session.DashboardSharing.GetAsync(target.Scope.Project, target.Id, call));
        WriteObject(target.Scope.StampSharing(sharing, target.Id));
    }
}
