using System;
using System.Collections.Generic;
using System.Linq;
using PostHogPS.Binding;
using PostHogPS.Cmdlets.Execution;
using PostHogPS.Cmdlets.Resolving;
using PostHogPS.Connections;
using PostHogPS.Contracts;
using PostHogPS.Reading;

namespace PostHogPS.Commands;

/// <summary>Looks for batch exports by their names and ids, in one project or in several, and writes those that a filter chooses.</summary>
internal sealed class BatchExportSearch(CommandRun run, BatchExportResolver exports, BatchExportFilter filter, OutputWindow output)
{
    private readonly HashSet<ItemKey> _named = new();

    /// <summary>Names or patterns; null for every export, unless there are ids.</summary>
    internal string[]? Names { get; set; }

    /// <summary>Ids; null for every export, unless there are names.</summary>
    internal string[]? Ids { get; set; }

    /// <summary>Reads some projects at a time; ids and literal names are looked for in all of them.</summary>
    internal void ReadAll(List<ProjectScope> scopes)
    {
        HashSet<string> missing = new((Names ?? []).Where(name => !NameMatcher.IsPattern(name)).Concat(Ids ?? []), StringComparer.OrdinalIgnoreCase);
        var plan = ExportLists.PlanForProjects("Reading batch exports", static scope => ExportLists.Exports(scope));
        foreach ((ProjectScope scope, BatchExport export) in run.Pump.Stream(new SideBySideReader<ProjectScope, BatchExport>(plan, scopes)))
        {
            string id = export.Id.ToString();
            bool byId = missing.Remove(id) || Ids?.Contains(id, StringComparer.OrdinalIgnoreCase) == true
                || Names?.Contains(id, StringComparer.OrdinalIgnoreCase) == true;
            missing.Remove(export.Name);
            if (byId || (Names is null && Ids is null) || Names?.Any(name => NameMatcher.IsMatch(name, export.Name)) == true)
                Write(scope.Stamp(export));
            if (output.IsFull)
                return;
        }

        foreach (string name in missing)
            run.Messages.Try(name, () => throw Problems.NotFound("batch export", name, "any project", "Get-PHBatchExport -AllProjects"));
    }

    /// <summary>Reads one project: what its ids name, and then what its names name.</summary>
    internal void Read(ProjectScope scope)
    {
        foreach (string id in Ids ?? [])
            run.Messages.Try(id, () => Write(exports.Read(scope, Guid.TryParse(id, out Guid parsed) ? parsed
                : throw Problems.Invalid("Id", $"'{id}' is not the id of a batch export.", "Get-PHBatchExport shows names and ids."))));
        foreach (string name in Names ?? [])
            run.Messages.Try(name, () => ReadName(scope, name));
        if (Names is null && Ids is null)
            ReadList(scope);
    }

    /// <summary>Writes an export that the filter chooses.</summary>
    internal void Write(BatchExport export)
    {
        if (filter.Matches(export))
            output.Write(export);
    }

    private void ReadList(ProjectScope scope)
    {
        foreach (BatchExport export in run.Pump.Stream(ExportLists.Exports(scope, filter.IsSelective ? null : output.Wanted)))
        {
            Write(scope.Stamp(export));
            if (output.IsFull)
                return;
        }
    }

    private void ReadName(ProjectScope scope, string name)
    {
        // An id where a name is expected, as everywhere else in the module.
        if (Guid.TryParse(name, out Guid id))
        {
            Write(exports.Read(scope, id));
            return;
        }

        List<BatchExport> found = NameMatcher.Match(exports.ListOnce(scope), name, export => export.Name);
        if (found.Count == 0 && !NameMatcher.IsPattern(name))
            throw Problems.NotFound("batch export", name, scope.Description, "Get-PHBatchExport");
        // A name and a pattern that matches it mean it once.
        foreach (BatchExport export in found.Where(export => _named.Add(new ItemKey(scope, export.Id))))
            Write(scope.Stamp(export));
    }
}
