namespace PostHogPS;

/// <summary>Where an object was read from. An interface, since the models stand below the connections.</summary>
internal interface IOrigin
{
    /// <summary>Name of the connection.</summary>
    string Name { get; }

    /// <summary>True while it is the one that a command uses to which none is named.</summary>
    bool IsImplied { get; }

    /// <summary>Address of its server.</summary>
    System.Uri HostUri { get; }
}
