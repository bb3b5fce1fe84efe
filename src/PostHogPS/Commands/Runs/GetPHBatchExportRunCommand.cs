using System;
using System.Management.Automation;
using PostHogPS.Binding;
using PostHogPS.Cmdlets;
using PostHogPS.Completion;
using PostHogPS.Connections;
using PostHogPS.Contracts;
using PostHogPS.Reading;
using PostHogPS.Runs;
using PostHogPS.Schedule;

namespace PostHogPS.Commands;

/// <summary>Lists the runs of batch exports, newest first (docs/server.md#runs), or reads some by id.</summary>
[Cmdlet(VerbsCommon.Get, "PHBatchExportRun", SupportsPaging = true)]
[OutputType(typeof(BatchExportRun))]
public sealed class GetPHBatchExportRunCommand : ExportItemsCmdlet
{
    private RunFilter? _filter;

    /// <summary><para>Ids of runs.</para></summary>
    [Parameter]
    [Alias("Id")]
    [ArgumentCompleter(typeof(RunIdCompleter))]
    public string[]? RunId { get; set; }

    /// <summary><para>Statuses as PostHog names them: Failed, FailedRetryable, Completed ...</para></summary>
    [Parameter]
    [Spelling(ServerWord.RunStatus)]
    [ArgumentCompleter(typeof(RunStatusCompleter))]
    public string[]? Status { get; set; }

    /// <summary><para>States as PostHog's own page groups them. Failed means Failed, FailedRetryable and FailedBilling.</para></summary>
    [Parameter]
    [ValidateSet(RunStates.Running, RunStates.Completed, RunStates.Failed, RunStates.Cancelled)]
    public string[]? State { get; set; }

    /// <summary><para>Only runs created at or after this time.</para></summary>
    [Parameter]
    [DateTransformation]
    [ArgumentCompleter(typeof(DateCompleter))]
    public DateInput? After { get; set; }

    /// <summary><para>Only runs created at or before this time.</para></summary>
    [Parameter]
    [DateTransformation]
    [ArgumentCompleter(typeof(DateCompleter))]
    public DateInput? Before { get; set; }

    private protected override TimeWindow Window => new(nameof(After), After, nameof(Before), Before);

    private RunFilter Filter => _filter ??= new RunFilter(Status, State, After, Before);

    private protected override string Item => "run";

    private protected override string[]? ItemIds => RunId;

    private protected override string ItemIdParameter => nameof(RunId);

    // Only at the end: a status that this module has never heard of is as good as any when some run has it.
    /// <inheritdoc/>
    protected override void EndProcessing()
    {
        base.EndProcessing();
        if (HasFailed || Output.IsFull)
            return;
        foreach ((string status, ProblemException problem) in Filter.FindUnknown())
            Try(status, () => throw problem);
    }

    private protected override void Check()
    {
        RefuseNothing("Status", "A status", nameof(Status));
        Filter.Check();
    }

    private protected override bool IsItem(BatchExportReference reference) =>
        reference is { Piped.Kind: PipedKind.Run, Id: not null } or { Piped.IsItemOfExport: true };

    private protected override ItemReader<PostHogObject> ReadAgain(BatchExportReference reference, BatchExportTarget target) =>
        ReadOne(target, reference.Piped.Id!.Value);

    private protected override ItemReader<PostHogObject> ReadOne(BatchExportTarget target, Guid id) =>
        Wanted(target, ListReader<BatchExportRun>.CreateSingle(call => ItemLookup.ReadRunAsync(target, id, call)));

    private protected override ItemReader<PostHogObject> List(BatchExportTarget target) =>
        Wanted(target, ExportLists.Runs(target, Filter.CreateQuery(Clock.Moment(target.Scope))));

    private ItemReader<PostHogObject> Wanted(BatchExportTarget target, ItemReader<BatchExportRun> runs)
    {
        Func<BatchExportRun, bool> isWanted = Filter.CreateTest(Clock.Moment(target.Scope));
        return runs.Select<PostHogObject>(run => isWanted(run) ? target.Scope.StampRun(run, target.Id, target.Name) : null);
    }
}
