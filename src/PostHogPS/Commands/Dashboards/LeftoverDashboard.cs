using System;
using System.Collections.Generic;
using System.Linq;
using PostHogPS.Cmdlets;
using PostHogPS.Connections;
using PostHogPS.Contracts;

namespace PostHogPS.Commands;

/// <summary>
/// The empty dashboard that PostHog leaves behind when it makes one and then refuses its template. It is named, never
/// removed: who else made one of that name in the same moment cannot be told.
/// </summary>
internal sealed class LeftoverDashboard
{
    // The server's clock is known to the second, and by the last answer only.
    private static readonly TimeSpan Slack = TimeSpan.FromMinutes(2);

    internal LeftoverDashboard(DashboardCmdlet cmdlet, ProjectScope scope, string name, DateTimeOffset before)
    {
        long[] found = Find(cmdlet, scope, name, before - Slack);
        string project = scope.Project == PostHogConnection.CurrentProject ? "" : " -ProjectId " + scope.Project;
        Text = found.Length switch
        {
            0 => "PostHog makes the dashboard before it looks for the template, so an empty one may have been left behind.",
            1 => $"PostHog made an empty dashboard all the same: {found[0]}.",
            _ => $"PostHog made an empty dashboard all the same, one of these: {string.Join(", ", found)}.",
        };
        Advice = found.Length == 1
            ? $"Get-PHDashboardTemplate shows the templates. Remove what was left behind: Remove-PHDashboard {found[0]}{project}"
            : $"Get-PHDashboardTemplate shows the templates. Look for what was left behind: Get-PHDashboard '{name.Replace("'", "''")}'{project}";
    }

    internal string Text { get; }

    internal string Advice { get; }

    // Of this name, made from a template since then, and without any tile.
    private static long[] Find(DashboardCmdlet cmdlet, ProjectScope scope, string name, DateTimeOffset since)
    {
        const int longestSearch = 200;
        var query = new DashboardQuery { Search = name.Length <= longestSearch ? name : null };
        try
        {
            List<Dashboard> all = cmdlet.Stream("Reading dashboards", (next, call) => scope.Session.Dashboards.ListAsync(scope.Project, query, next, call)).ToList();
            return all.Where(d => d.Name == name && d.CreationMode == "template" && d.CreatedAt >= since)
                .Select(d => d.Id).Where(id => cmdlet.Read(scope, id).Tiles.Count == 0).ToArray();
        }
        catch (PostHogApiException e)
        {
            cmdlet.WriteVerbose($"What was left behind could not be looked for: {e.Message}");
            return [];
        }
    }
}
