<#
.SYNOPSIS
    The main job, as it is done against a real project. Ends at the first line that fails.
#>
param([Parameter(Mandatory)] [string] $Manifest)

# Why, and the line a person would type.
$steps = @(
    'Connect. The sandbox is a PostHog that lives in memory; with a key it would be: Connect-PostHog -Region EU -ApiKey $key',
    'Connect-PostHog -Sandbox -SandboxSpeed 15'

    'Which projects can this key see?',
    'Get-PHProject'

    'Every batch export of the project, paused ones included.',
    'Get-PHBatchExport'

    'Which of them need somebody?',
    'Get-PHBatchExportHealth -Unhealthy'

    'What failed in the last two days?',
    "Get-PHBatchExport 'events-*' | Get-PHBatchExportRun -State Failed -After (Get-Date).AddDays(-2)"

    'Why?',
    "Get-PHBatchExportLog 'events-to-s3' -Level Error,Warning -Tail 5"

    'Retry what failed and wait until all of it has run.',
    "Get-PHBatchExport 'events-*' | Get-PHBatchExportRun -State Failed -After (Get-Date).AddDays(-2) | Invoke-PHBatchExportRetry -Wait"

    'Hold the exports to Snowflake while the warehouse is being worked on ...',
    'Get-PHBatchExport -Destination Snowflake -Active | Suspend-PHBatchExport -PassThru'

    '... and let them go on, with what they missed.',
    'Get-PHBatchExport -Destination Snowflake -Paused | Resume-PHBatchExport -Backfill -PassThru'

    'Export a week once more, and wait for it.',
    "Start-PHBatchExportBackfill 'persons-to-snowflake' -Start (Get-Date).AddDays(-9).Date -End (Get-Date).AddDays(-2).Date -Wait"

    'Change an export ...',
    "Set-PHBatchExport 'staging-noop' -Interval day -PassThru"

    '... see what removing others would do: -WhatIf asks the server but changes nothing ...',
    "Remove-PHBatchExport 'events-to-*' -WhatIf"

    '... and remove one. Without -Confirm:$false it would ask first.',
    "Remove-PHBatchExport 'staging-noop' -Confirm:`$false"

    'Dashboards are at hand the same way.',
    'Get-PHProject | Get-PHDashboard -Pinned'
)

$time = [System.Diagnostics.Stopwatch]::StartNew()
Import-Module $Manifest -ErrorAction Stop
$module = Get-Module PostHogPS
Write-Host "PostHogPS $($module.Version) from $($module.ModuleBase)"

for ($i = 0; $i -lt $steps.Count; $i += 2) {
    Write-Host
    Write-Host "# $($steps[$i])" -ForegroundColor Green
    Write-Host "PS> $($steps[$i + 1])"
    # Asked inside the pipeline: the formatter behind it changes the answer.
    $succeeded = $false
    try { . ([scriptblock]::Create($steps[$i + 1] + "`n`$succeeded = `$?")) | Out-Default }
    catch { Write-Error -ErrorRecord $_ }
    if (-not $succeeded) {
        [Console]::Error.WriteLine('The tour ends here: the line above failed.')
        exit 1
    }
}

Write-Host
Write-Host "That was the main job, in $([int]$time.Elapsed.TotalSeconds) seconds. Try it yourself: dotnet run --project tools/Tour -- -Interactive"
