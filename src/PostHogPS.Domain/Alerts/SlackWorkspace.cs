using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using PostHogPS.Contracts;
using PostHogPS.Text;

namespace PostHogPS.Alerts;

/// <summary>The integration of a workspace in Slack. PostHog stores any number, and then every message fails.</summary>
internal static class SlackWorkspace
{
    /// <summary>The one that was given, or the only one of the project.</summary>
    internal static long Find(IEnumerable<Integration> all, long? given, string where)
    {
        List<Integration> slack = all.Where(static one => one.Kind == "slack").ToList();
        if (given is { } id)
            return slack.Exists(one => one.Id == id) ? id
                : throw Problems.NotFound("integration of kind slack", id.ToString(CultureInfo.InvariantCulture), where, "Get-PHIntegration -Kind slack");
        return slack.Count switch
        {
            1 => slack[0].Id,
            0 => throw Problems.NotFound("integration", "slack", where,
                "Connect the workspace on PostHog's own page (Settings, Integrations): it is not done by a key."),
            _ => throw Problems.Ambiguous("integration", "slack", slack.Select(static one => $"{one.Id} ({MessageText.Name(one.DisplayName)})"),
                "Say which one: -IntegrationId <id>."),
        };
    }
}
