using System.Collections.Generic;
using PostHogPS.Contracts;
using PostHogPS.Text;

namespace PostHogPS.Maintenance;

/// <summary>Problems of a maintenance window whose exports this connection does not show.</summary>
internal static class MaintenanceProblems
{
    /// <summary>An export of a maintenance window that this connection does not show. A 404 does not prove that it was deleted.</summary>
    internal static ProblemException UnknownExport(PausedExport entry, PostHogConnection connection) =>
        new("NotFound", ProblemCategory.ObjectNotFound,
            $"'{MessageText.Name(entry.Name)}' ({entry.Id}) was not found in project {entry.ProjectId} on {connection.Host}, so it was not resumed. "
                + "It may have been deleted, or this key does not see it. It stays in the file.",
            $"Check the project and the key: Get-PHBatchExport -ProjectId {entry.ProjectId}. Remove the entry from the file when it has been deleted.");

    /// <summary>A maintenance window of which this connection shows nothing: most likely it belongs to another connection.</summary>
    internal static ProblemException UnknownExports(string path, IReadOnlyList<PausedExport> entries, PostHogConnection connection) =>
        new("NotFound", ProblemCategory.ObjectNotFound,
            $"None of the {entries.Count} batch exports in '{path}' was found on {connection.Host}; nothing was resumed. "
                + $"The key may belong to another organization or lack access to project {entries[0].ProjectId}.",
            "Check the connection: Get-PHConnection, Get-PHProject.")
        { EndsCommand = true };
}
