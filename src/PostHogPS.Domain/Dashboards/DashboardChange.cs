using System;
using System.Collections.Generic;
using System.Linq;
using PostHogPS.Connections;
using PostHogPS.Contracts;

namespace PostHogPS.Dashboards;

/// <summary>What a command changes on its dashboards, one after the other. A null is no change.</summary>
internal sealed class DashboardChange
{
    private Dashboard? _named;

    internal string? Name { get; set; }

    internal string? Description { get; set; }

    internal bool? Pinned { get; set; }

    /// <summary>All tags, instead of those there are.</summary>
    internal string[]? Tags { get; set; }

    internal string[]? AddTags { get; set; }

    internal string[]? RemoveTags { get; set; }

    /// <summary>All filters; an empty bag takes them away.</summary>
    internal Dictionary<string, object?>? Filters { get; set; }

    internal Dictionary<string, object?>? Variables { get; set; }

    /// <summary>Rejects what contradicts itself.</summary>
    internal void Check()
    {
        if (Name is not null && string.IsNullOrWhiteSpace(Name))
            throw Problems.Validation("A dashboard's name may not be blank.");
        DashboardPatch.CheckTags(Tags, AddTags, RemoveTags);
        if (AddTags?.Intersect(RemoveTags ?? [], StringComparer.OrdinalIgnoreCase).FirstOrDefault() is { } both)
            throw Problems.Validation($"The tag '{both}' is given for both -AddTag and -RemoveTag.");
        if (Tags is not null && (AddTags is not null || RemoveTags is not null))
            throw Problems.Validation("-Tag replaces all tags, so it cannot be combined with -AddTag and -RemoveTag.");
    }

    /// <summary>What changes on one dashboard.</summary>
    internal DashboardPatch CreatePatch(DashboardTarget target, Dashboard current)
    {
        var patch = new DashboardPatch(current);
        patch.Set(Name, DashboardMarker.Keep(current.Description, Description), Pinned, TagsOf(current), DashboardPatch.FiltersOf(Filters), Variables);
        if (Name is null)
            return patch;
        if (_named is { } first && patch.Renames)
            throw Problems.Validation($"-Name gives one dashboard a name, and it was given to '{first.Name}' ({first.Id}) already; "
                + $"{target.Description} keeps its own.",
                "Rename each by a line of its own: ForEach-Object { $_ | Set-PHDashboard -Name ($_.Name + ' 2026') }.");
        _named ??= current;
        return patch;
    }

    private string[]? TagsOf(Dashboard current) => Tags ?? (AddTags is null && RemoveTags is null ? null
        : current.Tags.Where(tag => RemoveTags?.Contains(tag, StringComparer.OrdinalIgnoreCase) != true)
            .Union(AddTags ?? [], StringComparer.OrdinalIgnoreCase).ToArray());
}
