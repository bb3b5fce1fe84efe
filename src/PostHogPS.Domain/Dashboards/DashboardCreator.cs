using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Threading.Tasks;
using PostHogPS.Changes;
using PostHogPS.Connections;
using PostHogPS.Contracts;
using PostHogPS.Text;

namespace PostHogPS.Dashboards;

/// <summary>Creates one dashboard: a POST, and a PATCH for what PostHog's create does not take.</summary>
internal sealed class DashboardCreator
{
    private readonly ProjectScope _scope;
    private readonly string _name;
    private string? _advice;

    internal DashboardCreator(ProjectScope scope, string name)
    {
        _scope = scope;
        _name = name;
    }

    /// <summary>What was given; null for what the template or the copied dashboard brings, as for the following.</summary>
    internal string? Description { get; set; }

    internal bool? Pinned { get; set; }

    internal string[]? Tags { get; set; }

    /// <summary>All filters; an empty bag for none.</summary>
    internal Dictionary<string, object?>? Filters { get; set; }

    internal Dictionary<string, object?>? Variables { get; set; }

    /// <summary>The template to begin with, as the server spells it; null for none.</summary>
    internal string? Template { get; set; }

    /// <summary>The dashboard to copy; null for none.</summary>
    internal Dashboard? Source { get; set; }

    /// <summary>True for a copy with insights and texts of its own.</summary>
    internal bool HasOwnTiles { get; set; }

    /// <summary>What the question says.</summary>
    internal string Action =>
        Template is not null ? $"Create from the template '{MessageText.Name(Template)}'"
        : Source is null ? "Create"
        : HasOwnTiles ? $"Create as a copy of {Describe(Source)}, with insights of its own"
        : $"Create as a copy of {Describe(Source)}, sharing its insights: a change of one shows on both";

    /// <summary>What to do about an error that was thrown, where there is something better than usual.</summary>
    internal string? Advise(PostHogApiException e) => _advice ?? (e.Kind == PostHogErrorKind.FateUnknown
        ? $"Look before you try again: {CommandLine.ForName("Get-PHDashboard", _name)} shows whether it was created." : null);

    /// <summary>Creates it and gives it as a result.</summary>
    /// <param name="input">What the user gave, for an error of the second request.</param>
    /// <param name="call">How to send.</param>
    internal async Task RunAsync(object? input, CallContext call)
    {
        // The line with the key of a copied dashboard is that one's own: with it the new one would be taken for the same.
        string? description = Description ?? (Source is null ? null : DashboardMarker.Remove(Source.Description));
        bool? pinned = Pinned ?? Source?.Pinned;
        string[]? tags = Tags ?? Source?.Tags.ToArray();
        // Nothing is what an empty dashboard filters anyway.
        Dictionary<string, object?>? filters = Filters is { Count: 0 } && Source is null && Template is null ? null : DashboardPatch.FiltersOf(Filters);
        var body = new Dictionary<string, object?>(StringComparer.Ordinal) { ["name"] = _name };
        body.AddGiven("description", description);
        body.AddGiven("pinned", pinned);
        body.AddGiven("tags", tags);
        body.AddGiven("filters", filters);
        body.AddGiven("use_template", Template);
        body.AddGiven("use_dashboard", Source?.Id);
        body.AddGiven("duplicate_tiles", HasOwnTiles ? true : null);
        Dashboard made = await SendAsync(body, call).ConfigureAwait(false);
        var patch = new DashboardPatch(made);
        patch.Set(null, description, pinned, tags, filters, Variables);
        made = await CompleteAsync(made, patch, input, call).ConfigureAwait(false);
        call.WriteResult(made);
        ReportSharedItems(made, call);
    }

    private async Task<Dashboard> SendAsync(Dictionary<string, object?> body, CallContext call)
    {
        DateTimeOffset before = _scope.Session.ServerNow;
        try
        {
            return _scope.StampDashboard(await _scope.Session.Dashboards.CreateAsync(_scope.Project, body, call).ConfigureAwait(false));
        }
        catch (PostHogApiException refused) when (Template is not null && refused.Kind == PostHogErrorKind.Validation)
        {
            LeftoverDashboard leftover = await LeftoverDashboard.FindAsync(_scope, _name, before, call).ConfigureAwait(false);
            _advice = leftover.Advice;
            throw refused.Rephrased(refused.Message + " " + leftover.Text);
        }
    }

    // The create ignores variables, and a template overwrites description and filters.
    private async Task<Dashboard> CompleteAsync(Dashboard made, DashboardPatch patch, object? input, CallContext call)
    {
        Dictionary<string, object?> missing = patch.Missing;
        if (missing.Count == 0)
        {
            call.WarnNotTaken(Describe(made), patch.NotTaken(made));
            return made;
        }

        try
        {
            return await patch.SendAsync(_scope, missing, call).ConfigureAwait(false);
        }
        catch (PostHogApiException refused)
        {
            string fields = string.Join(", ", missing.Keys);
            call.Fail(refused.Rephrased($"{Describe(made)} was created, but not set: {fields}. {refused.Message}"), input,
                $"The dashboard is there. Set what is missing: Set-PHDashboard {made.Id} -ProjectId {made.ProjectId}; or remove it: "
                    + $"Remove-PHDashboard {made.Id} -ProjectId {made.ProjectId}.");
            return made;
        }
    }

    // Which insights a copy shares with its source.
    private void ReportSharedItems(Dashboard made, CallContext call)
    {
        if (Source is null)
            return;
        HashSet<string> own = [.. InsightsOf(Source)];
        int shared = InsightsOf(made).Count(own.Contains);
        if (shared > 0 && HasOwnTiles)
            call.Warn($"The server answered without an error, but {Describe(made)} shares {shared} insights with {Describe(Source)} all "
                + "the same: it is probably too old for -DuplicateTiles.");
        else if (shared > 0)
            call.Verbose($"{Describe(made)} shares {shared} insights with {Describe(Source)}: a change of one shows on both. -DuplicateTiles "
                + "gives a copy its own.");
    }

    private string Describe(Dashboard dashboard) => new DashboardTarget(_scope, dashboard).Description;

    private static IEnumerable<string> InsightsOf(Dashboard dashboard) =>
        dashboard.Tiles.Select(static tile =>
            tile.Insight?.TryGetValue("id", out object? id) == true ? Convert.ToString(id, CultureInfo.InvariantCulture) : null)
            .OfType<string>();
}
