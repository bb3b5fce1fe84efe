# Writes the report of the last day as one HTML file and hands it to a command that sends mail.
#
# Needs:     a key with the scope batch_export:read
# Variables: POSTHOG_PERSONAL_API_KEY, POSTHOG_HOST, POSTHOG_PROJECT_ID
# Requests:  at most 2 and 2 for each export; a list for each further hundred exports, a page for each further hundred runs
# Fails:     when an export could not be read, or the mail was not sent
param(
    [string] $Path = 'batch-exports.html',
    [int] $Days = 1,
    # A command or a script with the parameters Subject, Body and Attachments. Without one the file is only written. One that throws, writes
    # an error, or ends with another exit code than 0 has not sent it.
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
$unsent = @()
if ($SendWith) {
    $global:LASTEXITCODE = 0
    try {
        & $SendWith -Subject $subject -Body ($lines -join "`n") -Attachments $report.FullName 2>&1 | ForEach-Object {
            # What a program writes to its error stream need not be an error.
            if ($_ -isnot [Management.Automation.ErrorRecord] -or $_.FullyQualifiedErrorId -like 'NativeCommandError*') { "$_" } else { $unsent += "$_" }
        }
    }
    catch { $unsent += "$_" }
    if (-not $unsent -and $LASTEXITCODE) { $unsent += "$SendWith ended with exit code $LASTEXITCODE." }
    if ($unsent) { "Not sent: $unsent" } else { "Sent with $($report.Name)." }
}

$failed = @(
    if ($problems) { "$($problems.Count) batch exports could not be read" }
    if ($unsent) { "the mail was not sent: $unsent" }
)
if ($failed) { throw "$($failed -join ', and '); the log says why." }
