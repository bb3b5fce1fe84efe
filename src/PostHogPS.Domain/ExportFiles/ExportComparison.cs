using System.Collections.Generic;
using System.Linq;
using PostHogPS.Contracts;
using PostHogPS.Files;
using PostHogPS.Text;

namespace PostHogPS.ExportFiles;

/// <summary>Everything that differs between a folder of files and a project.</summary>
internal sealed class ExportComparison
{
    private ExportComparison(IReadOnlyList<BatchExportDifference> differences, IReadOnlyList<ProblemException> problems)
    {
        Differences = differences;
        Problems = problems;
    }

    /// <summary>In the order of the files, then what is at PostHog only.</summary>
    internal IReadOnlyList<BatchExportDifference> Differences { get; }

    /// <summary>Files that cannot be compared, since it is not clear with which export.</summary>
    internal IReadOnlyList<ProblemException> Problems { get; }

    internal static ExportComparison Create(IReadOnlyList<ExportFile> files, ProjectExports project)
    {
        ExportMatch match = ExportMatch.Create(files, project);
        Dictionary<ExportFile, BatchExport> pairs = match.Pairs.ToDictionary(static pair => pair.File, static pair => pair.Export);
        var found = new List<BatchExportDifference>();
        foreach (ExportFile file in files)
        {
            if (pairs.TryGetValue(file, out BatchExport? export))
                found.AddRange(file.Compare(export, project.Integrations).Select(difference => Create(file, export, difference)));
            else if (match.OnlyInFiles.Contains(file))
                found.Add(new BatchExportDifference { File = file.File, BatchExport = file.Name, Kind = "Added", Line = file.Root.Line });
        }

        found.AddRange(match.OnlyAtPostHog
            .Select(static export => new BatchExportDifference { BatchExport = export.Name, BatchExportId = export.Id, Kind = "Removed" }));
        return new ExportComparison(found.ConvertAll(project.Scope.Stamp), match.Problems.Select(static one => one.Problem).ToList());
    }

    private static BatchExportDifference Create(ExportFile file, BatchExport export, FileDifference difference) => new()
    {
        File = file.File,
        BatchExport = export.Name,
        BatchExportId = export.Id,
        Property = difference.Property,
        InFile = Shown(difference.Property, difference.InFile),
        AtPostHog = Shown(difference.Property, difference.AtServer),
        Kind = difference.IsUnknown ? "Unknown" : "Changed",
        Line = difference.Line > 0 ? difference.Line : null,
    };

    // Of a type that only a newer server knows a setting may be a secret that no list names yet.
    private static object? Shown(string property, object? value) =>
        SecretNames.Hides(property.Substring(property.LastIndexOf('.') + 1), value) && value is string ? "(hidden)" : value;
}
