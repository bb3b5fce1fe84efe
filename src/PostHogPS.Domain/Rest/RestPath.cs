using System;
using System.Linq;

namespace PostHogPS.Rest;

/// <summary>
/// Paths that mean one place to everybody who reads them. Clients and gateways unescape a path, and take dots out of it, at
/// different moments: what looks like one endpoint could be sent to another.
/// </summary>
internal static class RestPath
{
    private const int MostEscapes = 3;

    /// <summary>What is wrong with a path, as the end of a sentence; null for nothing.</summary>
    internal static string? Problem(string path)
    {
        if (path.IndexOf('#') >= 0)
            return "a # begins a part that is never sent; write %23";
        if (path.Any(char.IsControl))
            return "it holds a control character";
        string route = path.Split('?')[0];
        int slashes = route.Count(c => c == '/');
        for (int i = 0; i <= MostEscapes; i++)
        {
            if (route.IndexOf('\\') >= 0 || route.Any(char.IsControl))
                return "it holds a backslash or a control character";
            if (route.Count(c => c == '/') != slashes)
                return "it holds a slash as %2f, which some servers read as a slash";
            if (route.Split('/').Any(IsDots))
                return "it holds a segment of dots, which leads out of the path";
            string next = Uri.UnescapeDataString(route);
            if (next == route)
                return null;
            route = next;
        }

        return "it is escaped several times over";
    }

    // Some servers take what follows a semicolon off a segment.
    private static bool IsDots(string segment) => segment.Split(';')[0] is "." or "..";
}
