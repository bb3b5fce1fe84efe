# Repairs the last two days, writes what it found about every export, and fails when one still needs attention. Run it every hour.
#
# Needs:     a key with the scopes batch_export:read and batch_export:write
# Variables: POSTHOG_PERSONAL_API_KEY, POSTHOG_HOST, POSTHOG_PROJECT_ID
# Requests:  at most 4 and 2 for each export; a page for each further hundred runs; where something is missing, also one for each backfill and the looks at it
# Fails:     when an export needs attention or could not be read
$ErrorActionPreference = 'Stop'
$ProgressPreference = 'SilentlyContinue'

# An export that cannot be read or repaired is one error, and the rest goes on. A refused key ends the script.
$repairs = @(Repair-PHBatchExport -After -2d -Wait -Timeout 00:45:00 -ErrorAction Continue -ErrorVariable problems)
$health = @(Get-PHBatchExportHealth -ErrorAction Continue -ErrorVariable +problems)

foreach ($export in $health) {
    $repair = $repairs | Where-Object BatchExportId -EQ $export.BatchExportId
    "$($export.BatchExportName): $($export.State). $($export.Reason)"
    if ($repair) { "    Repair: $($repair.State). $($repair.Reason)" }
    foreach ($next in @($export.Suggestion) + $repair.Suggestion | Where-Object { $_ } | Select-Object -Unique) { "    Next: $next" }
}

$open = @($health | Where-Object IsHealthy -EQ $false) + @($repairs | Where-Object IntervalsLeft -GT 0)
$names = @($open | ForEach-Object BatchExportName | Sort-Object -Unique)
if ($names) { "Need attention: $($names -join ', ')" }
if ($problems) { "Errors: $($problems.Count)" }
if ($names -or $problems) { throw "$($names.Count) batch exports need attention, and there were $($problems.Count) errors; the log says why." }
