using System;
using System.Collections.Generic;
using System.Linq;
using System.Management.Automation;
using PostHogPS.Binding;
using PostHogPS.Cmdlets;
using PostHogPS.Completion;
using PostHogPS.Contracts;
using PostHogPS.Errors;

namespace PostHogPS.Commands;

/// <summary>Lists the runs of batch exports, newest first (API reference 7.10), or reads some by id.</summary>
[Cmdlet(VerbsCommon.Get, "PHBatchExportRun", SupportsPaging = true)]
[OutputType(typeof(BatchExportRun))]
public sealed class GetPHBatchExportRunCommand : BatchExportCmdlet
{
    private OutputWindow? _output;

    /// <summary><para>The batch exports: objects, ids, names or patterns. A piped run is read again. Default: every export of the project.</para></summary>
    [Parameter(Position = 0, ValueFromPipeline = true)]
    [BatchExportReferences]
    [ArgumentCompleter(typeof(BatchExportCompleter))]
    [SupportsWildcards]
    public BatchExportReference[]? BatchExport { get; set; }

    /// <summary><para>Ids of runs.</para></summary>
    [Parameter]
    [Alias("Id")]
    [ArgumentCompleter(typeof(RunIdCompleter))]
    public string[]? RunId { get; set; }

    /// <summary><para>Statuses as PostHog names them: Failed, FailedRetryable, Completed ...</para></summary>
    [Parameter]
    [ArgumentCompleter(typeof(RunStatusCompleter))]
    public string[]? Status { get; set; }

    /// <summary><para>States as PostHog's own page groups them. Failed means Failed, FailedRetryable and FailedBilling.</para></summary>
    [Parameter]
    [ValidateSet(RunStates.Running, RunStates.Completed, RunStates.Failed, RunStates.Cancelled)]
    public string[]? State { get; set; }

    /// <summary><para>Only runs created at or after this time.</para></summary>
    [Parameter]
    [DateTransformation]
    public DateInput? After { get; set; }

    /// <summary><para>Only runs created at or before this time.</para></summary>
    [Parameter]
    [DateTransformation]
    public DateInput? Before { get; set; }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        _output ??= new OutputWindow(this);
        if (_output.IsFull)
            return;
        Try(BatchExport, () =>
        {
            After?.ThrowIfBad(nameof(After));
            Before?.ThrowIfBad(nameof(Before));
            if (After is not null && Before is not null && After.Instant >= Before.Instant)
                throw Fault.Validation($"-After {After} is not before -Before {Before}.");
            Read();
        });
    }

    private void Read()
    {
        if (BatchExport is null)
        {
            Scope scope = DefaultScope();
            if (RunId is not null)
                throw Fault.Invalid("BatchExport", "The id of a run alone does not say which batch export it belongs to.", "Add -BatchExport with its name or id.");
            foreach (BatchExport export in ListOnce(scope))
                ReadExport(new BatchExportTarget(scope, export.Id, export, export, export.Name));
            return;
        }

        foreach (BatchExportReference reference in BatchExport.Where(r => r.Piped.Kind == PipedKind.Run && r.Id is not null))
            Try(reference.Piped.Input, () => ReadOne(new BatchExportTarget(ScopeOf(reference.Piped), reference.Id!.Value, reference.Piped.Input, null, reference.Piped.Name), reference.Piped.Id!.Value));
        foreach (BatchExportTarget target in Resolve(BatchExport.Where(r => r.Piped.Kind != PipedKind.Run || r.Id is null)))
            ReadExport(target);
    }

    private void ReadExport(BatchExportTarget target)
    {
        if (RunId is null)
            Try(target.Input, () => List(target));
        foreach (string id in RunId ?? [])
            Try(id, () => ReadOne(target, Guid.TryParse(id, out Guid run) ? run : throw Fault.Invalid("Id", $"'{id}' is not the id of a run.", "Get-PHBatchExportRun lists runs with their ids.")));
    }

    private void ReadOne(BatchExportTarget target, Guid run) =>
        Emit(target, Await(call => target.Scope.Session.Runs.GetAsync(target.Scope.Project, target.Id, run, call)));

    private void List(BatchExportTarget target)
    {
        string[] statuses = Wanted();
        var query = new RunQuery { After = After?.Instant, Before = Before?.Instant, Statuses = statuses };
        foreach (BatchExportRun run in Paging.Stream(this, $"Reading runs of {target.Name ?? target.Id.ToString()}", (next, call) =>
            target.Scope.Session.Runs.ListAsync(target.Scope.Project, target.Id, query, next, call)))
        {
            // Old servers ignore the status filter, so it is checked here as well.
            if (statuses.Length == 0 || statuses.Contains(run.Status, StringComparer.OrdinalIgnoreCase))
                Emit(target, run);
            if (_output!.IsFull)
                return;
        }
    }

    private string[] Wanted()
    {
        IEnumerable<string> byState = (State ?? []).SelectMany(RunStates.Statuses);
        return (Status ?? []).Select(Spelling).Concat(byState).Distinct(StringComparer.OrdinalIgnoreCase).ToArray();
    }

    // The server compares case; people do not.
    private static string Spelling(string status) =>
        new[] { RunStates.Running, RunStates.Completed, RunStates.Failed, RunStates.Cancelled }
            .SelectMany(RunStates.Statuses)
            .FirstOrDefault(known => known.Equals(status, StringComparison.OrdinalIgnoreCase)) ?? status;

    private void Emit(BatchExportTarget target, BatchExportRun run)
    {
        run.BatchExportId ??= target.Id;
        run.BatchExportName = target.Name;
        _output!.Write(target.Scope.Stamp(run));
    }
}
