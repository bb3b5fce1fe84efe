using System;
using System.Linq;
using System.Net;
using PostHogPS.Contracts;

namespace PostHogPS.Connections;

/// <summary>What a host may be (design: https, or http on loopback; never an ingestion host; any path is kept).</summary>
internal static class HostAddress
{
    internal static readonly Uri UsCloud = new("https://us.posthog.com/");
    internal static readonly Uri EuCloud = new("https://eu.posthog.com/");

    private static readonly string[] WebPages = ["project", "organization", "settings", "login", "api"];

    internal static Uri ForRegion(string? region) =>
        string.Equals(region, "EU", StringComparison.OrdinalIgnoreCase) ? EuCloud : UsCloud;

    /// <summary>Reads what a person types: a URL, or a bare host name, which then means https.</summary>
    /// <param name="text">What was given.</param>
    /// <param name="where">The parameter or variable it stood in.</param>
    /// <exception cref="ProblemException">It is no address, or not one that a key may be sent to.</exception>
    internal static Uri Read(string text, string where)
    {
        Uri uri = Address(text, where);
        return ReasonToRefuse(uri) is { } problem ? throw Problems.BadHost(problem) : uri;
    }

    /// <summary>The same before it is asked whether PostHog's API is served there.</summary>
    internal static Uri Address(string text, string where)
    {
        text = text.Trim();
        if (text.Any(c => char.IsControl(c) || char.IsWhiteSpace(c)))
            throw Problems.BadHost($"{where} contains a blank or a control character, so it is not an address.");
        string full = text.IndexOf("://", StringComparison.Ordinal) >= 0 ? text : (IsLoopbackText(text) ? "http://" : "https://") + text;
        string authority = Authority(full);
        // "https:us.posthog.com" and "https:///host": readers of addresses differ in what host these name.
        if (!Uri.TryCreate(full, UriKind.Absolute, out Uri? uri) || authority.Length == 0 || authority[0] == ':' || IsScheme(authority, uri)
            || HostName(uri) is not { } host)
            throw Problems.BadHost(text.IndexOf('@') >= 0 ? $"{where} is not an address." : $"'{text}' in {where} is not an address.");
        // The text before the @ can be a password, so it is not repeated.
        if (HasUserPart(full))
            throw Problems.BadHost($"{where} leads to the host '{host}': what stands before the @ is a user name, not a host.");
        if (full.IndexOf('\\') >= 0 || authority.IndexOf('%') >= 0)
            throw Problems.BadHost($"{where} holds a backslash or a % in or beside its host; it would lead to '{host}'.");
        // Letters of other alphabets look like the ones of a known name.
        if (authority.Any(c => c > '~'))
            throw Problems.BadHost($"{where} leads to the host '{host}', which has letters beyond ASCII. If that is the right host, give it in this form.");
        return Clean(uri);
    }

    // As DNS is asked for it.
    private static string? HostName(Uri uri)
    {
        try
        {
            return uri.IdnHost;
        }
        catch (UriFormatException)
        {
            return null;
        }
    }

    /// <summary>True for an address with an @ before its host, were it before nothing.</summary>
    internal static bool HasUserPart(string full) => Authority(full).IndexOf('@') >= 0;

    // Up to the first character that ends it, also for programs that read a backslash as a slash.
    private static string Authority(string full)
    {
        int from = full.IndexOf("://", StringComparison.Ordinal) + 3;
        int to = full.IndexOfAny(['/', '\\', '?', '#'], from);
        return to < 0 ? full.Substring(from) : full.Substring(from, to - from);
    }

    // A name and a colon without a port: "https:" again, behind the scheme that was put in front.
    private static bool IsScheme(string authority, Uri uri) =>
        authority[authority.Length - 1] == ':' && uri.Host is "https" or "http";

    /// <summary>Keeps scheme, host, port and path; a query, a fragment or a user part has no place in a host.</summary>
    internal static Uri Clean(Uri uri)
    {
        if (uri.AbsolutePath == "/" && uri.Query.Length == 0 && uri.Fragment.Length == 0 && uri.UserInfo.Length == 0)
            return uri;
        return new UriBuilder(uri) { Path = BasePath(uri.AbsolutePath), Query = "", Fragment = "", UserName = "", Password = "" }.Uri;
    }

    // An address from the browser leads to a page of the web UI, not to the API: the base is the part before it.
    private static string BasePath(string path)
    {
        string[] segments = path.Trim('/').Split('/');
        string[] before = segments.TakeWhile(s => !WebPages.Contains(s, StringComparer.OrdinalIgnoreCase)).ToArray();
        return before.Length == 0 || before[0].Length == 0 ? "/" : "/" + string.Join("/", before) + "/";
    }

    /// <summary>The API host that belongs to an ingestion host; null when it is not one.</summary>
    internal static Uri? ApiHostFor(Uri uri)
    {
        string host = uri.Host.TrimEnd('.').ToLowerInvariant();
        if (!host.EndsWith(".i.posthog.com", StringComparison.Ordinal))
            return null;
        return host.StartsWith("eu", StringComparison.Ordinal) ? EuCloud : UsCloud;
    }

    /// <summary>The reason a host is refused, or null.</summary>
    internal static string? ReasonToRefuse(Uri uri)
    {
        if (!uri.IsAbsoluteUri)
            return $"'{uri}' is not an address. Give one such as https://us.posthog.com.";
        if (ApiHostFor(uri) is { } right)
            return $"'{uri.Host}' is an ingestion host and does not serve the API. Use {right.GetLeftPart(UriPartial.Authority)}.";
        if (uri.Scheme == Uri.UriSchemeHttps)
            return null;
        if (uri.Scheme == Uri.UriSchemeHttp && IsLoopback(uri))
            return null;
        return uri.Scheme == Uri.UriSchemeHttp
            ? $"'{uri.GetLeftPart(UriPartial.Authority)}' would send the key unprotected. Use https; http is for this machine only."
            : $"'{uri.Scheme}' is not a scheme PostHog is served on. Use https.";
    }

    /// <summary>This machine by its own name or number; other names that lead here do so only as long as DNS says so.</summary>
    internal static bool IsLoopback(Uri uri) => IsLoopbackHost(uri.Host);

    private static bool IsLoopbackHost(string host) =>
        string.Equals(host, "localhost", StringComparison.OrdinalIgnoreCase)
        || (IPAddress.TryParse(host.Trim('[', ']'), out IPAddress? address) && IPAddress.IsLoopback(address));

    // Exactly the host: "localhost.example.com" and "127.example.com" are others.
    private static bool IsLoopbackText(string text)
    {
        int end = text.StartsWith("[", StringComparison.Ordinal) ? text.IndexOf(']') + 1 : text.IndexOfAny([':', '/', '?', '#', '\\', '@']);
        string host = end > 0 ? text.Substring(0, end) : text;
        return IsLoopbackHost(host) && (host.IndexOf('.') < 0 || host.Split('.').Length == 4);
    }
}
