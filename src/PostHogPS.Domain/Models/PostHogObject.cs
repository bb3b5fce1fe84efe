namespace PostHogPS;

/// <summary>What every object read from PostHog has in common.</summary>
public abstract class PostHogObject : ServerObject
{
    /// <summary>The project (team) the object belongs to. 0 when the object stands above projects.</summary>
    public long ProjectId { get; set; }

    /// <summary>Name of the project, where known.</summary>
    public string? ProjectName { get; set; }

    /// <summary>Name of the connection the object was read through; copies keep it.</summary>
    public string? ConnectionName => Origin?.Name;

    /// <summary>Address of the server the object was read from; copies keep it, so that they are never sent to another one.</summary>
    public System.Uri? HostUri => Origin?.HostUri;

    /// <summary>
    /// The connection the object was read from, so that a piped object goes back to the host it came from.
    /// Internal: Get-Member, ConvertTo-Json and Export-Clixml must not see it.
    /// </summary>
    internal IOrigin? Origin { get; set; }

    /// <summary>The connection that a command about it has to name; null for the default one.</summary>
    internal string? ConnectionToName => Origin is { HasToBeNamed: true } origin ? origin.Name : null;

    /// <summary>True when the command that read it was to read several projects, so that tables say which one it is of.</summary>
    internal bool IsOneOfMany { get; set; }
}
