# Compares the files of a repository with PostHog, or makes PostHog as the files say. github-batch-exports.yml calls it.
#
# Needs:     a key with the scopes batch_export:read and integration:read, and batch_export:write without -PlanOnly
# Variables: POSTHOG_PERSONAL_API_KEY, POSTHOG_HOST, POSTHOG_PROJECT_ID, and POSTHOG_SECRET_<NAME> for each secret that a file names
# Requests:  at most 4 with -PlanOnly; without it 4, and 1 for each step
# Fails:     when a file is wrong, a step cannot be done, or PostHog differs from the files after the sync; not for exports that no file is about
param([string] $Path = 'exports', [switch] $PlanOnly)
$ErrorActionPreference = 'Stop'
$ProgressPreference = 'SilentlyContinue'

# What no file is about is shown by both jobs and left as it is; Sync-PHBatchExport -Prune removes it.
function Show-Other($Differences) { $Differences | Where-Object Kind -EQ Removed | ForEach-Object { "Only at PostHog: $($_.BatchExport)" } }

if ($PlanOnly) {
    $plan = @(Sync-PHBatchExport $Path -PlanOnly)
    foreach ($step in $plan) { "$($step.Action): $($step.BatchExport) ($($step.File)). $($step.Changes -join '; ') $($step.Reason)".TrimEnd() }
    if ($plan.Action -contains 'Refuse') { throw 'The plan has steps that cannot be done; the log says which.' }
    Show-Other (Compare-PHBatchExport $Path)
    "$($plan.Count) steps."
    return
}

foreach ($step in Sync-PHBatchExport $Path) { "$($step.Action): $($step.BatchExport) ($($step.File)). $($step.State)" }
$differences = @(Compare-PHBatchExport $Path)
Show-Other $differences
if ($wrong = $differences | Where-Object Kind -NE Removed) {
    $wrong | ForEach-Object { "Differs: $_" }
    throw 'PostHog differs from the files after the sync.'
}

'PostHog is as the files say.'
