using System;
using PostHogPS.Contracts;

namespace PostHogPS;

/// <summary>A connection. Shows where it leads and as whom; never the key.</summary>
public sealed class PostHogConnection
{
    internal PostHogConnection(string name, ConnectionSettings settings, string project)
    {
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
        DefaultProject == "@current" && SessionIfOpen?.CurrentProjectId is long id
            ? id.ToString(System.Globalization.CultureInfo.InvariantCulture)
            : DefaultProject;

    /// <summary>Email address of the key's owner; null when it was not asked for.</summary>
    public string? User { get; internal set; }

    /// <summary>Name of the default project, where known.</summary>
    public string? ProjectName { get; internal set; }

    /// <summary>True for the in-memory server.</summary>
    public bool IsSandbox => Settings.Sandbox is not null;

    /// <summary>True when it is the default of this runspace.</summary>
    public bool IsDefault { get; internal set; }

    internal ConnectionSettings Settings { get; }

    internal string DefaultProject { get; }

    internal IPostHogSession? SessionIfOpen { get; set; }

    /// <summary>The name and the host.</summary>
    public override string ToString() => Name + " (" + HostUri.GetLeftPart(UriPartial.Authority) + ")";
}
