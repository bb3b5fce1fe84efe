using System.Collections;
using System.Collections.Generic;
using System.Linq;
using System.Management.Automation;
using PostHogPS.Binding;
using PostHogPS.Cmdlets;
using PostHogPS.Cmdlets.Resolving;
using PostHogPS.Completion;
using PostHogPS.Connections;
using PostHogPS.Contracts;
using PostHogPS.ExportFiles;
using PostHogPS.Text;

namespace PostHogPS.Commands;

/// <summary>Copies batch exports to another project, region or host (POST). Paused, unless -Active says otherwise; never sent twice.</summary>
[Cmdlet(VerbsCommon.Copy, "PHBatchExport", SupportsShouldProcess = true)]
[OutputType(typeof(BatchExport))]
public sealed class CopyPHBatchExportCommand : BatchExportTargetCmdlet
{
    private SecretSources? _secrets;
    private ExportCopier? _copier;

    /// <summary><para>The project to copy to: its number, a project object, or '@current' in quotes. Default: the project of -ToConnection.</para></summary>
    [Parameter]
    [ProjectTransformation]
    [ArgumentCompleter(typeof(ProjectCompleter))]
    public ProjectReference? ToProject { get; set; }

    /// <summary>
    /// <para>The connection to copy to: an object of Connect-PostHog -PassThru or Get-PHConnection, or a name. Default: the
    /// one that the export was read through.</para>
    /// </summary>
    [Parameter]
    [ConnectionTransformation]
    [ArgumentCompleter(typeof(ConnectionNameCompleter))]
    public PostHogConnection? ToConnection { get; set; }

    /// <summary><para>The copy runs at once. Otherwise it is paused until Resume-PHBatchExport.</para></summary>
    [Parameter]
    public SwitchParameter Active { get; set; }

    /// <summary>
    /// <para>Secrets of exports with credentials of their own (old servers, HTTP), as SecureStrings by the names that
    /// Export-PHBatchExport gives them.</para>
    /// </summary>
    [Parameter]
    public IDictionary? Secret { get; set; }

    /// <summary><para>Copies even when the target has an export of that name already.</para></summary>
    [Parameter]
    public SwitchParameter Force { get; set; }

    private protected override bool TakesParts => false;

    private SecretSources Secrets => _secrets ??= new SecretSources(this, Secret);

    /// <inheritdoc/>
    protected override void BeginProcessing()
    {
        base.BeginProcessing();
        Try(null, () =>
        {
            Secrets.Check();
            CopyTarget.Check("Copy-PHBatchExport", ToProject, ToConnection);
        });
    }

    private protected override void Process(BatchExportTarget target)
    {
        BatchExport export = Resolver.Load(target);
        ExportCopier copier = _copier ??= new ExportCopier(
            Await(call => ProjectExports.ReadAsync(CopyTarget.Resolve(ToProject, ToConnection, target.Scope.Connection), call)), !Active, Force);
        PlannedStep step = Await(call => copier.PlanAsync(target, export, call));
        var missing = new List<ProblemException>();
        ExportSecrets secrets = Secrets.Find(step.Step.Secrets.Select(name => (name, $"the copy of '{MessageText.Name(export.Name)}'")), missing,
            step.Step.Secrets);
        if (missing.Count > 0)
            throw missing[0];
        copier.Count(export);
        if (ShouldProcess(target.Description, copier.Action))
            WriteObject(Await(call => copier.CopyAsync(step, export, secrets, call)));
    }

    /// <inheritdoc/>
    protected override void EndProcessing()
    {
        base.EndProcessing();
        foreach (string unused in Secrets.DescribeUnused([], "the exports that were copied"))
            WriteWarning(unused);
    }

    private protected override string? Advice(PostHogApiException e) => e.Kind == PostHogErrorKind.FateUnknown
        ? "Run the same Copy-PHBatchExport again: it looks for an export of this name first, as Get-PHBatchExport would in the target." : null;
}
