# Pauses batch exports before a maintenance, and resumes exactly those after it, from any shell that has the file.
#
# Needs:     a key with the scopes batch_export:read and batch_export:write
# Variables: POSTHOG_PERSONAL_API_KEY, POSTHOG_HOST, POSTHOG_PROJECT_ID
# Requests:  at most 2 and 4 for each export, before and after; also the looks at runs and backfills that are waited for
# Fails:     when an export was not paused or resumed, or an interval of the last day is still missing at the end
param(
    [Parameter(Mandatory)] [ValidateSet('Begin', 'End')] [string] $Phase,
    # Names or a pattern: the exports of the system that is maintained.
    [string[]] $BatchExport = '*',
    [string] $StatePath = 'maintenance.json',
    [timespan] $Timeout = '01:00:00'
)
$ErrorActionPreference = 'Stop'
$ProgressPreference = 'SilentlyContinue'

if ($Phase -eq 'Begin') {
    # All names are looked up before anything is paused: a wrong one ends the job here.
    $found = @(Get-PHBatchExport $BatchExport)
    foreach ($name in $BatchExport) {
        if ([WildcardPattern]::ContainsWildcardCharacters($name) -and -not ($found | Where-Object { $_.Name -like $name -or $_.Name -eq $name })) {
            throw "No batch export matches '$name'. Nothing was paused."
        }
    }

    $file = $ExecutionContext.SessionState.Path.GetUnresolvedProviderPathFromPSPath($StatePath)
    $end = "& '$($PSCommandPath.Replace("'", "''"))' -Phase End -StatePath '$($file.Replace("'", "''"))'"
    $paused = @()
    try {
        $paused = @($found | Where-Object Paused -EQ $false |
            Suspend-PHBatchExport -StatePath $StatePath -PassThru -ErrorAction Continue -ErrorVariable problems)
        $paused | ForEach-Object { "Paused: $($_.Name)" }
        # A pause stops no run that has started.
        $paused | Get-PHBatchExportRun -State Running | Wait-PHBatchExportRun -Timeout $Timeout |
            ForEach-Object { "Run of $($_.BatchExportName) ended: $($_.State)" }
    }
    finally { "Paused $($paused.Count) of $($found.Count) batch exports. After the maintenance: $end" }
    if ($problems) { throw "$($problems.Count) batch exports could not be paused. Resume those that were: $end" }
    return
}

$resumed = @(Resume-PHBatchExport -StatePath $StatePath -Backfill -PassThru -ErrorAction Continue -ErrorVariable problems)
# The backfill of the pause covers most; what it does not is repaired here. Nothing is exported twice.
$repairs = @($resumed | Repair-PHBatchExport -After -1d -Wait -Timeout $Timeout -Confirm:$false -ErrorAction Continue -ErrorVariable +problems)
foreach ($repair in $repairs) { "Resumed: $($repair.BatchExportName). $($repair.State). $($repair.Reason)" }

$open = @($repairs | Where-Object IntervalsLeft -GT 0)
foreach ($repair in $open) { "    Next: $($repair.Suggestion)" }
if ($open -or $problems) { throw "$($open.Count) batch exports lack intervals, and there were $($problems.Count) errors; the log says why." }
"Resumed $($resumed.Count) batch exports."
