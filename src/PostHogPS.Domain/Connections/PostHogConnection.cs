using System;
using System.Collections.Concurrent;
using System.Globalization;
using PostHogPS.Connections;
using PostHogPS.Contracts;
using PostHogPS.Text;

namespace PostHogPS;

/// <summary>A connection. Shows where it leads and as whom; never the key.</summary>
public sealed class PostHogConnection : ServerObject, IOrigin
{
    private readonly object _gate = new();
    private readonly ConcurrentDictionary<string, string> _projectNames = new(StringComparer.Ordinal);
    private readonly Func<ConnectionSettings, IPostHogSession> _open;
    private IPostHogSession? _session;
    private bool _closed;

    /// <param name="name">Its name.</param>
    /// <param name="settings">How to reach the server.</param>
    /// <param name="project">The default project.</param>
    /// <param name="clock">The clock of the runspace that makes it.</param>
    /// <param name="open">Opens the engine's session at the first call.</param>
    internal PostHogConnection(string name, ConnectionSettings settings, string project, IClock clock, Func<ConnectionSettings, IPostHogSession> open)
    {
        _open = open;
        Backfills = new RecentBackfills(clock);
        Name = name;
        Settings = settings;
        DefaultProject = project;
    }

    /// <summary>Name; "default" when none was given.</summary>
    public string Name { get; }

    /// <summary>Address of the server.</summary>
    public Uri HostUri => Settings.HostUri;

    /// <summary>Default project: a number, or @current until it is known which one that is.</summary>
    public string ProjectId =>
        DefaultProject == CurrentProject && _session?.CurrentProjectId is long id
            ? id.ToString(CultureInfo.InvariantCulture)
            : DefaultProject;

    /// <summary>Name of the default project, where known.</summary>
    public string? ProjectName => NameOf(ProjectId);

    /// <summary>Email address of the key's owner; null when it was not asked for.</summary>
    public string? User { get; internal set; }

    /// <summary>True for the in-memory server.</summary>
    public bool IsSandbox => Settings.Sandbox is not null;

    /// <summary>True when it is the default of its runspace.</summary>
    public bool IsDefault { get; internal set; }

    /// <summary>Whether a command that names no connection would use it although it is not the default: the one of the environment.</summary>
    internal Func<bool> IsUsedUnnamed { get; set; } = static () => false;

    bool IOrigin.IsImplied => IsDefault || IsUsedUnnamed();

    /// <summary>The server's word for the project its user looks at.</summary>
    internal const string CurrentProject = "@current";

    internal ConnectionSettings Settings { get; }

    internal string DefaultProject { get; }

    /// <summary>What was started on this server and is not listed yet.</summary>
    internal RecentBackfills Backfills { get; set; }

    internal string Host => HostText.Format(HostUri);

    /// <summary>The engine's side, opened at the first call.</summary>
    internal IPostHogSession Session
    {
        get
        {
            lock (_gate)
            {
                if (_closed)
                    throw Problems.Disconnected(Name, Host);
                return _session ??= _open(Settings);
            }
        }
    }

    /// <summary>The server's time as far as it is known; null before the first call.</summary>
    internal DateTimeOffset? KnownServerNow
    {
        get
        {
            lock (_gate)
                return _session?.ServerNow;
        }
    }

    internal bool IsClosed
    {
        get
        {
            lock (_gate)
                return _closed;
        }
    }

    /// <summary>Name of a project, known from an earlier answer; null for others.</summary>
    internal string? NameOf(string project) => _projectNames.TryGetValue(project, out string? name) ? name : null;

    /// <summary>Remembers a name from an answer.</summary>
    internal void Learn(long project, string? name)
    {
        if (project > 0 && !string.IsNullOrEmpty(name))
            _projectNames[ProjectText.FormatId(project)] = name!;
    }

    /// <summary>Remembers the projects that the answer about the key's owner lists.</summary>
    internal void Learn(PostHogUser user)
    {
        Learn(user.Team?.Id ?? 0, user.Team?.Name);
        foreach ((long id, string? name) in user.Organization?.Projects() ?? [])
            Learn(id, name);
    }

    /// <summary>Ends the session and forgets the key. Objects that came from here can no longer be acted on.</summary>
    internal void Close()
    {
        lock (_gate)
        {
            _closed = true;
            _session?.Dispose();
            _session = null;
            Settings.ApiKey?.Dispose();
        }
    }

    /// <summary>The name and the host.</summary>
    public override string ToString() => Name + " (" + Host + ")";
}
