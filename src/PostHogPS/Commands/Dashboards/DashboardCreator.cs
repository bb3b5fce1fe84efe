using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using PostHogPS.Binding;
using PostHogPS.Changes;
using PostHogPS.Cmdlets.Execution;
using PostHogPS.Connections;
using PostHogPS.Contracts;
using PostHogPS.Dashboards;
using PostHogPS.Text;

namespace PostHogPS.Commands;

/// <summary>Creates one dashboard: a POST, and a PATCH for what PostHog's create does not take.</summary>
internal sealed class DashboardCreator
{
    private readonly CommandRun _command;
    private readonly ProjectScope _scope;
    private readonly string _name;

    internal DashboardCreator(CommandRun command, ProjectScope scope, string name)
    {
        _command = command;
        _scope = scope;
        _name = name;
    }

    internal string? Description { get; set; }

    internal bool? Pinned { get; set; }

    internal string[]? Tags { get; set; }

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

    /// <summary>What to do about the error that was thrown, where that is known here.</summary>
    internal string? Advice { get; private set; }

    /// <summary>Creates it.</summary>
    /// <param name="input">What the user gave, for an error of the second request.</param>
    internal Dashboard Create(object? input)
    {
        var body = new Dictionary<string, object?>(StringComparer.Ordinal) { ["name"] = _name };
        body.AddGiven("description", Description);
        body.AddGiven("pinned", Pinned);
        body.AddGiven("tags", Tags);
        body.AddGiven("filters", Filters);
        body.AddGiven("use_template", Template);
        body.AddGiven("use_dashboard", Source?.Id);
        body.AddGiven("duplicate_tiles", HasOwnTiles ? true : null);
        Dashboard made = Send(body);
        var patch = new DashboardPatch(made);
        patch.Set(null, Description, Pinned, Tags, Filters, Variables);
        return Complete(made, patch, input);
    }

    /// <summary>Says which insights a copy shares with its source.</summary>
    internal void WarnOfSharedItems(Dashboard made)
    {
        if (Source is null)
            return;
        HashSet<string> own = [.. InsightsOf(Source)];
        int shared = InsightsOf(made).Count(own.Contains);
        if (shared > 0 && HasOwnTiles)
            _command.Messages.WriteWarning($"The server answered without an error, but {Describe(made)} shares {shared} insights with {Describe(Source)} all "
                + "the same: it is probably too old for -DuplicateTiles.");
        else if (shared > 0)
            _command.Messages.WriteVerbose($"{Describe(made)} shares {shared} insights with {Describe(Source)}: a change of one shows on both. -DuplicateTiles "
                + "gives a copy its own.");
    }

    private Dashboard Send(Dictionary<string, object?> body)
    {
        DateTimeOffset before = _scope.Session.ServerNow;
        try
        {
            return _scope.StampDashboard(_command.Pump.Await(call => _scope.Session.Dashboards.CreateAsync(_scope.Project, body, call)));
        }
        catch (PostHogApiException refused) when (Template is not null && refused.Kind == PostHogErrorKind.Validation)
        {
            LeftoverDashboard leftover = _command.Pump.Await(call => LeftoverDashboard.FindAsync(_scope, _name, before, call));
            Advice = leftover.Advice;
            throw refused.Rephrased(refused.Message + " " + leftover.Text);
        }
    }

    // The create ignores variables, and a template overwrites description and filters.
    private Dashboard Complete(Dashboard made, DashboardPatch patch, object? input)
    {
        Dictionary<string, object?> missing = patch.Missing;
        if (missing.Count == 0)
        {
            _command.Messages.WarnNotTaken(Describe(made), patch.NotTaken(made));
            return made;
        }

        try
        {
            Dashboard after = _scope.StampDashboard(_command.Pump.Await(call => _scope.Session.Dashboards.UpdateAsync(_scope.Project, made.Id, missing, call)));
            _command.Messages.WarnNotTaken(Describe(made), patch.NotTaken(after));
            return after;
        }
        catch (PostHogApiException refused)
        {
            string fields = string.Join(", ", missing.Keys);
            _command.Messages.Try(input, () => throw refused.Rephrased($"{Describe(made)} was created, but not set: {fields}. {refused.Message}"),
                _ => $"The dashboard is there. Set what is missing: Set-PHDashboard {made.Id} -ProjectId {made.ProjectId}; or remove it: "
                    + $"Remove-PHDashboard {made.Id} -ProjectId {made.ProjectId}.");
            return made;
        }
    }

    private string Describe(Dashboard dashboard) => new DashboardTarget(_scope, dashboard.Id, null, dashboard.Name).Description;

    private static IEnumerable<string> InsightsOf(Dashboard dashboard) =>
        dashboard.Tiles.Select(static tile =>
            tile.Insight?.TryGetValue("id", out object? id) == true ? Convert.ToString(id, CultureInfo.InvariantCulture) : null)
            .OfType<string>();
}
