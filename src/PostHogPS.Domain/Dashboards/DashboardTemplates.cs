using System;
using System.Threading.Tasks;
using PostHogPS.Connections;
using PostHogPS.Contracts;
using PostHogPS.Reading;

namespace PostHogPS.Dashboards;

/// <summary>Templates that dashboards begin with.</summary>
internal static class DashboardTemplates
{
    // PostHog's first template has a key of its own; lists show it under a name.
    private const string Original = "DEFAULT_APP";

    /// <summary>The name as the server spells it: it makes the dashboard first, and looks for the template then.</summary>
    internal static async Task<string> FindNameAsync(ProjectScope scope, string template, CallContext call)
    {
        if (string.IsNullOrWhiteSpace(template))
            throw Problems.Validation("A template's name may not be blank.");
        if (template == Original)
            return template;
        string? found = null;
        try
        {
            await new PageReader<DashboardTemplate>("Reading templates",
                (next, page) => scope.Session.Dashboards.ListTemplatesAsync(scope.Project, null, next, page)).ReadWhileAsync(
                one =>
                {
                    found = string.Equals(one.Name, template, StringComparison.OrdinalIgnoreCase) ? one.Name : null;
                    return found is null;
                },
                call).ConfigureAwait(false);
        }
        catch (PostHogApiException hidden) when (hidden.Kind is PostHogErrorKind.MissingScope or PostHogErrorKind.Forbidden or PostHogErrorKind.NotFound)
        {
            call.Verbose($"The template '{template}' could not be looked up before: {hidden.Message}");
            return template;
        }

        return found ?? throw Problems.NotFound("template", template, scope.Description, "Get-PHDashboardTemplate shows the templates.");
    }
}
