using System.Threading.Tasks;
using PostHogPS.Contracts;

namespace PostHogPS.Engine;

/// <summary>Settles @current before the first write, so that the number that is written to is the number that was read.</summary>
internal sealed class CurrentProject(ApiClient client)
{
    internal async Task SettleAsync(string project, CallContext call)
    {
        if (project != ProjectPin.Current || client.Pin.Id is not null)
            return;
        client.Pin.Pin(await OfUserAsync(call).ConfigureAwait(false) ?? await OfRouteAsync(call).ConfigureAwait(false) ?? 0);
        if (client.Pin.Id is null)
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
