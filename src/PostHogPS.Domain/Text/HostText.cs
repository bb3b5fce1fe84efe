using System;

namespace PostHogPS.Text;

/// <summary>What messages call a server.</summary>
internal static class HostText
{
    /// <summary>The complete address, where two of one host have to be told apart. Without user, password and query.</summary>
    internal static string FormatAddress(Uri address) =>
        address.GetComponents(UriComponents.SchemeAndServer | UriComponents.Path, UriFormat.UriEscaped).TrimEnd('/');

    /// <summary>The host, with the port where it is not the usual one. Without user and password.</summary>
    internal static string Format(Uri address) => address.IsDefaultPort ? address.Host : address.Authority;
}
