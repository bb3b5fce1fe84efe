using System.Threading.Tasks;
using PostHogPS.Contracts;

namespace PostHogPS.Connections;

/// <summary>Tries the key of a new connection, and learns whose it is and what its current project is.</summary>
internal static class ConnectionCheck
{
    /// <summary>One request. A key without user:read is valid too: the answer proves that the server knows it.</summary>
    internal static async Task RunAsync(PostHogConnection connection, CallContext call)
    {
        PostHogUser user;
        try
        {
            user = await connection.Session.Identity.GetCurrentUserAsync(call).ConfigureAwait(false);
        }
        catch (PostHogApiException e) when (e.Kind == PostHogErrorKind.MissingScope)
        {
            call.Verbose("The key works but lacks the scope user:read, so its owner and current project are not known yet.");
            return;
        }

        connection.User = user.Email;
        connection.Learn(user);
        if (user.Team is { Id: > 0 } team && connection.DefaultProject == PostHogConnection.CurrentProject)
            connection.Session.PinCurrentProject(team.Id);
    }
}
