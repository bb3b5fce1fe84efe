using System;
using System.Collections.Generic;
using System.Management.Automation;
using PostHogPS.Binding;
using PostHogPS.Completion;
using PostHogPS.Connections;
using PostHogPS.Contracts;

namespace PostHogPS.Cmdlets;

/// <summary>Base of the cmdlets that act on runs or backfills: finds the export that one belongs to.</summary>
public abstract class ItemCmdlet : BatchExportCmdlet
{
    private BatchExportTarget? _export;

    /// <summary><para>The batch export that bare run or backfill ids belong to.</para></summary>
    [Parameter]
    [BatchExportReferences]
    [ArgumentCompleter(typeof(BatchExportCompleter))]
    public BatchExportReference[]? BatchExport { get; set; }

    /// <summary>The runs that <paramref name="references"/> mean; a bare id needs -BatchExport.</summary>
    internal IEnumerable<RunTarget> Resolve(IEnumerable<RunReference> references)
    {
        foreach (RunReference reference in references)
        {
            RunTarget? target = null;
            Try(reference.Piped.Input, () => target = Resolve(reference));
            if (target is not null)
                yield return target;
        }
    }

    /// <summary>The backfills that <paramref name="references"/> mean; a bare id needs -BatchExport.</summary>
    internal IEnumerable<BackfillTarget> Resolve(IEnumerable<BackfillReference> references)
    {
        foreach (BackfillReference reference in references)
        {
            BackfillTarget? target = null;
            Try(reference.Piped.Input, () => target = Resolve(reference));
            if (target is not null)
                yield return target;
        }
    }

    private RunTarget Resolve(RunReference reference)
    {
        PipedObject piped = reference.Piped;
        if (reference.Id is not { } id)
            throw Refused("Run", "a run", piped, "Get-PHBatchExportRun -State Failed lists failed ones.");
        if (piped.BatchExportId is { } own)
            return new RunTarget(ScopeOf(piped), own, id, piped.Input, reference.Run, piped.Name);
        if (reference.Run is not null)
            throw Problems.Invalid("Run", $"The run {id} belongs to an on-demand file download, not to a batch export.", "Get-PHFileDownload");

        BatchExportTarget parent = Parent("run", id);
        return new RunTarget(parent.Scope, parent.Id, id, piped.Input, null, parent.Name);
    }

    private BackfillTarget Resolve(BackfillReference reference)
    {
        PipedObject piped = reference.Piped;
        if (reference.Backfill is { } backfill)
            return new BackfillTarget(ScopeOf(piped), backfill.BatchExportId, backfill, piped.Input);
        if (reference.Id is not { } id)
            throw Refused("Backfill", "a backfill", piped, "Get-PHBatchExportBackfill lists them.");

        if (piped.BatchExportId is { } own)
            return new BackfillTarget(ScopeOf(piped), own, Bare(id, own, piped.Name), piped.Input);
        BatchExportTarget parent = Parent("backfill", id);
        return new BackfillTarget(parent.Scope, parent.Id, Bare(id, parent.Id, parent.Name), piped.Input);
    }

    private BatchExportTarget Parent(string what, Guid id)
    {
        if (BatchExport is null || BatchExport.Length == 0)
            throw Problems.Invalid("BatchExport", $"The {what} {id} alone does not say which batch export it belongs to.", "Add -BatchExport with its name or id.");
        return _export ??= ResolveSingle(BatchExport[0]);
    }

    private static ProblemException Refused(string kind, string expected, PipedObject piped, string advice) =>
        Problems.Invalid(kind, $"{char.ToUpperInvariant(expected[0])}{expected.Substring(1)} was expected, but the input is "
            + (piped.Input is null ? "nothing." : $"{(piped.Kind == PipedKind.BatchExport ? "the batch export " : "")}'{piped.Input}'."), advice);

    private static BatchExportBackfill Bare(Guid id, Guid export, string? name) =>
        new() { Id = id, BatchExportId = export, BatchExportName = name, Status = "" };
}
