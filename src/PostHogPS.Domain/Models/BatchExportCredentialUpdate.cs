using System;

namespace PostHogPS;

/// <summary>What became of the credentials of one batch export.</summary>
public sealed class BatchExportCredentialUpdate : PostHogObject, INamesBatchExport
{
    /// <summary>The export.</summary>
    public Guid BatchExportId { get; set; }

    /// <summary>Its name.</summary>
    public string BatchExportName { get; set; } = "";

    /// <summary>
    /// Rotated (a run proved the new credentials), Switched (no run has proved them yet), AlreadyDone, SwitchedBack, Failed, Skipped,
    /// or Planned.
    /// </summary>
    public string State { get; set; } = "Planned";

    /// <summary>Why.</summary>
    public string Reason { get; set; } = "";

    /// <summary>The integration that it used; null where that is not known, or where the credentials are inline.</summary>
    public long? OldIntegration { get; set; }

    /// <summary>The integration with the new credentials: the same as before where PostHog replaces them in place. Null as long as it is not made.</summary>
    public long? NewIntegration { get; set; }

    /// <summary>Passed, Failed, NoTest (PostHog has none for the type, or none for this key), or NotRun.</summary>
    public string Tested { get; set; } = "NotRun";

    /// <summary>Whether it has the new credentials now.</summary>
    public bool Switched { get; set; }

    /// <summary>The run with the new credentials; null for none.</summary>
    public BatchExportCredentialProof? Proof { get; set; }

    /// <summary>The next command, or null.</summary>
    public string? Suggestion { get; set; }

    /// <summary>Name and state.</summary>
    public override string ToString() => BatchExportName + ": " + State;
}
