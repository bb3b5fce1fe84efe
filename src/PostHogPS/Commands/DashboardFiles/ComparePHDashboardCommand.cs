using System.Management.Automation;
using PostHogPS.Cmdlets;
using PostHogPS.Connections;
using PostHogPS.DashboardFiles;

namespace PostHogPS.Commands;

/// <summary>Says what differs between files of dashboards and PostHog, tile by tile. Nothing to say: no output.</summary>
[Cmdlet(VerbsData.Compare, "PHDashboard")]
[OutputType(typeof(DashboardDifference), typeof(bool))]
public sealed class ComparePHDashboardCommand : DashboardFilesCmdlet
{
    private DashboardImporter? _project;
    private bool _isSame = true;

    /// <summary><para>Gives one Boolean: true where nothing differs. For scripts and CI.</para></summary>
    [Parameter]
    public SwitchParameter Quiet { get; set; }

    /// <inheritdoc/>
    protected override void EndProcessing()
    {
        base.EndProcessing();
        // What could not be compared is not known to be the same.
        if (Quiet)
            WriteObject(_isSame && HasFiles && !HasFailed);
    }

    private protected override void Process(DashboardFile file, ProjectScope scope)
    {
        DashboardImporter project = _project ??= Await(call => DashboardImporter.OpenAsync(scope, call));
        DashboardDifference[] found = [.. Await(call => project.CompareAsync(file, call))];
        _isSame &= found.Length == 0;
        if (!Quiet)
            WriteObject(found, enumerateCollection: true);
    }
}
