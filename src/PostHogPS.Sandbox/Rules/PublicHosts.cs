using System;
using System.Linq;

namespace PostHogPS.Sandbox.Rules;

/// <summary>The server's rule for hosts that it connects to: they must be public, on self-hosted servers too.</summary>
internal static class PublicHosts
{
    private static readonly string[] Private = ["127.", "10.", "192.168."];

    public static bool IsPrivate(string? host) => Problem(host) is not null;

    /// <summary>Why a host is refused; null for one that is not.</summary>
    public static string? Problem(string? host) =>
        host is null ? null
        : host is "localhost" or "0.0.0.0" or "::1" || host.StartsWith("127.", StringComparison.Ordinal) ? "Local/Loopback host not allowed"
        : Private.Any(start => host.StartsWith(start, StringComparison.Ordinal)) ? "Private IP address not allowed"
        : host.EndsWith(".local", StringComparison.Ordinal) ? "Internal domain pattern blocked: .local"
        : host.EndsWith(".invalid", StringComparison.Ordinal) ? "Could not resolve host"
        : null;
}
