using System.Management.Automation;
using PostHogPS.Binding;
using PostHogPS.Cmdlets.Resolving;
using PostHogPS.Cmdlets;
using PostHogPS.Completion;
using PostHogPS.Connections;
using PostHogPS.Contracts;
using PostHogPS.Errors;

namespace PostHogPS.Commands;

/// <summary>Lists batch exports, or reads some by name or id (docs/server.md#batch-exports).</summary>
[Cmdlet(VerbsCommon.Get, "PHBatchExport", SupportsPaging = true)]
[OutputType(typeof(BatchExport))]
public sealed class GetPHBatchExportCommand : ProjectCmdlet
{
    private BatchExportResolver? _resolver;
    private BatchExportFilter? _filter;
    private BatchExportSearch? _search;
    private NameInput? _names;
    private bool _hasRead;

    /// <summary><para>Names, ids or objects; wildcards are allowed in names and case does not matter. Default: all.</para></summary>
    [Parameter(Position = 0)]
    [ArgumentCompleter(typeof(BatchExportCompleter))]
    [SupportsWildcards]
    public PSObject[]? Name { get; set; }

    /// <summary><para>Ids of batch exports.</para></summary>
    [Parameter]
    [ArgumentCompleter(typeof(BatchExportCompleter))]
    public string[]? Id { get; set; }

    /// <summary>
    /// <para>What to look in or at: a connection or a project lists its exports; an export, run, backfill, id or name reads that
    /// export.</para>
    /// </summary>
    [Parameter(ValueFromPipeline = true)]
    public PSObject? InputObject { get; set; }

    /// <summary><para>All projects of the organization that the key works in, several at a time.</para></summary>
    [Parameter]
    public SwitchParameter AllProjects { get; set; }

    /// <summary><para>Destination types; wildcards are allowed.</para></summary>
    [Parameter]
    [ArgumentCompleter(typeof(DestinationTypeCompleter))]
    [SupportsWildcards]
    public string[]? Destination { get; set; }

    /// <summary><para>Models: events, persons, sessions, hogql.</para></summary>
    [Parameter]
    [ArgumentCompleter(typeof(ModelCompleter))]
    public string[]? Model { get; set; }

    /// <summary><para>Only paused ones.</para></summary>
    [Parameter]
    public SwitchParameter Paused { get; set; }

    /// <summary><para>Only active ones.</para></summary>
    [Parameter]
    public SwitchParameter Active { get; set; }

    private BatchExportFilter Filter => _filter ??= new BatchExportFilter
    {
        Destination = Destination,
        Model = Model,
        IsPaused = Paused ? true : Active ? false : null,
    };

    private BatchExportResolver Resolver => _resolver ??= new BatchExportResolver(Command, Scopes, takesNamesakes: true);

    private BatchExportSearch Search => _search ??= new BatchExportSearch(Command, Resolver, Filter, Output)
    {
        Names = InputObject is null ? Names.Texts : Names.AllTexts,
        Ids = Id,
    };

    private NameInput Names => _names ??= new NameInput(Name);

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        _hasRead = true;
        if (Paused && Active)
            ThrowTerminatingError(ErrorRecords.Create(Problems.Validation("-Paused and -Active exclude each other: an export is one or the other.",
                "Leave both out to get all."),
                this));
        foreach (PSObject item in InputObject is null ? Names.Items : [])
            Try(item, () => Read(item));
        if (InputObject is not null || Id is not null || Names.HasTexts)
            Try(InputObject ?? (object?)Name ?? Id, () => Read(InputObject));
    }

    /// <inheritdoc/>
    protected override void EndProcessing()
    {
        if (HasFailed || !_hasRead || Output.IsFull)
            return;
        foreach ((string word, ProblemException problem) in Filter.FindUnknown())
            Try(word, () => throw problem);
    }

    private void Read(PSObject? input)
    {
        if (Output.IsFull)
            return;
        RefuseNothing("BatchExport", "A batch export", nameof(Name), nameof(Id), nameof(InputObject));
        RefuseNothing("DestinationType", "A destination type", nameof(Destination));
        RefuseNothing("Model", "A model", nameof(Model));
        PipedObject piped = PipedObject.Read(input);
        if (AllProjects)
            Scopes.CheckAllProjects(piped);
        if (input is null || piped.Kind is PipedKind.Connection or PipedKind.Project)
        {
            ProjectScope scope = input is null ? Scopes.Default() : Scopes.Resolve(piped);
            if (AllProjects)
                Search.ReadAll(Scopes.ReadAll(scope.Connection));
            else
                Search.Read(scope);
            return;
        }

        foreach (BatchExportTarget target in Resolver.Resolve(BatchExportReference.ManyFrom(input)))
            Try(target.Input, () => Search.Write(piped.Kind == PipedKind.Text ? Resolver.Load(target) : Resolver.Read(target.Scope, target.Id)));
    }
}
