using System.Collections.Generic;
using System.Linq;
using System.Management.Automation;
using PostHogPS.Binding;
using PostHogPS.Changes;
using PostHogPS.Cmdlets;
using PostHogPS.Completion;
using PostHogPS.Connections;
using PostHogPS.Contracts;
using PostHogPS.Text;

namespace PostHogPS.Commands;

/// <summary>Changes batch exports (PATCH). Reads first, sends only what changes, and nothing when nothing does.</summary>
[Cmdlet(VerbsCommon.Set, "PHBatchExport", SupportsShouldProcess = true)]
[OutputType(typeof(BatchExport))]
public sealed class SetPHBatchExportCommand : BatchExportSettingsCmdlet
{
    private readonly Dictionary<(PostHogConnection, string), BatchExport> _renamed = new();

    /// <summary><para>The batch exports: objects, ids, names or patterns.</para></summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true)]
    [Alias("Id")]
    [BatchExportReferences]
    [ArgumentCompleter(typeof(BatchExportCompleter))]
    [SupportsWildcards]
    public BatchExportReference[] BatchExport { get; set; } = [];

    /// <summary><para>The new name.</para></summary>
    [Parameter]
    [ValidateNotNull]
    public string? Name { get; set; }

    /// <summary><para>Pauses the exports; -Paused:$false resumes them without a backfill.</para></summary>
    [Parameter]
    [NotNullSwitch]
    public SwitchParameter Paused { get; set; }

    /// <summary><para>The new interval: hour, day, week, or "every 5 minutes" ("5 min") and the like.</para></summary>
    [Parameter]
    [IntervalTransformation]
    [ArgumentCompleter(typeof(IntervalCompleter))]
    [ValidateNotNullOrEmpty]
    public string? Interval { get; set; }

    /// <summary>
    /// <para>Settings of the destination that change, as a hashtable, or a complete destination. Settings that are not given stay,
    /// secrets too.</para>
    /// </summary>
    [Parameter]
    [DestinationTransformation]
    public DestinationInput? Destination { get; set; }

    /// <summary><para>Gives the export a name that another one of the project has already.</para></summary>
    [Parameter]
    public SwitchParameter Force { get; set; }

    /// <summary><para>Gives the exports back as they are afterwards.</para></summary>
    [Parameter]
    public SwitchParameter PassThru { get; set; }

    /// <inheritdoc/>
    protected override void BeginProcessing()
    {
        base.BeginProcessing();
        RequireChange(nameof(BatchExport), nameof(Force), nameof(PassThru));
    }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        List<BatchExportTarget> targets = Resolver.Resolve(BatchExport).ToList();
        if (Name is not null && targets.Count > 1 && !Force)
        {
            Try(BatchExport, () => throw Problems.Validation($"-Name gives one batch export a name, and {targets.Count} are meant: "
                + $"{string.Join(", ", targets.Select(t => $"'{MessageText.Name(t.Name ?? t.Id.ToString())}'"))}. Nothing was sent.",
                    "Name one of them. -Force gives all of them the same name."));
            return;
        }

        foreach (BatchExportTarget target in targets)
            Try(target.Input, () => Change(target));
    }

    private void Change(BatchExportTarget target)
    {
        BatchExport current = Resolver.Refresh(target);
        string what = new BatchExportTarget(target.Scope, target.Id, target.Input, current, null).Description;
        BatchExportPatch patch = BatchExportPatch.CreateFrom(
            current, ReadSettings(Name, Interval, Paused), target.Scope.Session.ServerNow, Clock.Moment(target.Scope));
        if (Destination is not null || IntegrationId is not null)
            patch.SetDestination(Destination?.Definition, IntegrationId);
        if (patch.IsEmpty)
        {
            WriteVerbose($"Nothing changes on {what}, so nothing was sent.");
            if (PassThru)
                WriteObject(current);
            return;
        }

        if (patch.Renames && !Force)
            CheckName(target, what);
        bool go = ShouldProcess($"Change {what}:", $"Change {what}?", "Set-PHBatchExport", patch.Changes, out ShouldProcessReason why);
        if (patch.Renames && (go || why == ShouldProcessReason.WhatIf))
            _renamed[target.Scope.Key] = current;
        if (!go)
            return;
        BatchExport after = Await(call => patch.SendAsync(target.Scope, call));
        if (PassThru)
            WriteObject(after);
    }

    // PostHog takes the same name twice; from then on the name says neither of the two.
    private void CheckName(BatchExportTarget target, string what)
    {
        List<BatchExport> namesakes = Resolver.Namesakes(target.Scope, Name!.Trim());
        // With one name for several exports, the second one finds it taken.
        if (_renamed.TryGetValue(target.Scope.Key, out BatchExport? first))
            namesakes.Add(first);
        namesakes.RemoveAll(export => export.Id == target.Id);
        if (namesakes.Count > 0)
            throw Problems.NameInUse(Name!, target.Scope.Description, namesakes, $"Choose another name for {what}, or give it this one all the same: -Force.");
    }
}
