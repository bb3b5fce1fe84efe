namespace PostHogPS;

/// <summary>Where an object was read from. An interface, since the models stand below the connections.</summary>
internal interface IOrigin
{
    /// <summary>Name of the connection.</summary>
    string Name { get; }

    /// <summary>Address of its server.</summary>
    System.Uri HostUri { get; }

    /// <summary>Whether a command without -Connection would go elsewhere.</summary>
    bool HasToBeNamed { get; }
}
