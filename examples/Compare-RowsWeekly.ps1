# Compares the rows that PostHog holds with those that were exported, for a week, and writes a table for a person. Changes nothing.
#
# Needs:     a key with the scopes batch_export:read and query:read
# Variables: POSTHOG_PERSONAL_API_KEY, POSTHOG_HOST, POSTHOG_PROJECT_ID
# Requests:  at most 1 and 5 for each export, one of them a query; a page for each further hundred runs
# Fails:     when rows are short, an interval is missing, or an export could not be compared because of an error
param([string[]] $BatchExport = '*', [string] $After = '-8d', [string] $Before = '-1d', [string] $Path = 'rows.csv')
$ErrorActionPreference = 'Stop'
$ProgressPreference = 'SilentlyContinue'

# Rows can be late by a day, so the last one is left to the next week.
$rows = @(Compare-PHBatchExportRow $BatchExport -After $After -Before $Before -Summary -ErrorAction Continue -ErrorVariable problems)
$rows | Export-Csv $Path -NoTypeInformation -Encoding UTF8
foreach ($export in $rows) {
    "$($export.BatchExportName): $($export.State). $($export.Reason)"
    if ($export.State -in 'Short', 'Missing') { "    Next: $($export.Suggestion)" }
}

$short = @($rows | Where-Object State -in Short, Missing)
if ($short -or $problems) { throw "$($short.Count) batch exports lack rows, and there were $($problems.Count) errors; the log and $Path say which." }
