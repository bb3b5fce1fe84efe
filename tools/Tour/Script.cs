namespace PostHogPS.Tour;

/// <summary>One step: why, and the line a person would type.</summary>
internal sealed record Step(string Why, string Line);

/// <summary>The main job, as it is done against a real project.</summary>
internal static class Script
{
    internal const string Connect = "Connect-PostHog -Sandbox";

    internal static Step[] Steps { get; } =
    [
        new("Connect. The sandbox is a PostHog that lives in memory; with a key it would be: Connect-PostHog -Region EU -ApiKey $key",
            "Connect-PostHog -Sandbox -SandboxSpeed 15"),
        new("Which projects can this key see?",
            "Get-PHProject"),
        new("Every batch export of the project, paused ones included.",
            "Get-PHBatchExport"),
        new("Which of them need somebody?",
            "Get-PHBatchExportHealth -Unhealthy"),
        new("What failed in the last two days?",
            "Get-PHBatchExport 'events-*' | Get-PHBatchExportRun -State Failed -After (Get-Date).AddDays(-2)"),
        new("Why?",
            "Get-PHBatchExportLog 'events-to-s3' -Level Error,Warning -Tail 5"),
        new("Retry what failed and wait until all of it has run.",
            "Get-PHBatchExport 'events-*' | Get-PHBatchExportRun -State Failed -After (Get-Date).AddDays(-2) | Invoke-PHBatchExportRetry -Wait"),
        new("Hold the exports to Snowflake while the warehouse is being worked on ...",
            "Get-PHBatchExport -Destination Snowflake -Active | Suspend-PHBatchExport -PassThru"),
        new("... and let them go on, with what they missed.",
            "Get-PHBatchExport -Destination Snowflake -Paused | Resume-PHBatchExport -Backfill -PassThru"),
        new("Export a week once more, and wait for it.",
            "Start-PHBatchExportBackfill 'persons-to-snowflake' -Start (Get-Date).AddDays(-9).Date -End (Get-Date).AddDays(-2).Date -Wait"),
        new("Change an export ...",
            "Set-PHBatchExport 'staging-noop' -Interval day -PassThru"),
        new("... see what removing others would do: -WhatIf asks the server but changes nothing ...",
            "Remove-PHBatchExport 'events-to-*' -WhatIf"),
        new("... and remove one. Without -Confirm:$false it would ask first.",
            "Remove-PHBatchExport 'staging-noop' -Confirm:$false"),
        new("Dashboards are at hand the same way.",
            "Get-PHProject | Get-PHDashboard -Pinned"),
    ];
}
