using System.Management.Automation;
using PostHogPS.Cmdlets;
using PostHogPS.Cmdlets.Resolving;
using PostHogPS.Connections;
using PostHogPS.Contracts;
using PostHogPS.DashboardFiles;

namespace PostHogPS.Commands;

/// <summary>Copies dashboards with their tiles to another project, region or host. A second copy changes the first or is refused; no POST is sent
/// twice.</summary>
[Cmdlet(VerbsCommon.Copy, "PHDashboard", SupportsShouldProcess = true)]
[OutputType(typeof(Dashboard), typeof(DashboardPortability))]
public sealed class CopyPHDashboardCommand : DashboardCopyCmdlet
{
    private DashboardImports? _imports;

    /// <summary><para>Changes the copy that an earlier run has made.</para></summary>
    [Parameter]
    public SwitchParameter Update { get; set; }

    /// <summary><para>With -Update: also removes tiles that the original has not.</para></summary>
    [Parameter]
    public SwitchParameter Prune { get; set; }

    /// <summary><para>Makes another copy beside the one that is there.</para></summary>
    [Parameter]
    public SwitchParameter Force { get; set; }

    /// <summary><para>Leaves out tiles that refer to what the target has not exactly once.</para></summary>
    [Parameter]
    public SwitchParameter Skip { get; set; }

    /// <summary><para>Sends the ids of the source where the target has no such thing.</para></summary>
    [Parameter]
    public SwitchParameter KeepAsIs { get; set; }

    /// <summary><para>Copies nothing of a dashboard that refers to what the target has not exactly once. This is the default.</para></summary>
    [Parameter]
    public SwitchParameter Fail { get; set; }

    /// <inheritdoc/>
    protected override void BeginProcessing()
    {
        base.BeginProcessing();
        Try(null, () =>
        {
            _imports = new DashboardImports(this, Command,
                new ImportOptions { Update = Update, Prune = Prune, Force = Force, Unmapped = DashboardImports.Choose(Skip, KeepAsIs, Fail) },
                saysExists: !Update);
            _imports.Check();
        });
    }

    private protected override void Process(DashboardTarget target)
    {
        DashboardFile file = ReadFile(target);
        ProjectScope to = To(target);
        // Of two that were marked alike one would change the copy of the other. What the copy was made of, it does not say.
        _imports!.Open(target.Scope).Find(file.Key);
        _imports.Import(file, to);
    }

    private protected override string? Advice(PostHogApiException e) => e.Kind == PostHogErrorKind.FateUnknown
        ? "Get-PHDashboard shows whether it did. Run the same Copy-PHDashboard again: it looks for what was made, and goes on." : null;
}
