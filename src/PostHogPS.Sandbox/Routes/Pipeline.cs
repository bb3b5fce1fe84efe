using System;
using System.Collections.Generic;
using PostHogPS.Sandbox.Http;
using PostHogPS.Sandbox.Model;
using PostHogPS.Sandbox.Routing;
using PostHogPS.Sandbox.Worlds;

namespace PostHogPS.Sandbox.Routes;

/// <summary>Answers a request in the server's order: authentication, permissions, throttle, action.</summary>
internal sealed class Pipeline
{
    private const string Api = "/api/";

    private readonly World _world;
    private readonly RouteTable _routes;
    private readonly Throttle _counting;
    private readonly Throttle _queries;
    private readonly Throttle _queryStates;

    public Pipeline(World world)
    {
        _world = world;
        Throttle = new Throttle(world.Options.BurstLimit, world.Options.SustainedLimit);
        _counting = new Throttle(world.Options.CountRowsLimit, 0);
        _queries = new Throttle(world.Options.QueryBurstLimit, world.Options.QueryHourLimit);
        _queryStates = new Throttle(240, 1200);
        _routes = new RouteTable(world);
        IdentityRoutes.Map(_routes);
        IntegrationRoutes.Map(_routes);
        ExportRoutes.Map(_routes);
        RunRoutes.Map(_routes);
        BackfillRoutes.Map(_routes);
        DashboardRoutes.Map(_routes);
        DashboardSharingRoutes.Map(_routes);
        DashboardTemplateRoutes.Map(_routes);
        InsightRoutes.Map(_routes);
        DefinitionRoutes.Map(_routes);
        QueryRoutes.Map(_routes);
        HogFunctionRoutes.Map(_routes);
        if (!world.Old)
            FileDownloadRoutes.Map(_routes);
    }

    public Throttle Throttle { get; }

    public IReadOnlyList<string> Routes => _routes.All;

    public SandboxResponse Answer(SandboxRequest request)
    {
        if (FileDownloadRoutes.IsStorage(request.Path))
            return FileDownloadRoutes.Serve(_world, request);
        if (DashboardSharingRoutes.IsPage(request.Path))
            return DashboardSharingRoutes.Page(_world, request.Path);

        string path = Rewrite(request.Path, out bool alias);
        SandboxResponse response;
        bool routed = false;
        try
        {
            response = Dispatch(request, path, out routed);
        }
        catch (ApiError error)
        {
            if (error.Status == 401)
            {
                error.Headers["WWW-Authenticate"] = _world.Old
                    ? "Bearer"
                    : "Bearer resource_metadata=\"" + request.Origin + "/.well-known/oauth-protected-resource\"";
            }

            response = error.ToResponse();
            routed = error.Message != "Endpoint not found.";
        }

        if (alias && routed)
        {
            response.Headers["Deprecation"] = "true";
            response.Headers["Link"] = "<" + path + request.Uri.Query + ">; rel=\"successor-version\"";
            response.Headers["Sunset"] = "Fri, 31 Jul 2026 00:00:00 GMT";
        }

        return response;
    }

    private SandboxResponse Dispatch(SandboxRequest request, string path, out bool routed)
    {
        routed = false;
        int at = path.IndexOf(Api, StringComparison.Ordinal);
        if (at < 0)
            return SandboxResponse.FromText(404, "text/html", "<!DOCTYPE html><html><head><title>PostHog</title></head><body>Not found</body></html>");

        string[] segments = path.Substring(at + Api.Length).Trim('/').Split('/');
        Route? route = _routes.Find(request.Method, segments, out Dictionary<string, string> arguments, out bool known);
        if (route is null && !known)
            throw ApiError.NoEndpoint();
        routed = true;

        Caller caller = Caller.FromRequest(request);
        Project? project = KeyPermissions.Authorize(_world, caller, route, request.Method, arguments);
        ThrottleOf(route).Admit(caller, _world.RateTime);
        if (route is null)
            throw ApiError.Method(request.Method);
        if (_world.Options.StrictBodies && request.Body.Length > 0 && !route.TakesBody)
            throw ApiError.Invalid(null, "This endpoint takes no request body.");

        _world.PauseFailingExports();
        return route.Action(new Call
        {
            Request = request,
            World = _world,
            Caller = caller,
            Arguments = arguments,
            Path = _world.Old ? request.Path : path,
            ProjectOrNull = project,
        });
    }

    private Throttle ThrottleOf(Route? route) => route switch
    {
        { IsCounting: true } => _counting,
        { IsQuery: true, Method: "POST" } => _queries,
        { IsQuery: true } => _queryStates,
        _ => Throttle,
    };

    /// <summary>
    /// Replaces the deprecated prefix, so that each route exists once. Early servers serve both prefixes; later ones replace it
    /// themselves, so their links have the new one.
    /// </summary>
    private string Rewrite(string path, out bool alias)
    {
        const string Old = "/api/environments/";
        int at = path.IndexOf(Old, StringComparison.Ordinal);
        alias = at >= 0 && !_world.Old;
        return at < 0 ? path : path.Substring(0, at) + "/api/projects/" + path.Substring(at + Old.Length);
    }
}
