using System.Collections.Generic;

namespace PostHogPS.Backfills;

/// <summary>What to say of backfills that run on. Servers without a list of backfills can show, await and cancel the runs only.</summary>
internal static class RunningBackfills
{
    /// <summary>What runs, and the command that shows it.</summary>
    internal static string Describe(IEnumerable<string> running, bool isUnlisted) =>
        "Already running in PostHog: " + string.Join("; ", running)
        + (isUnlisted ? ". Get-PHBatchExportRun -State Running shows their runs." : ". Get-PHBatchExportBackfill -State Running shows them.");

    /// <summary>The commands that wait on and cancel.</summary>
    /// <param name="which">The export, as a parameter and a blank; empty for all.</param>
    /// <param name="isUnlisted">Whether the server has no list of backfills.</param>
    internal static string Advice(string which, bool isUnlisted)
    {
        string noun = isUnlisted ? "PHBatchExportRun" : "PHBatchExportBackfill";
        return $"Get-{noun} {which}-State Running | Wait-{noun} keeps waiting; Stop-{noun} cancels.";
    }
}
