using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Threading.Tasks;
using PostHogPS.Connections;
using PostHogPS.Contracts;

namespace PostHogPS.DashboardFiles;

/// <summary>Cohorts, actions and the like of a project, by id and by name. Each list is read once, and only when something refers to one of it.</summary>
internal sealed class ProjectDefinitions(ProjectScope scope)
{
    private readonly Dictionary<DefinitionKind, List<(string Id, string Name)>> _lists = new();
    private readonly Dictionary<DefinitionKind, string> _problems = new();

    internal async Task ReadAsync(IEnumerable<DefinitionKind> kinds, CallContext call)
    {
        foreach (DefinitionKind kind in kinds.Where(kind => kind.IsListed && !_lists.ContainsKey(kind)).Distinct().ToList())
        {
            try
            {
                _lists[kind] = await ReadAsync(kind, call).ConfigureAwait(false);
            }
            catch (PostHogApiException e) when (e.StatusCode is 403 or 404)
            {
                // A key without the scope, or an older server that keeps the list to its own pages.
                _lists[kind] = [];
                _problems[kind] = e.MissingScope is { } missing ? $"The key lacks the scope {missing}, so the list could not be read."
                    : "The server does not show this list to the key.";
            }
        }
    }

    /// <summary>Why a list could not be read; null where it was.</summary>
    internal string? ProblemOf(DefinitionKind kind) => _problems.TryGetValue(kind, out string? problem) ? problem : null;

    /// <summary>The name of an id; null where the project has no such thing.</summary>
    internal string? NameOf(DefinitionKind kind, string id) =>
        List(kind).Where(item => item.Id == id).Select(static item => item.Name).FirstOrDefault(static name => name.Length > 0);

    /// <summary>The ids that bear a name.</summary>
    internal IReadOnlyList<string> Find(DefinitionKind kind, string name) =>
        List(kind).Where(item => item.Name == name).Select(static item => item.Id).Distinct().ToList();

    private List<(string Id, string Name)> List(DefinitionKind kind) => _lists.TryGetValue(kind, out List<(string Id, string Name)>? list) ? list : [];

    private async Task<List<(string Id, string Name)>> ReadAsync(DefinitionKind kind, CallContext call)
    {
        var found = new List<(string Id, string Name)>();
        var links = new HashSet<string>(StringComparer.Ordinal);
        string? path = $"api/projects/{scope.Project}/{kind.Path}";
        List<KeyValuePair<string, string>> query = kind == DefinitionKind.Group || kind == DefinitionKind.Variable ? [] : [new("limit", "500")];
        if (kind == DefinitionKind.Insight)
            query.Add(new("basic", "true"));
        while (path is not null)
        {
            RestAnswer answer = await scope.Session.Rest.SendAsync("GET", path, query, null, call).ConfigureAwait(false);
            object? items = answer.Value is IDictionary<string, object?> page && page.TryGetValue("results", out object? results) ? results : answer.Value;
            foreach (IDictionary<string, object?> item in (items as IEnumerable<object?> ?? []).OfType<IDictionary<string, object?>>())
            {
                if (!(item.TryGetValue("deleted", out object? deleted) && deleted is true) && item.TryGetValue(kind.IdField, out object? id) && id is not null)
                    found.Add((Convert.ToString(id, CultureInfo.InvariantCulture)!, item.TryGetValue(kind.NameField, out object? name) ? name as string ?? ""
                        : ""));
            }

            // A list whose next link leads back to itself ends here.
            path = answer.Next is { } next && links.Add(next) ? next : null;
            query = [];
        }

        return found;
    }
}
