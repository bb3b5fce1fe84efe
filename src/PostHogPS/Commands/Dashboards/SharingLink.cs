using System;
using PostHogPS.Binding;

namespace PostHogPS.Commands;

/// <summary>Adds what the server leaves out of a sharing object: whose it is, and the link that people open.</summary>
internal static class SharingLink
{
    internal static DashboardSharing Complete(DashboardSharing sharing, DashboardTarget target)
    {
        sharing.DashboardId = target.Id;
        foreach (DashboardSharingPassword password in sharing.SharePasswords)
            target.Scope.Stamp(password);
        // While sharing is off no link works, and one that was never saved has another token at each look.
        if (!sharing.Enabled)
            sharing.AccessToken = null;
        if (sharing.AccessToken is { Length: > 0 } token)
            sharing.Link = new Uri(target.Scope.Connection.HostUri, "shared/" + Uri.EscapeDataString(token));
        return target.Scope.Stamp(sharing);
    }
}
