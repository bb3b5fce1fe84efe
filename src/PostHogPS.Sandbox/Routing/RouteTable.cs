using System;
using System.Collections.Generic;
using PostHogPS.Sandbox.Http;
using PostHogPS.Sandbox.Worlds;

namespace PostHogPS.Sandbox.Routing;

/// <summary>A method, a path template and the action behind them.</summary>
internal sealed class Route
{
    public required string Method { get; init; }

    /// <summary>Segments below /api/; those in braces match anything.</summary>
    public required string[] Segments { get; init; }

    public required Func<Call, SandboxResponse> Action { get; init; }

    /// <summary>Null when personal API keys are not allowed.</summary>
    public string? Scope { get; init; }

    public bool IgnoresKeyLimits { get; init; }

    /// <summary>False where the server ignores a body: reads, DELETE, pause and cancel.</summary>
    public bool TakesBody => Method is "POST" or "PUT" or "PATCH" && Segments[Segments.Length - 1] is not ("pause" or "cancel");

    /// <summary>True for the endpoint that has its own rate limit.</summary>
    public bool IsCounting => Segments[Segments.Length - 1] == "count_rows";

    /// <summary>Queries and their states have rate limits of their own.</summary>
    public bool IsQuery => Segments.Length > 2 && Segments[2] == "query";

    public bool TryMatch(string[] path, out Dictionary<string, string> arguments)
    {
        arguments = new Dictionary<string, string>(StringComparer.Ordinal);
        if (path.Length != Segments.Length)
            return false;
        for (int i = 0; i < path.Length; i++)
        {
            string segment = Segments[i];
            if (segment[0] == '{')
                arguments[segment.Substring(1, segment.Length - 2)] = Uri.UnescapeDataString(path[i]);
            else if (segment != path[i])
                return false;
        }

        return true;
    }
}

/// <summary>The routes of one server generation.</summary>
internal sealed class RouteTable
{
    private readonly List<Route> _routes = [];

    public RouteTable(World world) => World = world;

    public World World { get; }

    public bool Old => World.Old;

    public IReadOnlyList<string> All => _routes.ConvertAll(route => route.Method + " /api/" + string.Join("/", route.Segments) + "/");

    public void Add(string method, string template, string? scope, Func<Call, SandboxResponse> action, bool ignoresKeyLimits = false) =>
        _routes.Add(new Route
        {
            Method = method,
            Segments = template.Split('/'),
            Action = action,
            Scope = scope,
            IgnoresKeyLimits = ignoresKeyLimits,
        });

    /// <summary>The route of a path; null with <paramref name="known"/> true when only the method is wrong.</summary>
    public Route? Find(string method, string[] path, out Dictionary<string, string> arguments, out bool known)
    {
        known = false;
        arguments = [];
        foreach (Route route in _routes)
        {
            if (!route.TryMatch(path, out Dictionary<string, string> found))
                continue;
            if (route.Method == method)
            {
                arguments = found;
                return route;
            }

            if (!known)
                arguments = found;
            known = true;
        }

        return null;
    }
}
