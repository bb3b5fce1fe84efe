using System;
using System.Linq;
using System.Security;
using PostHogPS.Contracts;
using PostHogPS.Text;

namespace PostHogPS.Alerts;

/// <summary>Addresses of webhooks. They work like passwords, so nothing but their host is ever shown.</summary>
internal static class AlertAddress
{
    private static readonly string[] DiscordHosts = ["discord.com", "discordapp.com"];

    private static readonly string[] TeamsHosts = ["webhook.office.com", "logic.azure.com", "powerplatform.com"];

    internal static bool IsAddress(string text) =>
        text.StartsWith("https://", StringComparison.OrdinalIgnoreCase) || text.StartsWith("http://", StringComparison.OrdinalIgnoreCase);

    /// <summary>The host; empty if the address has no host.</summary>
    internal static string HostOf(SecureString address) =>
        Uri.TryCreate(Secrets.Reveal(address), UriKind.Absolute, out Uri? url) && url.Host.IndexOf('{') < 0 ? url.Host : "";

    /// <summary>The address without blanks around it. Refuses what cannot be one, without repeating it.</summary>
    internal static SecureString Check(SecureString address)
    {
        string text = Secrets.Reveal(address).Trim();
        if (!text.StartsWith("https://", StringComparison.OrdinalIgnoreCase) || !Uri.TryCreate(text, UriKind.Absolute, out Uri? url) || url.Host.Length == 0
            || url.UserInfo.Length > 0 || text.Any(static c => char.IsControl(c) || char.IsWhiteSpace(c)))
            throw Problems.Validation("-Uri takes the complete address of a webhook, which begins with https://, without user and password, "
                    + "blanks and line breaks. Nothing was sent.",
                "Copy the address from the service that gave it: Read-Host -AsSecureString.");
        if (text.IndexOf('{') >= 0)
            throw Problems.Validation("-Uri takes an address without expressions: the host that messages go to must not depend on an event. Nothing was sent.");
        return text.Length == address.Length ? address : Secrets.Protect(text);
    }

    /// <summary>What speaks against an address for a service, by its host; null for nothing.</summary>
    internal static string? FindHostWarning(AlertChannel channel, SecureString address)
    {
        string[] hosts = channel == AlertChannel.Discord ? DiscordHosts : channel == AlertChannel.Teams ? TeamsHosts : [];
        string host = HostOf(address);
        return hosts.Length == 0 || hosts.Any(known => host.Equals(known, StringComparison.OrdinalIgnoreCase)
            || host.EndsWith("." + known, StringComparison.OrdinalIgnoreCase)) ? null
            : $"The address for {channel.Name} leads to {MessageText.Name(host)}, which is no known host of {channel.Name} ({string.Join(", ", hosts)}): "
                + "PostHog may refuse to send messages there. Test-PHBatchExportAlert shows it.";
    }

    /// <summary>Whether two addresses lead to the same place, however host and port are written.</summary>
    internal static bool AreSame(SecureString one, SecureString other)
    {
        (string first, string second) = (Secrets.Reveal(one).Trim(), Secrets.Reveal(other).Trim());
        return first == second || (Uri.TryCreate(first, UriKind.Absolute, out Uri? a) && Uri.TryCreate(second, UriKind.Absolute, out Uri? b)
            && a.AbsoluteUri == b.AbsoluteUri);
    }
}
