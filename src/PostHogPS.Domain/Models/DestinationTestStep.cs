using System;

namespace PostHogPS;

/// <summary>One step of a destination test (docs/server.md#destination-tests).</summary>
public sealed class DestinationTestStep : PostHogObject
{
    /// <summary>Place in the order, from 0.</summary>
    public int Step { get; set; }

    /// <summary>Name of the step.</summary>
    public string Name { get; set; } = "";

    /// <summary>What the step does.</summary>
    public string Description { get; set; } = "";

    /// <summary>Passed, Failed or Skipped; null when it has not run.</summary>
    public string? Status { get; set; }

    /// <summary>The server's message.</summary>
    public string? Message { get; set; }

    /// <summary>The destination type that was tested.</summary>
    public string? DestinationType { get; set; }

    /// <summary>The export that was tested; null for a definition not yet created.</summary>
    public Guid? BatchExportId { get; set; }
}
