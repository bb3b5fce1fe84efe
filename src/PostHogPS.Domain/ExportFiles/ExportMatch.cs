using System;
using System.Collections.Generic;
using System.Linq;
using PostHogPS.Contracts;
using PostHogPS.Text;

namespace PostHogPS.ExportFiles;

/// <summary>
/// Which file is about which export: by id where the project has it, else by name, model and type of destination. What two
/// match is refused, never guessed.
/// </summary>
internal sealed class ExportMatch
{
    private ExportMatch(IReadOnlyList<(ExportFile File, BatchExport Export)> pairs, IReadOnlyList<ExportFile> files, IReadOnlyList<BatchExport> exports,
        IReadOnlyList<(ExportFile File, ProblemException Problem)> problems)
    {
        Pairs = pairs;
        OnlyInFiles = files;
        OnlyAtPostHog = exports;
        Problems = problems;
    }

    internal IReadOnlyList<(ExportFile File, BatchExport Export)> Pairs { get; }

    internal IReadOnlyList<ExportFile> OnlyInFiles { get; }

    /// <summary>Exports that no file is about, and none may be about.</summary>
    internal IReadOnlyList<BatchExport> OnlyAtPostHog { get; }

    internal IReadOnlyList<(ExportFile File, ProblemException Problem)> Problems { get; }

    internal static ExportMatch Create(IReadOnlyList<ExportFile> files, ProjectExports project)
    {
        Dictionary<Guid, BatchExport> byId = project.Exports.GroupBy(static export => export.Id)
            .ToDictionary(static same => same.Key, static same => same.First());
        var pairs = new List<(ExportFile, BatchExport)>();
        var problems = new List<(ExportFile, ProblemException)>();
        var doubtful = new HashSet<Guid>();
        foreach (IGrouping<Guid, ExportFile> same in files.Where(file => file.Id is { } id && byId.ContainsKey(id)).GroupBy(static file => file.Id!.Value))
            Settle(same.ToList(), [byId[same.Key]], $"the id {same.Key}");

        HashSet<Guid> taken = new(pairs.Select(static pair => pair.Item2.Id).Concat(doubtful));
        ILookup<(string, string, string), BatchExport> byIdentity = project.Exports.Where(export => !taken.Contains(export.Id)).ToLookup(ExportFile.IdentityOf);
        var onlyInFiles = new List<ExportFile>();
        foreach (IGrouping<(string Name, string Model, string Type), ExportFile> same in files.Where(file => file.Id is not { } id || !byId.ContainsKey(id))
            .GroupBy(static file => file.Identity))
        {
            List<BatchExport> found = byIdentity[same.Key].ToList();
            string what = $"the name '{MessageText.Name(same.Key.Name)}', the model {same.Key.Model} and the type {same.Key.Type}";
            if (found.Count == 0 && same.Count() == 1)
                onlyInFiles.Add(same.First());
            else
                Settle(same.ToList(), found, what);
        }

        taken.UnionWith(pairs.Select(static pair => pair.Item2.Id).Concat(doubtful));
        return new ExportMatch(pairs, onlyInFiles, project.Exports.Where(export => !taken.Contains(export.Id)).ToList(), problems);

        void Settle(IReadOnlyList<ExportFile> claims, IReadOnlyList<BatchExport> found, string what)
        {
            if (claims.Count == 1 && found.Count == 1)
            {
                pairs.Add((claims[0], found[0]));
                return;
            }

            doubtful.UnionWith(found.Select(static export => export.Id));
            foreach (ExportFile file in claims)
            {
                problems.Add((file, claims.Count > 1
                    ? PostHogPS.Contracts.Problems.Validation(
                        $"{string.Join(" and ", claims.Select(static claim => $"'{claim.File}'"))} have {what}, so they mean the same batch export. "
                            + "Nothing was sent.",
                        "Keep one of the files, or give one of them another name.")
                    : PostHogPS.Contracts.Problems.Ambiguous(
                        "batch export", $"{file.File}: {file.Name}", found.Select(PostHogPS.Contracts.Problems.DescribeNamesake))));
            }
        }
    }
}
