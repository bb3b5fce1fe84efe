using System.Management.Automation;
using PostHogPS.Cmdlets;
using PostHogPS.Cmdlets.Resolving;
using PostHogPS.Connections;
using PostHogPS.Contracts;
using PostHogPS.DashboardFiles;

namespace PostHogPS.Commands;

/// <summary>Makes dashboards with their tiles as files say. What is there already is changed with -Update or left alone; no POST is sent twice.</summary>
[Cmdlet(VerbsData.Import, "PHDashboard", SupportsShouldProcess = true)]
[OutputType(typeof(Dashboard), typeof(DashboardPortability))]
public sealed class ImportPHDashboardCommand : DashboardFilesCmdlet
{
    private DashboardImports? _imports;

    /// <summary><para>Changes dashboards that are there already.</para></summary>
    [Parameter]
    public SwitchParameter Update { get; set; }

    /// <summary><para>With -Update: also removes tiles that the file has not.</para></summary>
    [Parameter]
    public SwitchParameter Prune { get; set; }

    /// <summary><para>Makes another dashboard beside the one that is there.</para></summary>
    [Parameter]
    public SwitchParameter Force { get; set; }

    /// <summary><para>Leaves out tiles that refer to what the project has not exactly once.</para></summary>
    [Parameter]
    public SwitchParameter Skip { get; set; }

    /// <summary><para>Sends the ids that the file names as those of its source where the project has no such thing.</para></summary>
    [Parameter]
    public SwitchParameter KeepAsIs { get; set; }

    /// <summary><para>Imports nothing of a dashboard that refers to what the project has not exactly once. This is the default.</para></summary>
    [Parameter]
    public SwitchParameter Fail { get; set; }

    /// <inheritdoc/>
    protected override void BeginProcessing()
    {
        base.BeginProcessing();
        Try(null, () =>
        {
            _imports = new DashboardImports(this, Command,
                new ImportOptions { Update = Update, Prune = Prune, Force = Force, Unmapped = DashboardImports.Choose(Skip, KeepAsIs, Fail) });
            _imports.Check();
        });
    }

    private protected override void Process(DashboardFile file, ProjectScope scope) => _imports!.Import(file, scope);

    private protected override string? Advice(PostHogApiException e) => e.Kind == PostHogErrorKind.FateUnknown
        ? "Get-PHDashboard shows whether it did. Run the same Import-PHDashboard again: it looks for what was made, and goes on." : null;
}
