using System;

namespace PostHogPS.Engine.Routes;

/// <summary>The connection's origin, with any path it is served under, and what belongs to it.</summary>
internal sealed class Addresses
{
    private static readonly Uri SandboxOrigin = new("http://sandbox.localhost/");

    internal Addresses(Uri host, bool sandbox)
    {
        Uri given = sandbox ? SandboxOrigin : host;
        Origin = new Uri(given.GetLeftPart(UriPartial.Authority) + "/");
        BasePath = given.AbsolutePath.TrimEnd('/') + "/";
    }

    internal Uri Origin { get; }

    /// <summary>"/", or the path that the server is served under, with slashes on both ends.</summary>
    internal string BasePath { get; }

    internal string Host => Origin.Host;

    /// <summary>Same scheme, host and port.</summary>
    internal bool IsOwn(Uri address) =>
        address.IsAbsoluteUri && address.UserInfo.Length == 0
        && Uri.Compare(address, Origin, UriComponents.SchemeAndServer, UriFormat.SafeUnescaped, StringComparison.OrdinalIgnoreCase) == 0;

    /// <summary>An address below the base path. <paramref name="relative"/> has no leading slash.</summary>
    internal Uri Below(string relative) => new(Origin, BasePath + relative);

    /// <summary>An address from the root of the origin, as paging links are kept.</summary>
    internal Uri FromRoot(string pathAndQuery) => new(Origin.GetLeftPart(UriPartial.Authority) + pathAndQuery);
}
