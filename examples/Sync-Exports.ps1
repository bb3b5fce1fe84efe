# Compares the files of a repository with PostHog, or makes PostHog as the files say. github-batch-exports.yml calls it.
#
# Needs:     a key with the scopes batch_export:read and integration:read, and batch_export:write without -PlanOnly
# Variables: POSTHOG_PERSONAL_API_KEY, POSTHOG_HOST, POSTHOG_PROJECT_ID, and POSTHOG_SECRET_<NAME> for each secret that a file names
# Requests:  at most 2 with -PlanOnly; without it 4, and 1 for each step
# Fails:     when a file is wrong, a step cannot be done, or PostHog differs from the files after the sync
param([string] $Path = 'exports', [switch] $PlanOnly)
$ErrorActionPreference = 'Stop'
$ProgressPreference = 'SilentlyContinue'

if ($PlanOnly) {
    $plan = @(Sync-PHBatchExport $Path -PlanOnly)
    foreach ($step in $plan) { "$($step.Action): $($step.BatchExport) ($($step.File)). $($step.Changes -join '; ') $($step.Reason)".TrimEnd() }
    if ($plan.Action -contains 'Refuse') { throw 'The plan has steps that cannot be done; the log says which.' }
    "$($plan.Count) steps."
    return
}

foreach ($step in Sync-PHBatchExport $Path) { "$($step.Action): $($step.BatchExport) ($($step.File)). $($step.State)" }
if (-not (Compare-PHBatchExport $Path -Quiet)) {
    Compare-PHBatchExport $Path | ForEach-Object { "Differs: $_" }
    throw 'PostHog differs from the files after the sync.'
}

'PostHog is as the files say.'
