using System;
using System.Collections.Generic;
using System.Security;
using PostHogPS.Connections;

namespace PostHogPS.Rotation;

/// <summary>What the user wants, for one project.</summary>
internal sealed class RotationRequest
{
    internal RotationRequest(ProjectScope scope) => Scope = scope;

    internal ProjectScope Scope { get; }

    /// <summary>The exports; null for all that use <see cref="From"/>.</summary>
    internal IReadOnlyList<BatchExportTarget>? Exports { get; set; }

    /// <summary>The integration with the old credentials; null where only exports were given.</summary>
    internal IntegrationName? From { get; set; }

    /// <summary>The integration with the new credentials; null where <see cref="Secrets"/> are to make one.</summary>
    internal IntegrationName? To { get; set; }

    /// <summary>The new secrets by their settings; under an empty name one that was given without.</summary>
    internal IReadOnlyDictionary<string, SecureString>? Secrets { get; set; }

    /// <summary>The old secrets, to switch back to where PostHog replaces the credentials in place.</summary>
    internal IReadOnlyDictionary<string, SecureString>? OldSecrets { get; set; }

    /// <summary>Name of the integration to make.</summary>
    internal string? Name { get; set; }

    /// <summary>The user has said that there are no old secrets.</summary>
    internal bool HasNoWayBack { get; set; }

    internal bool RemovesOld { get; set; }

    /// <summary>How long to wait for the run of one export; null for no limit.</summary>
    internal TimeSpan? Timeout { get; set; }
}

/// <summary>An integration by its id or its name.</summary>
internal sealed class IntegrationName
{
    internal IntegrationName(long? id, string? name)
    {
        Id = id;
        Name = name;
    }

    internal long? Id { get; }

    internal string? Name { get; }
}
