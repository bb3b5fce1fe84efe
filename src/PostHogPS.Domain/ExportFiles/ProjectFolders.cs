using System.Collections.Generic;
using System.IO;
using System.Linq;
using PostHogPS.Connections;
using PostHogPS.Files;

namespace PostHogPS.ExportFiles;

/// <summary>Names for the folders of several projects, unique without case.</summary>
internal static class ProjectFolders
{
    /// <summary>The folder of each project, by <see cref="ProjectScope.Key"/>: one project alone has the folder itself.</summary>
    /// <param name="root">The folder.</param>
    /// <param name="scopes">The projects.</param>
    /// <param name="isApart">Whether one project has a folder of its own too.</param>
    internal static IReadOnlyDictionary<(PostHogConnection, string), string> FindPaths(string root, List<ProjectScope> scopes, bool isApart) =>
        isApart || scopes.Count > 1 ? CreateNames(scopes).ToDictionary(static named => named.Key, named => Path.Combine(root, named.Value))
        : scopes.ToDictionary(static scope => scope.Key, _ => root);

    // Two connections may have one of the same name and number, as two regions do.
    private static Dictionary<(PostHogConnection, string), string> CreateNames(List<ProjectScope> scopes)
    {
        bool several = scopes.Select(static scope => scope.Connection).Distinct().Count() > 1;
        IReadOnlyDictionary<string, string> names = FileNames.CreateUnique(scopes.ConvertAll(scope => (Name(scope), Id(scope))), "project", []);
        return scopes.ToDictionary(static scope => scope.Key, scope => names[Id(scope)]);

        string Id(ProjectScope scope) => $"{(several ? scope.Connection.Name : "")}/{scope.Connection.Host}/{scope.Project}";
        string Name(ProjectScope scope) => (several ? scope.Connection.Name + "-" : "") + (scope.ProjectName ?? "project-" + scope.Project);
    }
}
