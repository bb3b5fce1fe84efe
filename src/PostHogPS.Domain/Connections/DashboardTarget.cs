using System.Threading.Tasks;
using PostHogPS.Contracts;
using PostHogPS.Text;

namespace PostHogPS.Connections;

/// <summary>A dashboard to act on, with the place it lives in.</summary>
internal sealed class DashboardTarget
{
    internal DashboardTarget(ProjectScope scope, long id, object? input, string? name)
    {
        Scope = scope;
        Id = id;
        Input = input;
        Name = name;
    }

    internal DashboardTarget(ProjectScope scope, Dashboard dashboard, object? input = null)
        : this(scope, dashboard.Id, input, dashboard.Name)
    {
    }

    internal ProjectScope Scope { get; }

    internal long Id { get; }

    /// <summary>What the user gave, for error targets.</summary>
    internal object? Input { get; }

    internal string? Name { get; }

    /// <summary>Which one, where: the text of ShouldProcess and of errors.</summary>
    internal string Description =>
        Name is { Length: > 0 } ? $"dashboard '{MessageText.Name(Name)}' ({Id}) in {Scope.Description}" : $"dashboard {Id} in {Scope.Description}";

    /// <summary>The dashboard as it is now, with its tiles.</summary>
    internal async Task<Dashboard> ReadAsync(CallContext call) =>
        Scope.StampDashboard(await Scope.Session.Dashboards.GetAsync(Scope.Project, Id, call).ConfigureAwait(false));
}
