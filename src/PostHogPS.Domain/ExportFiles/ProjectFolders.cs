using System.Collections.Generic;
using System.Linq;
using PostHogPS.Connections;
using PostHogPS.Files;

namespace PostHogPS.ExportFiles;

/// <summary>Names for the folders of several projects, unique without case.</summary>
internal static class ProjectFolders
{
    /// <summary>The name of each project's folder, by <see cref="ProjectScope.Key"/>.</summary>
    /// <param name="scopes">The projects. Two connections may have one of the same name and number, as two regions do.</param>
    internal static IReadOnlyDictionary<(PostHogConnection, string), string> CreateNames(List<ProjectScope> scopes)
    {
        bool several = scopes.Select(static scope => scope.Connection).Distinct().Count() > 1;
        IReadOnlyDictionary<string, string> names = FileNames.CreateUnique(scopes.ConvertAll(scope => (Name(scope), Id(scope))), "project", []);
        return scopes.ToDictionary(static scope => scope.Key, scope => names[Id(scope)]);

        string Id(ProjectScope scope) => $"{(several ? scope.Connection.Name : "")}/{scope.Connection.Host}/{scope.Project}";
        string Name(ProjectScope scope) => (several ? scope.Connection.Name + "-" : "") + (scope.ProjectName ?? "project-" + scope.Project);
    }
}
