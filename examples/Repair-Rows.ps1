# Repairs the gaps of the last days, compares rows, and mails what stays short. Run it every day.
#
# Needs:     a key with the scopes batch_export:read, batch_export:write and query:read
# Variables: POSTHOG_PERSONAL_API_KEY, POSTHOG_HOST, POSTHOG_PROJECT_ID
# Requests:  at most 3 and 3 for each export, one of them a query; a page for each further hundred runs; where something is missing, also one for each backfill and the looks at it
# Fails:     when an interval or rows stay short, or an export could not be read; when a mail was not sent, the error begins with that
param([string] $After = '-3d', [string] $MailServer, [int] $MailPort = 25, [string] $From, [string] $To)
$ErrorActionPreference = 'Stop'
$ProgressPreference = 'SilentlyContinue'

if ($MailServer -and -not ($From -and $To)) { throw '-MailServer needs -From and -To.' }

# Gaps: intervals that no run covers. A repair runs nothing twice.
$repairs = @(Repair-PHBatchExport -After $After -Wait -Timeout 00:45:00 -Confirm:$false -ErrorAction Continue -ErrorVariable problems)

# Rows: what completed runs left out. A backfill writes all rows of its range again, so a person decides about it.
$rows = @(Compare-PHBatchExportRow -After $After -Summary -ErrorAction Continue -ErrorVariable +problems)
foreach ($export in $rows) {
    $repair = $repairs | Where-Object BatchExportId -EQ $export.BatchExportId | Where-Object IntervalsMissing -GT 0
    "$($export.BatchExportName): $($export.State). $($export.Reason)"
    if ($repair) { "    Repair: $($repair.State). $($repair.Reason)" }
}

# The rows of intervals that the repair has left are named once.
$left = @($repairs | Where-Object IntervalsLeft -GT 0)
$short = @($rows | Where-Object { $_.State -eq 'Short' -or ($_.State -eq 'Missing' -and $_.BatchExportId -notin $left.BatchExportId) })
$open = @(
    foreach ($export in $left + $short) { "$($export.BatchExportName): $($export.Reason) $($export.Suggestion)".TrimEnd() }
    foreach ($problem in $problems) { "Error: $problem" }
)
if ($open) {
    if ($MailServer) {
        $client = [Net.Mail.SmtpClient]::new($MailServer, $MailPort)
        # What is open is in the log even where no mail arrives.
        try { $client.Send($From, $To, "PostHog batch exports: $($open.Count) need a look", $open -join "`n") }
        catch {
            # The innermost one says why.
            $unsent = "The mail was not sent: $($_.Exception.GetBaseException().Message)"
            $unsent
            $open = @($unsent) + $open
        }
        finally { $client.Dispose() }
    }

    throw ($open -join "`n")
}
