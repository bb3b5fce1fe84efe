using System;
using System.Net;
using System.Linq;

namespace PostHogPS.Connections;

/// <summary>What a host may be (design: https, or http on loopback; never an ingestion host; any path is kept).</summary>
internal static class HostAddress
{
    internal static readonly Uri UsCloud = new("https://us.posthog.com/");
    internal static readonly Uri EuCloud = new("https://eu.posthog.com/");

    private static readonly string[] WebPages = ["project", "organization", "settings", "login", "api"];

    internal static Uri OfRegion(string? region) =>
        string.Equals(region, "EU", StringComparison.OrdinalIgnoreCase) ? EuCloud : UsCloud;

    /// <summary>Reads what a person types: a URL, or a bare host name, which then means https.</summary>
    internal static Uri? Parse(string? text)
    {
        text = text?.Trim();
        if (string.IsNullOrEmpty(text))
            return null;
        if (text!.IndexOf("://", StringComparison.Ordinal) < 0)
            text = (IsLoopbackText(text) ? "http://" : "https://") + text;
        return Uri.TryCreate(text, UriKind.Absolute, out Uri? uri) ? Clean(uri) : null;
    }

    /// <summary>Keeps scheme, host, port and path; a query, a fragment or a user part has no place in a host.</summary>
    internal static Uri Clean(Uri uri)
    {
        if (uri.AbsolutePath == "/" && uri.Query.Length == 0 && uri.Fragment.Length == 0 && uri.UserInfo.Length == 0)
            return uri;
        return new UriBuilder(uri) { Path = BasePath(uri.AbsolutePath), Query = "", Fragment = "", UserName = "", Password = "" }.Uri;
    }

    // What people paste from the browser leads to a page of the web UI, not to the API: the base is what stands before it.
    private static string BasePath(string path)
    {
        string[] segments = path.Trim('/').Split('/');
        string[] before = segments.TakeWhile(s => !WebPages.Contains(s, StringComparer.OrdinalIgnoreCase)).ToArray();
        return before.Length == 0 || before[0].Length == 0 ? "/" : "/" + string.Join("/", before) + "/";
    }

    /// <summary>The API host that belongs to an ingestion host; null when it is not one.</summary>
    internal static Uri? ApiHostFor(Uri uri)
    {
        string host = uri.Host.ToLowerInvariant();
        if (!host.EndsWith(".i.posthog.com", StringComparison.Ordinal))
            return null;
        return host.StartsWith("eu", StringComparison.Ordinal) ? EuCloud : UsCloud;
    }

    /// <summary>The reason a host is refused, or null.</summary>
    internal static string? Problem(Uri uri)
    {
        if (!uri.IsAbsoluteUri)
            return $"'{uri}' is not an address. Give one such as https://us.posthog.com.";
        if (ApiHostFor(uri) is { } right)
            return $"'{uri.Host}' takes events in and does not serve the API. Use {right.GetLeftPart(UriPartial.Authority)}.";
        if (uri.Scheme == Uri.UriSchemeHttps)
            return null;
        if (uri.Scheme == Uri.UriSchemeHttp && IsLoopback(uri))
            return null;
        return uri.Scheme == Uri.UriSchemeHttp
            ? $"'{uri.GetLeftPart(UriPartial.Authority)}' would send the key unprotected. Use https; http is for this machine only."
            : $"'{uri.Scheme}' is not a scheme PostHog is served on. Use https.";
    }

    private static bool IsLoopback(Uri uri) =>
        string.Equals(uri.Host, "localhost", StringComparison.OrdinalIgnoreCase)
        || (IPAddress.TryParse(uri.Host.Trim('[', ']'), out IPAddress? address) && IPAddress.IsLoopback(address));

    private static bool IsLoopbackText(string text) =>
        text.StartsWith("localhost", StringComparison.OrdinalIgnoreCase) || text.StartsWith("127.", StringComparison.Ordinal);
}
