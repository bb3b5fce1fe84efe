using System;
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
    private readonly Dictionary<(PostHogConnection, string), IntegrationNames> _sources = new();
    private readonly HashSet<string> _made = new(StringComparer.OrdinalIgnoreCase);
    private readonly HashSet<string> _secretsUsed = new(StringComparer.Ordinal);
    private SecretSources? _secrets;
    private ProjectExports? _target;

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
        ProjectExports to = _target ??= Await(call => ProjectExports.ReadAsync(CopyTarget.Resolve(ToProject, ToConnection, target.Scope.Connection), call));
        List<BatchExport> namesakes = to.Exports.Where(other => string.Equals(other.Name, export.Name, StringComparison.OrdinalIgnoreCase)).ToList();
        if (!Force && namesakes.Count > 0)
            throw Problems.NameInUse(export.Name, to.Scope.Description, namesakes,
                "Set-PHBatchExport changes it. To make a second one of the same name: -Force.");
        if (!Force && _made.Contains(export.Name))
            throw Problems.NameInUse(export.Name, to.Scope.Description, [], "This command has copied one of that name. To make a second one: -Force.");
        var sync = new ExportSync(to);
        PlannedStep step = sync.PlanCopy(ExportFile.CreateFrom(export, Names(target.Scope), paused: !Active));
        if (step.Problem is { } problem)
            throw problem;
        Copy(target, export, sync, step);
    }

    /// <inheritdoc/>
    protected override void EndProcessing()
    {
        base.EndProcessing();
        foreach (string unused in Secrets.DescribeUnused([], "the exports that were copied"))
            WriteWarning(unused);
    }

    private void Copy(BatchExportTarget target, BatchExport export, ExportSync sync, PlannedStep step)
    {
        var missing = new List<ProblemException>();
        // Names that differ in what a file name cannot hold make one name of a secret: one token would go to two destinations.
        if (step.Step.Secrets.FirstOrDefault(name => _secretsUsed.Contains(SecretVariable.NameOf(name))) is { } used)
            throw Problems.Validation($"The copy of '{MessageText.Name(export.Name)}' needs a secret '{MessageText.Name(used)}', as another copy of this "
                + "command does, so one would go to both. It was not copied.", "Copy them by one command each.");
        _secretsUsed.UnionWith(step.Step.Secrets.Select(SecretVariable.NameOf));
        ExportSecrets secrets = Secrets.Find(step.Step.Secrets.Select(name => (name, $"the copy of '{MessageText.Name(export.Name)}'")), missing,
            step.Step.Secrets);
        if (missing.Count > 0)
            throw missing[0];
        // In a plan as well, so that it is the plan of the run.
        _made.Add(export.Name);
        if (!ShouldProcess(target.Description, $"Copy to {_target!.Scope.Description}{(Active ? "" : ", paused")}"))
            return;
        if (export.Schema is not null)
            WriteWarning($"'{MessageText.Name(export.Name)}' has stored columns of its own (schema), which cannot be copied: the copy exports the usual ones.");
        WriteObject(Await(call => sync.ApplyAsync(step, secrets, call)));
    }

    private protected override string? Advice(PostHogApiException e) => e.Kind == PostHogErrorKind.FateUnknown
        ? "Run the same Copy-PHBatchExport again: it looks for an export of this name first, as Get-PHBatchExport would in the target." : null;

    private IntegrationNames Names(ProjectScope from)
    {
        if (!_sources.TryGetValue(from.Key, out IntegrationNames? names))
            _sources.Add(from.Key, names = Await(call => ProjectExports.ReadIntegrationsAsync(from, call)));
        return names;
    }
}
