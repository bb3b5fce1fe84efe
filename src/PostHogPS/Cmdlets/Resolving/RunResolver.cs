using System;
using System.Collections.Generic;
using System.Linq;
using PostHogPS.Binding;
using PostHogPS.Cmdlets.Execution;
using PostHogPS.Connections;
using PostHogPS.Contracts;
using PostHogPS.Reading;
using PostHogPS.Text;

namespace PostHogPS.Cmdlets.Resolving;

/// <summary>Finds the runs and backfills that a command means, with the exports they belong to.</summary>
internal sealed class RunResolver
{
    private readonly CommandRun _run;
    private readonly ScopeResolver _scopes;
    private readonly Func<BatchExportReference[]?> _given;
    private BatchExportTarget? _export;

    /// <param name="run">The command.</param>
    /// <param name="scopes">Its projects.</param>
    /// <param name="given">What -BatchExport holds: the export that bare ids belong to.</param>
    internal RunResolver(CommandRun run, ScopeResolver scopes, Func<BatchExportReference[]?> given)
    {
        _run = run;
        _scopes = scopes;
        _given = given;
    }

    /// <summary>The runs that <paramref name="references"/> mean; one that means none is one error, and the others follow.</summary>
    internal IEnumerable<RunTarget> Resolve(IEnumerable<RunReference> references) =>
        references.Select(reference => Found(reference.Piped.Input, () => Resolve(reference))).OfType<RunTarget>();

    /// <summary>The backfills that <paramref name="references"/> mean.</summary>
    internal IEnumerable<BackfillTarget> Resolve(IEnumerable<BackfillReference> references) =>
        references.Select(reference => Found(reference.Piped.Input, () => Resolve(reference))).OfType<BackfillTarget>();

    /// <summary>The run whose time is meant beside an export: the one that was given, or the one that led to the export; null for none.</summary>
    /// <param name="command">The command.</param>
    /// <param name="target">The export.</param>
    /// <param name="given">What -Run holds.</param>
    internal static BatchExportRun? ReadFor(CommandRun command, BatchExportTarget target, object? given)
    {
        PipedObject piped = PipedObject.Read(given ?? target.Input);
        if (given is null && piped.Kind != PipedKind.Run)
            return null;
        if (piped.BatchExportId is { } owner && owner != target.Id)
            throw Problems.Mismatch($"The run {piped.Id} belongs to another batch export ({owner}) than {target.Description}.");
        return piped.Typed as BatchExportRun
            ?? command.Pump.Await(call => ItemLookup.ReadRunAsync(target, piped.Id ?? throw NotARun(given), call));
    }

    /// <summary>What -Run holds is not a run.</summary>
    internal static ProblemException NotARun(object? given) =>
        Problems.Invalid("Run", $"'{given}' is not a run.", "Give a run or its id: Get-PHBatchExportRun shows them.");

    private T? Found<T>(object? input, Func<T> resolve)
        where T : class
    {
        T? target = null;
        _run.Messages.Try(input, () => target = resolve());
        return target;
    }

    private RunTarget Resolve(RunReference reference)
    {
        PipedObject piped = reference.Piped;
        if (reference.Id is not { } id)
            throw Refused("Run", "a run", piped, "Get-PHBatchExportRun -State Failed lists failed ones.");
        if (piped.BatchExportId is { } own)
            return new RunTarget(_scopes.Resolve(piped), own, id, piped.Input, reference.Run, piped.Name);
        if (reference.Run is not null)
            throw Problems.Invalid("Run", $"The run {id} belongs to an on-demand file download, not to a batch export.", "Get-PHFileDownload");

        BatchExportTarget parent = Parent("run", id);
        return new RunTarget(parent.Scope, parent.Id, id, piped.Input, null, parent.Name);
    }

    private BackfillTarget Resolve(BackfillReference reference)
    {
        PipedObject piped = reference.Piped;
        if (piped.BadDate is { } badDate)
            throw badDate;
        if (reference.Backfill is { } backfill)
            return new BackfillTarget(_scopes.Resolve(piped), backfill.BatchExportId, backfill, piped.Input);
        if (reference.Id is not { } id)
            throw Refused("Backfill", "a backfill", piped, "Get-PHBatchExportBackfill lists them.");

        if (piped.BatchExportId is { } own)
            return new BackfillTarget(_scopes.Resolve(piped), own, Bare(id, own, piped.Name), piped.Input);
        BatchExportTarget parent = Parent("backfill", id);
        return new BackfillTarget(parent.Scope, parent.Id, Bare(id, parent.Id, parent.Name), piped.Input);
    }

    private BatchExportTarget Parent(string what, Guid id) =>
        _export ??= _given() is { Length: > 0 } given
            ? new BatchExportResolver(_run, _scopes).ResolveSingle(given[0])
            : throw Problems.Invalid("BatchExport", $"The {what} {id} alone does not say which batch export it belongs to.",
                "Add -BatchExport with its name or id.");

    private static ProblemException Refused(string kind, string expected, PipedObject piped, string advice) =>
        Problems.Invalid(kind, $"{MessageText.Capitalize(expected)} was expected, but the input is "
            + (piped.Input is null ? "nothing." : $"{(piped.Kind == PipedKind.BatchExport ? "the batch export " : "")}'{piped.Input}'."), advice);

    private static BatchExportBackfill Bare(Guid id, Guid export, string? name) =>
        new() { Id = id, BatchExportId = export, BatchExportName = name, Status = "" };
}
