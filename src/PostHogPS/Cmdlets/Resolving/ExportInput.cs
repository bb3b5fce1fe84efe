using System;
using System.Collections.Generic;
using System.Linq;
using PostHogPS.Binding;
using PostHogPS.Cmdlets.Execution;
using PostHogPS.Connections;

namespace PostHogPS.Cmdlets.Resolving;

/// <summary>What -BatchExport and the pipeline say together: names, also within a project or connection from the pipeline.</summary>
internal sealed class ExportInput
{
    private readonly CommandRun _run;
    private readonly ScopeResolver _scopes;
    private readonly BatchExportResolver _exports;
    private readonly Func<BatchExportReference[]?> _places;
    private readonly bool _isNamed;

    /// <param name="run">The command, with the parameters it was started with.</param>
    /// <param name="scopes">Its projects.</param>
    /// <param name="exports">Its batch exports.</param>
    /// <param name="places">What -InputObject holds.</param>
    internal ExportInput(CommandRun run, ScopeResolver scopes, BatchExportResolver exports, Func<BatchExportReference[]?> places)
    {
        _run = run;
        _scopes = scopes;
        _exports = exports;
        _places = places;
        // A parameter that was given by position takes nothing from the pipeline any more, so this has to be known before the first record.
        _isNamed = run.Parameters.Given("BatchExport");
    }

    /// <summary>What a record refers to; null for every export of the project.</summary>
    /// <param name="given">What -BatchExport holds.</param>
    internal BatchExportReference[]? Read(BatchExportReference[]? given)
    {
        BatchExportReference[]? places = _places();
        return given is null ? places
            : _isNamed && places is not null ? BatchExportReference.Within(given, places)
            : given;
    }

    /// <summary>The exports that references name; a project or connection means all of its exports.</summary>
    /// <param name="references">The references; null for every export of the project.</param>
    internal IEnumerable<BatchExportTarget> Resolve(IReadOnlyCollection<BatchExportReference>? references)
    {
        if (references is null)
            return ListAll(_scopes.Default());
        // Names are resolved together, so that a name and a pattern that matches it give an export once.
        return _exports.Resolve(references.Where(static reference => !reference.Piped.IsPlace))
            .Concat(references.Where(static reference => reference.Piped.IsPlace).SelectMany(ListPlace));
    }

    private List<BatchExportTarget> ListPlace(BatchExportReference place)
    {
        List<BatchExportTarget> targets = [];
        _run.Messages.Try(place.Piped.Input, () => targets = ListAll(_scopes.Resolve(place.Piped)));
        return targets;
    }

    private List<BatchExportTarget> ListAll(ProjectScope scope) =>
        _exports.ListOnce(scope).Select(export => new BatchExportTarget(scope, export.Id, export, export, export.Name)).ToList();
}
