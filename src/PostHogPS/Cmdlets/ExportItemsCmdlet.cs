using System;
using System.Collections.Generic;
using System.Linq;
using System.Management.Automation;
using PostHogPS.Binding;
using PostHogPS.Cmdlets.Execution;
using PostHogPS.Cmdlets.Resolving;
using PostHogPS.Completion;
using PostHogPS.Connections;
using PostHogPS.Contracts;
using PostHogPS.Reading;

namespace PostHogPS.Cmdlets;

/// <summary>Base of the cmdlets that list what belongs to batch exports (runs, backfills), or read single ones by id.</summary>
public abstract class ExportItemsCmdlet : ProjectCmdlet
{
    private SideBySide<ExportReading<PostHogObject>, PostHogObject>? _items;
    private BatchExportResolver? _resolver;
    private ExportInput? _input;
    private List<(string Text, Guid Id)>? _ids;

    /// <summary>
    /// <para>The batch exports: objects, ids, names or patterns; a piped project or connection means all of its exports. Default:
    /// every export of the project.</para>
    /// </summary>
    [Parameter(Position = 0, ValueFromPipeline = true)]
    [BatchExportReferences]
    [ArgumentCompleter(typeof(BatchExportCompleter))]
    [SupportsWildcards]
    public BatchExportReference[]? BatchExport { get; set; }

    // A parameter that was given by position takes nothing from the pipeline any more.
    /// <summary><para>Beside names in -BatchExport: the project or connection to look for them in.</para></summary>
    [Parameter(ValueFromPipeline = true)]
    [BatchExportReferences]
    public BatchExportReference[]? InputObject { get; set; }

    private protected BatchExportResolver Resolver => _resolver ??= new BatchExportResolver(Command, Scopes, takesNamesakes: ItemIds is null);

    private protected ExportInput Input => _input ??= new ExportInput(Command, Scopes, Resolver, () => InputObject);

    /// <summary>What it lists: "run", "backfill".</summary>
    private protected abstract string Item { get; }

    /// <summary>The ids that were given.</summary>
    private protected abstract string[]? ItemIds { get; }

    /// <summary>The parameter they come by.</summary>
    private protected abstract string ItemIdParameter { get; }

    /// <inheritdoc/>
    protected override void BeginProcessing()
    {
        _ = Input;
        base.BeginProcessing();
    }

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
        BatchExportReference[]? references = Input.Read(BatchExport);
        if (ItemIds is not null && (references is null || references.Any(static reference => reference.Piped.IsPlace)))
            throw Problems.Invalid("BatchExport", $"The id of a {Item} alone does not say which batch export it belongs to.",
                "Add -BatchExport with its name or id.");
        foreach (BatchExportReference reference in references?.Where(IsItem) ?? [])
            Try(reference.Piped.Input, () => ReadItem(reference));
        foreach (BatchExportTarget target in Input.Resolve(references?.Where(reference => !IsItem(reference)).ToList()))
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
        foreach ((string text, Guid id) in Ids)
            Try(text, () => Add(target, text, ReadOne(target, id)));
    }

    // Read once: what is no id is one error, however many exports it is looked for in.
    private List<(string Text, Guid Id)> Ids
    {
        get
        {
            if (_ids is not null)
                return _ids;
            _ids = [];
            foreach (string text in ItemIds ?? [])
                Try(text, () => _ids.Add((text, ParseId(text))));
            return _ids;
        }
    }

    private Guid ParseId(string id) => Guid.TryParse(id, out Guid parsed)
        ? parsed
        : throw Problems.Invalid("Id", $"'{id}' is not the id of a {Item}.", $"{MyInvocation.MyCommand.Name} lists {Item}s with their ids.");

    private void Add(BatchExportTarget target, object? input, ItemReader<PostHogObject> reader) =>
        Items.Add(new ExportReading<PostHogObject>(target, input, reader));
}
