using System;
using System.Collections.Generic;
using System.Linq;
using System.Management.Automation.Runspaces;
using System.Runtime.CompilerServices;
using System.Security;
using PostHogPS.Connections;
using PostHogPS.Contracts;

namespace PostHogPS.Hosting;

/// <summary>
/// The connections of one runspace. Per runspace, since a default shared by a process is how commands reach the wrong
/// tenant when two runbooks live in one worker.
/// </summary>
internal sealed class ConnectionStore
{
    internal const string DefaultName = "default";

    private static readonly ConditionalWeakTable<Runspace, ConnectionStore> Stores = new();

    private readonly Dictionary<string, PostHogConnection> _connections = new(StringComparer.OrdinalIgnoreCase);
    private readonly Dictionary<Uri, RecentBackfills> _backfills = new();
    // Connections whose name a later Connect-PostHog began to take and did not get: only the objects read through them know them.
    private readonly Dictionary<string, PostHogConnection> _replaced = new(StringComparer.OrdinalIgnoreCase);
    private PostHogConnection? _default;

    private ConnectionStore() => Environment = new EnvironmentConnection(ConnectByEnvironment);

    /// <summary>The calling runspace's store. Only on the pipeline thread: elsewhere there is no default runspace.</summary>
    internal static ConnectionStore Current =>
        Stores.GetValue(
            Runspace.DefaultRunspace ?? throw new InvalidOperationException("Connections are read on the pipeline thread only."),
            _ => new ConnectionStore());

    /// <summary>The store of the calling runspace, or null on a thread that has none (a completer may run there).</summary>
    internal static ConnectionStore? CurrentOrNull => Runspace.DefaultRunspace is null ? null : Current;

    internal IReadOnlyCollection<PostHogConnection> All => _connections.Values.OrderBy(c => c.Name, StringComparer.OrdinalIgnoreCase).ToList();

    internal PostHogConnection? Default => _default;

    /// <summary>
    /// True from the moment Connect-PostHog begins until it, or a later Connect or Disconnect, succeeds. No command acts by
    /// default meanwhile, through the environment neither: what the script was about to connect to is somewhere else.
    /// </summary>
    internal bool IsConnecting { get; private set; }

    /// <summary>True when a command that names no connection may use the environment: nothing else was connected, or is being.</summary>
    internal bool MayUseEnvironment => !IsConnecting && _default is null && _connections.Count == 0;

    /// <summary>The environment's connection, where it exists and is what a command would use.</summary>
    internal PostHogConnection? Implied() => MayUseEnvironment ? Environment.Existing() : null;

    /// <summary>Everything that can be closed.</summary>
    internal IReadOnlyCollection<PostHogConnection> AllToClose => All.Concat(_replaced.Values).ToList();

    /// <summary>What the environment variables gave, kept as long as they do not change.</summary>
    internal EnvironmentConnection Environment { get; }

    internal PostHogConnection? Find(string name) => _connections.TryGetValue(name, out PostHogConnection? found) ? found : null;

    /// <summary>The connection of a name, that of the environment included; null for none.</summary>
    internal PostHogConnection? FindNamed(string name) =>
        Find(name) ?? (name.Equals(EnvironmentConnection.Name, StringComparison.OrdinalIgnoreCase) ? Environment.Get([]) : null);

    /// <summary>Connect-PostHog has begun, so far for an unknown name where its parameters are still being read.</summary>
    internal void BeginConnecting(string? name = null)
    {
        IsConnecting = true;
        if (name is null || Find(name) is not { } old)
            return;
        _connections.Remove(name);
        _replaced[name] = old;
        if (ReferenceEquals(_default, old))
            SetDefault(null);
    }

    /// <summary>Disconnect-PostHog has done its work.</summary>
    internal void EndConnecting() => IsConnecting = false;

    /// <summary>Adds a connection and makes it the default; one of the same name is closed.</summary>
    internal void Add(PostHogConnection connection)
    {
        if (Find(connection.Name) is { } old)
            Remove(old);
        if (_replaced.TryGetValue(connection.Name, out PostHogConnection? older))
            Remove(older);
        IsConnecting = false;
        Share(connection);
        _connections[connection.Name] = connection;
        SetDefault(connection);
    }

    /// <summary>Closes a connection. No other one becomes the default: it leads somewhere else.</summary>
    internal void Remove(PostHogConnection connection)
    {
        if (_replaced.TryGetValue(connection.Name, out PostHogConnection? old) && ReferenceEquals(old, connection))
            _replaced.Remove(connection.Name);
        if (_connections.TryGetValue(connection.Name, out PostHogConnection? known) && ReferenceEquals(known, connection))
            _connections.Remove(connection.Name);
        if (ReferenceEquals(_default, connection))
            SetDefault(null);
        connection.Close();
    }

    private PostHogConnection ConnectByEnvironment(Uri host, SecureString key, string project)
    {
        var settings = new ConnectionSettings { HostUri = host, ApiKey = key, UserAgent = ModuleInfo.UserAgent, Clock = ModuleClock.ForEngine };
        PostHogConnection connection = EngineHost.NewConnection(EnvironmentConnection.Name, settings, project);
        connection.IsImplied = () => MayUseEnvironment;
        Share(connection);
        return connection;
    }

    // A script that connects anew must still know what the one before it has started. Each sandbox is a world of its own.
    private void Share(PostHogConnection connection)
    {
        if (connection.IsSandbox)
            return;
        if (_backfills.TryGetValue(connection.HostUri, out RecentBackfills? known))
            connection.Backfills = known;
        else
            _backfills.Add(connection.HostUri, connection.Backfills);
    }

    private void SetDefault(PostHogConnection? connection)
    {
        if (_default is not null)
            _default.IsDefault = false;
        _default = connection;
        if (connection is not null)
            connection.IsDefault = true;
    }
}
