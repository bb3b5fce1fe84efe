# Writes the report of the last day as one HTML file and hands it to a command that sends mail.
#
# Needs:     a key with the scope batch_export:read
# Variables: POSTHOG_PERSONAL_API_KEY, POSTHOG_HOST, POSTHOG_PROJECT_ID
# Requests:  at most 2 and 2 for each export; a list for each further hundred exports, a page for each further hundred runs
# Fails:     when an export could not be read, or the mail was not sent
param(
    [string] $Path = 'batch-exports.html',
    [int] $Days = 1,
    # A command or a script with the parameters Subject, Body and Attachments. Without one the file is only written.
    [string] $SendWith
)
$ErrorActionPreference = 'Stop'
$ProgressPreference = 'SilentlyContinue'

# One list for both: objects that are piped are not read again.
$exports = @(Get-PHBatchExport)
$open = @($exports | Get-PHBatchExportHealth -Unhealthy)
$report = $exports | Export-PHBatchExportReport $Path -Days $Days -PassThru -ErrorAction Continue -ErrorVariable problems

$subject = "PostHog batch exports: $($open.Count) of $($exports.Count) need attention"
$lines = @($subject) + @($open | ForEach-Object { "$($_.BatchExportName): $($_.State). $($_.Reason)" }) + @($problems | ForEach-Object { "Error: $_" })
$lines
if ($SendWith) {
    & $SendWith -Subject $subject -Body ($lines -join "`n") -Attachments $report.FullName
    "Sent with $($report.Name)."
}

if ($problems) { throw "$($problems.Count) batch exports could not be read; the log says why." }
