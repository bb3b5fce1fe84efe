using System;
using System.Collections.Generic;
using System.Threading.Tasks;
using PostHogPS.Connections;
using PostHogPS.Contracts;
using PostHogPS.Reading;

namespace PostHogPS.Dashboards;

/// <summary>
/// The empty dashboard that PostHog leaves behind when it makes one and then refuses its template. It is named, never
/// removed: another person may have made one of that name in the same moment.
/// </summary>
internal sealed class LeftoverDashboard
{
    // The server's clock is known to the second, and by the last answer only.
    private static readonly TimeSpan Slack = TimeSpan.FromMinutes(2);

    private LeftoverDashboard(ProjectScope scope, string name, long[] found)
    {
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

    /// <summary>Looks for it.</summary>
    /// <param name="scope">The project.</param>
    /// <param name="name">The name that was asked for.</param>
    /// <param name="before">A moment before the request, by the server's clock.</param>
    /// <param name="call">How to ask.</param>
    internal static async Task<LeftoverDashboard> FindAsync(ProjectScope scope, string name, DateTimeOffset before, CallContext call) =>
        new(scope, name, await ReadAsync(scope, name, before - Slack, call).ConfigureAwait(false));

    // Of this name, made from a template since then, and without any tile.
    private static async Task<long[]> ReadAsync(ProjectScope scope, string name, DateTimeOffset since, CallContext call)
    {
        const int longestSearch = 200;
        var query = new DashboardQuery { Search = name.Length <= longestSearch ? name : null };
        var found = new List<long>();
        try
        {
            foreach (Dashboard dashboard in await ExportLists.Dashboards(scope, query).ReadAllAsync(call).ConfigureAwait(false))
            {
                if (dashboard.Name == name && dashboard.CreationMode == "template" && dashboard.CreatedAt >= since
                    && (await scope.Session.Dashboards.GetAsync(scope.Project, dashboard.Id, call).ConfigureAwait(false)).Tiles.Count == 0)
                    found.Add(dashboard.Id);
            }

            return found.ToArray();
        }
        catch (PostHogApiException e)
        {
            call.Verbose($"What was left behind could not be looked for: {e.Message}");
            return [];
        }
    }
}
