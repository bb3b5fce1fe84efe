using System;
using System.Security;
using PostHogPS.Contracts;
using PostHogPS.Text;

namespace PostHogPS.Alerts;

/// <summary>Addresses of webhooks. They work like passwords, so nothing but their host is ever shown.</summary>
internal static class AlertAddress
{
    internal static bool IsAddress(string text) =>
        text.StartsWith("https://", StringComparison.OrdinalIgnoreCase) || text.StartsWith("http://", StringComparison.OrdinalIgnoreCase);

    /// <summary>The host; empty where there is none to be read.</summary>
    internal static string HostOf(SecureString address) =>
        Uri.TryCreate(Secrets.Reveal(address), UriKind.Absolute, out Uri? url) && url.Host.IndexOf('{') < 0 ? url.Host : "";

    /// <summary>Refuses what cannot be an address, without repeating it.</summary>
    internal static void Check(SecureString address)
    {
        string text = Secrets.Reveal(address);
        if (!IsAddress(text) || !Uri.TryCreate(text, UriKind.Absolute, out Uri? url) || url.Host.Length == 0 || url.UserInfo.Length > 0 || text.Trim() != text)
            throw Problems.Validation("-Uri takes the complete address of a webhook, which begins with https:// or http://, "
                    + "without user and password. Nothing was sent.",
                "Copy the address from the service that gave it: Read-Host -AsSecureString.");
        if (text.IndexOf('{') >= 0)
            throw Problems.Validation("-Uri takes an address without expressions: the host that messages go to must not depend on an event. Nothing was sent.");
    }
}
