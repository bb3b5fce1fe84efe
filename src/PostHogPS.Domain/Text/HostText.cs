using System;

namespace PostHogPS.Text;

/// <summary>What messages call a server.</summary>
internal static class HostText
{
    /// <summary>The host, with the port where it is not the usual one. Never what stands before an @.</summary>
    internal static string Format(Uri address) => address.IsDefaultPort ? address.Host : address.Authority;
}
