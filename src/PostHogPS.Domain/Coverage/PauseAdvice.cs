using System;
using System.Linq;
using PostHogPS.Text;

namespace PostHogPS.Coverage;

/// <summary>The next steps for an export that is paused or blocked, the same in every command that names them.</summary>
internal static class PauseAdvice
{
    /// <summary>What to do about runs that billing has blocked, as a sentence. A repair leaves their intervals alone; a retry runs them.</summary>
    /// <param name="export">The export.</param>
    /// <param name="projectId">Its project.</param>
    /// <param name="connection">The connection to name; null where a command would use it anyway.</param>
    /// <param name="after">When the first of them was created.</param>
    internal static string AfterBilling(Guid export, long projectId, string? connection, DateTimeOffset? after) =>
        "Raise the organization's billing limit in PostHog (Settings, Billing); after that "
        + $"{CommandLine.ForExport("Get-PHBatchExportRun", export, projectId, connection).WithWindow(after)} -State Failed | Invoke-PHBatchExportRetry -Wait "
        + "runs what it has blocked.";

    /// <summary>The next command after a pause by PostHog: what failed, and as a comment what ends the pause once that is fixed. Good to paste.</summary>
    internal static string AfterAutoPause(BatchExport export) => $"{Errors(export)} # When the cause is fixed: {Resume(export)}";

    /// <summary>Whether -Backfill exports what the pause left out: PostHog has noted when it began. Elsewhere Resume-PHBatchExport ignores it.</summary>
    internal static bool IsBackfilled(BatchExport export) => PauseTime.FindRecorded(export) is not null;

    /// <summary>The line that ends the pause.</summary>
    internal static CommandLine Resume(BatchExport export) =>
        export.CommandFor("Resume-PHBatchExport").With(IsBackfilled(export) ? "-Backfill" : "");

    /// <summary>The line that shows the failures before a pause by PostHog, however long ago: a paused export has no newer ones.</summary>
    internal static CommandLine Errors(BatchExport export) => export.CommandFor("Get-PHBatchExportError")
        .WithWindow(export.Paused ? export.LatestRuns.Where(GapKind.IsFailure).Min(static run => run.CreatedAt) : null);
}
