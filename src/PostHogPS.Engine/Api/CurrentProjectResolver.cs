using System.Threading.Tasks;
using PostHogPS.Contracts;
using PostHogPS.Engine.Calls;
using PostHogPS.Engine.Client;
using PostHogPS.Engine.Routes;

namespace PostHogPS.Engine.Api;

/// <summary>Settles @current before the first write, so that the number that is written to is the number that was read.</summary>
internal sealed class CurrentProjectResolver(ApiClient client, ProjectPin pin)
{
    /// <summary>The number of a project, or 0 while it is not known.</summary>
    internal long NumberOf(string project) => pin.NumberOf(project);

    internal async Task SettleAsync(string project, CallContext call)
    {
        if (project != ProjectPin.Current || pin.Id is not null)
            return;
        pin.Pin(await OfUserAsync(call).ConfigureAwait(false) ?? await OfRouteAsync(call).ConfigureAwait(false) ?? 0);
        if (pin.Id is null)
        {
            call.Report(
                EngineMessageKind.Warning,
                "The key may not read which project @current is, so the server decides. Give -ProjectId a number to be certain.");
        }
    }

    private async Task<long?> OfUserAsync(CallContext call)
    {
        try
        {
            PostHogUser user = await client.ObjectAsync<PostHogUser>(ApiRequest.GetRoot("api/users/@me/"), call).ConfigureAwait(false);
            return user.Team?.Id;
        }
        catch (PostHogApiException refused) when (IsRefusal(refused))
        {
            return null;
        }
    }

    private async Task<long?> OfRouteAsync(CallContext call)
    {
        try
        {
            Project project = await client.ObjectAsync<Project>(ApiRequest.GetRoot("api/projects/@current/"), call).ConfigureAwait(false);
            return project.Id;
        }
        catch (PostHogApiException refused) when (IsRefusal(refused))
        {
            return null;
        }
    }

    private static bool IsRefusal(PostHogApiException error) =>
        error.Kind is PostHogErrorKind.MissingScope or PostHogErrorKind.Forbidden or PostHogErrorKind.NotFound;
}
