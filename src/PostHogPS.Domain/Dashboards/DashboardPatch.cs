using System;
using System.Collections;
using System.Collections.Generic;
using System.Linq;
using System.Threading.Tasks;
using PostHogPS.Changes;
using PostHogPS.Connections;
using PostHogPS.Contracts;
using PostHogPS.Text;

namespace PostHogPS.Dashboards;

/// <summary>The fields of a dashboard that a person sets, compared as the server keeps them.</summary>
internal sealed class DashboardPatch(Dashboard current) : ObjectPatch<Dashboard>(current)
{
    private const string Tags = "tags";

    internal Dictionary<string, object?> Body => _body;

    internal bool Renames => _body.ContainsKey("name");

    /// <summary>What is not as it was asked for and a further update can set. Tags that are gone were dropped, and would be again.</summary>
    internal Dictionary<string, object?> Missing =>
        _body.Where(pair => pair.Key != Tags).ToDictionary(pair => pair.Key, pair => pair.Value, StringComparer.Ordinal);

    /// <summary>Rejects empty tags: a variable that was never filled must not take all of them away.</summary>
    internal static void CheckTags(params string[]?[] lists)
    {
        foreach (string[]? tags in lists)
        {
            if (tags is not null && Array.Exists(tags, string.IsNullOrWhiteSpace))
                throw Problems.Invalid("Tag", "A tag was expected, but the input is empty.", "Look at what the variable holds; -Tag @() takes all tags away.");
        }
    }

    /// <summary>Filters as a body holds them. PostHog ignores an empty object, so "none" is said with keys that filter nothing.</summary>
    internal static Dictionary<string, object?>? FiltersOf(Dictionary<string, object?>? filters) =>
        filters is not { Count: 0 } ? filters
        : new(StringComparer.Ordinal) { ["date_from"] = null, ["date_to"] = null, ["properties"] = Array.Empty<object?>() };

    internal void Set(
        string? name, string? description, bool? pinned, string[]? tags, IDictionary<string, object?>? filters, IDictionary<string, object?>? variables)
    {
        if (name is not null)
            Set("name", name, d => d.Name);
        if (description is not null)
            Set("description", description, d => d.Description);
        if (pinned is not null)
            Set("pinned", pinned, d => d.Pinned);
        if (tags is not null)
            Set(Tags, tags, d => d.Tags, SameTags);
        if (filters is not null)
            Set("filters", filters, d => Stored(d, "persisted_filters", d.Filters), SameFilters);
        if (variables is not null)
            Set("variables", variables, d => Stored(d, "persisted_variables", d.Variables));
    }

    /// <summary>Sends some of its fields and says what was not applied; gives the dashboard as it is afterwards.</summary>
    internal async Task<Dashboard> SendAsync(ProjectScope scope, Dictionary<string, object?> fields, CallContext call)
    {
        Dashboard after = scope.StampDashboard(await scope.Session.Dashboards.UpdateAsync(scope.Project, _current.Id, fields, call).ConfigureAwait(false));
        call.WarnNotTaken(new DashboardTarget(scope, _current).Description, NotTaken(after));
        return after;
    }

    // Kept in lower case, and in no order.
    private static bool SameTags(object? left, object? right) => TagSet(left).SetEquals(TagSet(right));

    private static HashSet<string> TagSet(object? tags) => new((tags as IEnumerable<string> ?? []).Select(tag => tag.Trim()), StringComparer.OrdinalIgnoreCase);

    // A key without a value filters nothing, so it is as good as absent.
    private static bool SameFilters(object? left, object? right) => PlainText.AreSame(Effective(left), Effective(right));

    private static Dictionary<string, object?> Effective(object? filters) =>
        (filters as IDictionary<string, object?> ?? new Dictionary<string, object?>()).Where(pair => pair.Value is not (null or ICollection { Count: 0 }))
        .ToDictionary(pair => pair.Key, pair => pair.Value, StringComparer.Ordinal);

    // What is stored, not what it comes to: newer servers leave variables out that the project does not have any more.
    private static object? Stored(Dashboard dashboard, string key, object shown) =>
        dashboard.AdditionalProperties.TryGetValue(key, out object? stored) && stored is not null ? stored : shown;
}
