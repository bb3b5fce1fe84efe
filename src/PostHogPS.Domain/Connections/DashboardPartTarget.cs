namespace PostHogPS.Connections;

/// <summary>A tile or a password to act on, with the dashboard it belongs to.</summary>
internal sealed class DashboardPartTarget
{
    internal DashboardPartTarget(DashboardTarget dashboard, long id, object? input)
    {
        Dashboard = dashboard;
        Id = id;
        Input = input;
    }

    internal DashboardTarget Dashboard { get; }

    internal ProjectScope Scope => Dashboard.Scope;

    internal long Id { get; }

    /// <summary>What the user gave, for error targets.</summary>
    internal object? Input { get; }
}
