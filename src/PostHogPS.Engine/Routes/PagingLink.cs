using System;

namespace PostHogPS.Engine.Routes;

/// <summary>
/// Where the next page is. The server builds these links from the request it saw, so behind a proxy they can name another
/// scheme or host: only their path and query are used, on the connection's own origin.
/// </summary>
internal static class PagingLink
{
    /// <summary>Path and query from the root of the origin; null when <paramref name="link"/> leads somewhere else.</summary>
    internal static string? Resolve(Addresses own, Uri asked, string link)
    {
        if (HttpLinks.Resolve(asked, link) is not { UserInfo.Length: 0 } target)
            return null;
        string path = target.AbsolutePath;
        bool sameRoute = SameRoute(own, asked.AbsolutePath, path, out string rewritten);
        if (sameRoute)
            return rewritten + target.Query;
        return own.IsOwn(target) && path.StartsWith(own.BasePath, StringComparison.Ordinal) ? path + target.Query : null;
    }

    /// <summary>The same list, perhaps in the other route form, perhaps without the path that a proxy takes off.</summary>
    private static bool SameRoute(Addresses own, string asked, string path, out string rewritten)
    {
        rewritten = path;
        if (Form(path) == Form(asked))
            return true;
        if (own.BasePath == "/" || path.StartsWith(own.BasePath, StringComparison.Ordinal))
            return false;
        rewritten = own.BasePath + path.TrimStart('/');
        return Form(rewritten) == Form(asked);
    }

    private static string Form(string path)
    {
        string form = path.TrimEnd('/').Replace("/api/environments/", "/api/projects/");
        return form.Replace("%40", "@");
    }
}
