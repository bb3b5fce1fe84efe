using System;
using System.Collections.Generic;
using System.Linq;
using PostHogPS.Contracts;

namespace PostHogPS.ExportFiles;

/// <summary>The names that exports have once a plan is carried out: PostHog takes the same name twice, and from then on it says neither of the two.</summary>
internal sealed class ExportNames
{
    private readonly List<(string Name, ExportFile? File, BatchExport? Export)> _all = [];
    private readonly string _where;

    /// <param name="match">Which file is about which export.</param>
    /// <param name="project">The project.</param>
    /// <param name="prune">Exports without a file are removed.</param>
    internal ExportNames(ExportMatch match, ProjectExports project, bool prune)
    {
        _where = project.Scope.Description;
        Dictionary<BatchExport, ExportFile> files = match.Pairs.ToDictionary(static pair => pair.Export, static pair => pair.File);
        foreach (BatchExport export in project.Exports.Where(export => !prune || !match.OnlyAtPostHog.Contains(export)))
        {
            files.TryGetValue(export, out ExportFile? file);
            _all.Add((file?.Name ?? export.Name.Trim(), file, export));
        }

        _all.AddRange(match.OnlyInFiles.Select(static file => (file.Name, (ExportFile?)file, (BatchExport?)null)));
    }

    /// <summary>Refuses a new name that another export has or gets.</summary>
    internal void Check(ExportFile file, BatchExport? export)
    {
        var others = _all.Where(one => one.File != file && one.Name.Equals(file.Name, StringComparison.OrdinalIgnoreCase)).ToList();
        if (others.Count == 0)
            return;
        string[] about = [.. others.Where(static one => one.File is not null).Select(static one => $"'{one.File!.File}'")];
        string advice = about.Length > 0 
            ? $"'{file.File}' and {string.Join(", ", about)} say the same name: change one of them, or remove the file that is a copy."
            : export is null ? $"If '{file.File}' is about it, write its id into the file; else give another name."
            : "Give another name.";
        throw Problems.NameInUse(
            file.Name, _where, others.Select(static one => one.Export).OfType<BatchExport>().ToList(), $"{advice} To have two of the same name: -Force.");
    }
}
