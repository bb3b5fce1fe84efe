using System;
using System.Threading;
using PostHogPS.Contracts;

namespace PostHogPS.Engine.Routes;

/// <summary>
/// Which form of the project routes this connection uses. Undecided connections try the documented environments form and
/// learn from the first answer; what was learned stays.
/// </summary>
internal sealed class RouteSelection : IDisposable
{
    internal const string Environments = "environments";
    internal const string Projects = "projects";

    private readonly bool _fixed;
    private volatile string? _settled;

    internal RouteSelection(RouteFamily requested, Uri host)
    {
        _fixed = requested != RouteFamily.Auto;
        if (requested == RouteFamily.Environments)
            _settled = Environments;
        else if (requested == RouteFamily.Projects || Cloud.IsCloudHost(host))
            _settled = Projects;
    }

    internal bool IsSettled => _settled is not null;

    internal string Family => _settled ?? Environments;

    /// <summary>One undecided call at a time, so that a connection never asks twice what one answer settles.</summary>
    internal SemaphoreSlim Turn { get; } = new(1, 1);

    internal void Settle(string family)
    {
        if (!_fixed)
            _settled = family;
    }

    /// <summary>Learns from an answer of the environments form. True when the projects form should be tried.</summary>
    internal bool Learn(int status, bool deprecated)
    {
        if (_fixed)
            return false;
        if (deprecated)
        {
            _settled = Projects;
            return false;
        }

        if (IsSettled)
            return false;
        if (status == 404)
            return true;
        // These come from the action itself, so the route is there. 401, 403, 429 and 5xx come from before it.
        if (status is (>= 200 and < 300) or 400 or 409)
            _settled = Environments;
        return false;
    }

    public void Dispose() => Turn.Dispose();
}
