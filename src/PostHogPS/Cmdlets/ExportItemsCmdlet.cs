using System;
using System.Linq;
using PostHogPS.Binding;
using PostHogPS.Cmdlets.Execution;
using PostHogPS.Connections;
using PostHogPS.Contracts;
using PostHogPS.Reading;

namespace PostHogPS.Cmdlets;

/// <summary>Base of the cmdlets that list what belongs to batch exports (runs, backfills), or read single ones by id.</summary>
public abstract class ExportItemsCmdlet : ExportLookupCmdlet
{
    private SideBySide<ExportReading<PostHogObject>, PostHogObject>? _items;

    /// <summary>What it lists: "run", "backfill".</summary>
    private protected abstract string Item { get; }

    /// <summary>The ids that were given.</summary>
    private protected abstract string[]? ItemIds { get; }

    /// <summary>The parameter they come by.</summary>
    private protected abstract string ItemIdParameter { get; }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        if (Output.IsFull)
            return;
        Try(BatchExport, Read);
        Items.WriteReady();
    }

    /// <inheritdoc/>
    protected override void EndProcessing() => Items.WriteAll();

    /// <summary>Refuses what is wrong whatever the export.</summary>
    private protected virtual void Check()
    {
    }

    /// <summary>True for an object of the kind that is listed here.</summary>
    private protected abstract bool IsItem(BatchExportReference reference);

    /// <summary>Reads an object of the kind that is listed here once more.</summary>
    private protected abstract ItemReader<PostHogObject> ReadAgain(BatchExportReference reference, BatchExportTarget target);

    private protected abstract ItemReader<PostHogObject> ReadOne(BatchExportTarget target, Guid id);

    private protected abstract ItemReader<PostHogObject> List(BatchExportTarget target);

    private SideBySide<ExportReading<PostHogObject>, PostHogObject> Items => _items ??= Command.ReadSideBySide(
        ExportReading<PostHogObject>.Plan($"Reading {Item}s"), (_, item) => Output.Write(item), () => Output.IsFull);

    private void Read()
    {
        RefuseNothing("Id", $"The id of a {Item}", ItemIdParameter);
        Check();
        if (Meant is not { } meant)
        {
            ProjectScope scope = Scopes.Default();
            if (ItemIds is not null)
                throw Problems.Invalid("BatchExport", $"The id of a {Item} alone does not say which batch export it belongs to.", "Add -BatchExport with its name or id.");
            foreach (BatchExport export in Resolver.ListOnce(scope))
                ReadExport(new BatchExportTarget(scope, export.Id, export, export, export.Name));
            return;
        }

        foreach (BatchExportReference reference in meant.Where(IsItem))
            Try(reference.Piped.Input, () => ReadItem(reference));
        foreach (BatchExportTarget target in Resolver.Resolve(meant.Where(r => !IsItem(r))))
            ReadExport(target);
    }

    private void ReadItem(BatchExportReference reference)
    {
        var target = new BatchExportTarget(Scopes.Resolve(reference.Piped), reference.Id!.Value, reference.Piped.Input, null, reference.Piped.Name);
        Add(target, target.Input, ReadAgain(reference, target));
    }

    private void ReadExport(BatchExportTarget target)
    {
        if (ItemIds is null)
            Try(target.Input, () => Add(target, target.Input, new KnownExportReader<PostHogObject>(target, List(target))));
        foreach (string id in ItemIds ?? [])
            Try(id, () => Add(target, id, ReadOne(target, ParseId(id))));
    }

    private Guid ParseId(string id) => Guid.TryParse(id, out Guid parsed)
        ? parsed
        : throw Problems.Invalid("Id", $"'{id}' is not the id of a {Item}.", $"{MyInvocation.MyCommand.Name} lists {Item}s with their ids.");

    private void Add(BatchExportTarget target, object? input, ItemReader<PostHogObject> reader) => Items.Add(new ExportReading<PostHogObject>(target, input, reader));
}
