using System;
using System.Linq;
using PostHogPS.Binding;
using PostHogPS.Connections;
using PostHogPS.Contracts;

namespace PostHogPS.Cmdlets;

/// <summary>Base of the cmdlets that list what belongs to batch exports (runs, backfills), or read single ones by id.</summary>
public abstract class ExportItemsCmdlet : ExportLookupCmdlet
{
    /// <summary>What it lists: "run", "backfill".</summary>
    private protected abstract string Item { get; }

    /// <summary>The ids that were given.</summary>
    private protected abstract string[]? ItemIds { get; }

    /// <summary>The parameter they come by.</summary>
    private protected abstract string ItemIdParameter { get; }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        if (!Output.IsFull)
            Try(BatchExport, Read);
    }

    /// <summary>Refuses what is wrong whatever the export.</summary>
    private protected virtual void Check()
    {
    }

    /// <summary>True for an object of the kind that is listed here.</summary>
    private protected abstract bool IsItem(BatchExportReference reference);

    private protected abstract void ReadAgain(BatchExportReference reference);

    private protected abstract void ReadOne(BatchExportTarget target, Guid id);

    private protected abstract void List(BatchExportTarget target);

    private void Read()
    {
        RefuseNothing("Id", $"The id of a {Item}", ItemIdParameter);
        Check();
        if (Meant is not { } meant)
        {
            ProjectScope scope = Scopes.Default();
            if (ItemIds is not null)
                throw Problems.Invalid("BatchExport", $"The id of a {Item} alone does not say which batch export it belongs to.", "Add -BatchExport with its name or id.");
            foreach (BatchExport export in Resolver.ListOnce(scope).TakeWhile(_ => !Output.IsFull))
                ReadExport(new BatchExportTarget(scope, export.Id, export, export, export.Name));
            return;
        }

        foreach (BatchExportReference reference in meant.Where(IsItem).TakeWhile(_ => !Output.IsFull))
            Try(reference.Piped.Input, () => ReadAgain(reference));
        foreach (BatchExportTarget target in Resolver.Resolve(meant.Where(r => !IsItem(r))).TakeWhile(_ => !Output.IsFull))
            ReadExport(target);
    }

    private void ReadExport(BatchExportTarget target)
    {
        if (ItemIds is null)
            Try(target.Input, () => List(target));
        foreach (string id in ItemIds ?? [])
            Try(id, () => ReadOne(target, Guid.TryParse(id, out Guid parsed) ? parsed : throw Problems.Invalid("Id", $"'{id}' is not the id of a {Item}.", $"{MyInvocation.MyCommand.Name} lists {Item}s with their ids.")));
    }
}
