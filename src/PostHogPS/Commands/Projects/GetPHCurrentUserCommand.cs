using System.Management.Automation;
using PostHogPS.Cmdlets;

namespace PostHogPS.Commands;

/// <summary>Shows whose key the connection uses (GET /api/users/@me/).</summary>
[Cmdlet(VerbsCommon.Get, "PHCurrentUser")]
[OutputType(typeof(PostHogUser))]
public sealed class GetPHCurrentUserCommand : PostHogCmdlet
{
    /// <inheritdoc/>
    protected override void EndProcessing() => Try(null, () =>
    {
        PostHogConnection connection = DefaultConnection;
        PostHogUser user = Await(connection.Session.Identity.GetCurrentUserAsync);
        user.Origin = connection;
        user.ProjectId = user.Team?.Id ?? 0;
        user.ProjectName = user.Team?.Name;
        connection.Learn(user);
        WriteObject(user);
    });
}
