using System.Management.Automation;
using PostHogPS.Binding;
using PostHogPS.Cmdlets.Resolving;
using PostHogPS.Cmdlets;
using PostHogPS.Completion;
using PostHogPS.Connections;

namespace PostHogPS.Commands;

/// <summary>Removes passwords from the public links of dashboards (DELETE).</summary>
[Cmdlet(VerbsCommon.Remove, "PHDashboardSharingPassword", SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.High)]
public sealed class RemovePHDashboardSharingPasswordCommand : ProjectCmdlet
{
    private DashboardPartResolver? _resolver;

    /// <summary><para>The passwords: objects of SharePasswords or of New-PHDashboardSharingPassword, or ids together with -Dashboard.</para></summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true)]
    [Alias("Id")]
    [DashboardPartReferences]
    public DashboardPartReference[] SharingPassword { get; set; } = [];

    /// <summary><para>The dashboard that bare ids belong to.</para></summary>
    [Parameter]
    [DashboardReferences]
    [ArgumentCompleter(typeof(DashboardCompleter))]
    public DashboardReference[]? Dashboard { get; set; }

    private DashboardPartResolver Resolver => _resolver ??= new DashboardPartResolver(Command, Scopes, new DashboardResolver(Command, Scopes), () => Dashboard);

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        foreach (DashboardPartTarget target in Resolver.Resolve(SharingPassword, PipedKind.DashboardSharingPassword, "password of a public link",
            "(Get-PHDashboardSharing <dashboard>).SharePasswords shows them with their ids."))
            Try(target.Input, () => Remove(target),
                _ => "(Get-PHDashboardSharing <dashboard>).SharePasswords shows the passwords there are; a refreshed link gives them new ids.");
    }

    private void Remove(DashboardPartTarget target)
    {
        if (ShouldProcess(target.Dashboard.Description, $"Remove the password {target.Id} of the public link"))
            Await(call => target.Scope.Session.DashboardSharing.RemovePasswordAsync(target.Scope.Project, target.Dashboard.Id, target.Id, call));
    }
}
