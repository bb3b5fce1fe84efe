using System.Collections.Generic;
using System.Management.Automation.Host;

namespace PostHogPS.TestHost;

/// <summary>How to open a <see cref="Shell"/>.</summary>
public sealed class ShellOptions
{
    /// <summary>Manifest to import; null to import nothing.</summary>
    public string? Manifest { get; init; } = StagedModule.Manifest;

    /// <summary>Width of the screen that tables are fitted to.</summary>
    public int Width { get; init; } = 140;

    /// <summary>Another user interface than the recording one: the tour shows everything as it happens.</summary>
    public PSHostUserInterface? UI { get; init; }

    public IReadOnlyDictionary<string, object?> Variables { get; init; } = new Dictionary<string, object?>();

    /// <summary>True where an earlier test's session will do: all have the staged module and the recording user interface.</summary>
    internal bool IsOrdinary => Manifest == StagedModule.Manifest && UI is null;
}
