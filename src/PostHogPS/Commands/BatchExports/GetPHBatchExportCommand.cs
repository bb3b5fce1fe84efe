using System;
using System.Collections.Generic;
using System.Linq;
using System.Management.Automation;
using PostHogPS.Binding;
using PostHogPS.Cmdlets.Resolving;
using PostHogPS.Cmdlets;
using PostHogPS.Completion;
using PostHogPS.Connections;
using PostHogPS.Contracts;
using PostHogPS.Errors;
using PostHogPS.Reading;

namespace PostHogPS.Commands;

/// <summary>Lists batch exports, or reads some by name or id (docs/server.md#batch-exports).</summary>
[Cmdlet(VerbsCommon.Get, "PHBatchExport", SupportsPaging = true)]
[OutputType(typeof(BatchExport))]
public sealed class GetPHBatchExportCommand : ProjectCmdlet
{
    private readonly HashSet<ItemKey> _named = new();
    private BatchExportResolver? _resolver;
    private BatchExportFilter? _filter;
    private bool _hasRead;

    /// <summary><para>Names or ids; wildcards are allowed in names and case does not matter. Default: all.</para></summary>
    [Parameter(Position = 0)]
    [ArgumentCompleter(typeof(BatchExportCompleter))]
    [SupportsWildcards]
    public string[]? Name { get; set; }

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

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        _hasRead = true;
        if (Paused && Active)
            ThrowTerminatingError(ErrorRecords.Create(Problems.Validation("-Paused and -Active exclude each other: an export is one or the other.",
                "Leave both out to get all."),
                this));
        if (!Output.IsFull)
            Try(InputObject ?? (object?)Name ?? Id, Read);
    }

    /// <inheritdoc/>
    protected override void EndProcessing()
    {
        if (HasFailed || !_hasRead || Output.IsFull)
            return;
        foreach ((string word, ProblemException problem) in Filter.FindUnknown())
            Try(word, () => throw problem);
    }

    private void Read()
    {
        RefuseNothing("BatchExport", "A batch export", nameof(Name), nameof(Id), nameof(InputObject));
        RefuseNothing("DestinationType", "A destination type", nameof(Destination));
        RefuseNothing("Model", "A model", nameof(Model));
        PipedObject piped = PipedObject.Read(InputObject);
        if (AllProjects)
            Scopes.CheckAllProjects(piped);
        if (InputObject is null || piped.Kind is PipedKind.Connection or PipedKind.Project)
        {
            ProjectScope scope = InputObject is null ? Scopes.Default() : Scopes.Resolve(piped);
            if (AllProjects)
                ReadAll(Scopes.ReadAll(scope.Connection));
            else
                ReadScope(scope);
            return;
        }

        foreach (BatchExportTarget target in Resolver.Resolve(BatchExportReference.ManyFrom(InputObject)))
            Try(target.Input, () => Emit(piped.Kind == PipedKind.Text ? Resolver.Load(target) : Resolver.Read(target.Scope, target.Id)));
    }

    // Some projects at a time; ids and literal names are looked for in all of them.
    private void ReadAll(List<ProjectScope> scopes)
    {
        HashSet<string> missing = new((Name ?? []).Where(name => !NameMatcher.IsPattern(name)).Concat(Id ?? []), StringComparer.OrdinalIgnoreCase);
        var plan = ExportLists.PlanForProjects("Reading batch exports", static scope => ExportLists.Exports(scope));
        foreach ((ProjectScope scope, BatchExport export) in Stream(new SideBySideReader<ProjectScope, BatchExport>(plan, scopes)))
        {
            string id = export.Id.ToString();
            bool byId = missing.Remove(id) || Id?.Contains(id, StringComparer.OrdinalIgnoreCase) == true
                || Name?.Contains(id, StringComparer.OrdinalIgnoreCase) == true;
            missing.Remove(export.Name);
            if (byId || (Name is null && Id is null) || Name?.Any(name => NameMatcher.IsMatch(name, export.Name)) == true)
                Emit(scope.Stamp(export));
            if (Output.IsFull)
                return;
        }

        foreach (string name in missing)
            Try(name, () => throw Problems.NotFound("batch export", name, "any project", "Get-PHBatchExport -AllProjects"));
    }

    private void ReadScope(ProjectScope scope)
    {
        foreach (string id in Id ?? [])
            Try(id, () => Emit(Resolver.Read(scope, Guid.TryParse(id, out Guid parsed) ? parsed
                : throw Problems.Invalid("Id", $"'{id}' is not the id of a batch export.", "Get-PHBatchExport shows names and ids."))));
        if (Id is not null && Name is null)
            return;

        if (Name is null)
            ReadList(scope);
        else
        {
            foreach (string name in Name)
                Try(name, () => ReadName(scope, name));
        }
    }

    private void ReadList(ProjectScope scope)
    {
        foreach (BatchExport export in Stream(ExportLists.Exports(scope, Filter.IsSelective ? null : Output.Wanted)))
        {
            Emit(scope.Stamp(export));
            if (Output.IsFull)
                return;
        }
    }

    private void ReadName(ProjectScope scope, string name)
    {
        // An id where a name is expected, as everywhere else in the module.
        if (Guid.TryParse(name, out Guid id))
        {
            Emit(Resolver.Read(scope, id));
            return;
        }

        List<BatchExport> found = NameMatcher.Match(Resolver.ListOnce(scope), name, export => export.Name);
        if (found.Count == 0 && !NameMatcher.IsPattern(name))
            throw Problems.NotFound("batch export", name, scope.Description, "Get-PHBatchExport");
        // A name and a pattern that matches it mean it once.
        found.Where(export => _named.Add(new ItemKey(scope, export.Id))).ToList().ForEach(export => Emit(scope.Stamp(export)));
    }

    private void Emit(BatchExport export)
    {
        if (Filter.Matches(export))
            Output.Write(export);
    }
}
