# Sends a message to a webhook when an export breaks, and one when it is healthy again. Run it every few minutes.
#
# Needs:     a key with the scope batch_export:read, and a file that the job keeps from one run to the next
# Variables: POSTHOG_PERSONAL_API_KEY, POSTHOG_HOST, POSTHOG_PROJECT_ID, and ALERT_WEBHOOK: an address that takes {"text": "..."}
# Requests:  at most 2; a list for each further hundred exports
# Fails:     when an export could not be read, or a message was not sent; it is then sent by the next run
param([string] $StatePath = 'health.json')
$ErrorActionPreference = 'Stop'
$ProgressPreference = 'SilentlyContinue'

if (-not $env:ALERT_WEBHOOK) { throw 'ALERT_WEBHOOK is not set.' }

# What could not be sent waits here for the next run, and keeps back no other message.
$outbox = "$StatePath.unsent"
$unsent = [Collections.Generic.List[string]]::new()

function Send-Message([string] $Text) {
    $body = [Text.Encoding]::UTF8.GetBytes((ConvertTo-Json @{ text = $Text }))
    # The address of a webhook is a secret: only the message of an error is shown, and never the address.
    $post = @{ Method = 'Post'; ContentType = 'application/json; charset=utf-8'; Body = $body; TimeoutSec = 30; Verbose = $false; Debug = $false }
    try { $null = Invoke-RestMethod $env:ALERT_WEBHOOK @post }
    catch {
        $unsent.Add($Text)
        return "Not sent: $Text ($($_.Exception.Message.Replace($env:ALERT_WEBHOOK, 'ALERT_WEBHOOK')))"
    }

    "Sent: $Text"
}

if (Test-Path -LiteralPath $outbox) {
    foreach ($text in Get-Content -LiteralPath $outbox) { Send-Message $text }
    Set-Content -LiteralPath $outbox $unsent
}

# What throws in this pipeline is not remembered, so the next run gives it again: also when the outbox cannot be written.
Get-PHBatchExportHealth -StatePath $StatePath -ChangedOnly -ErrorAction Continue -ErrorVariable problems | ForEach-Object {
    $before = if ($_.PreviousState) { " (was $($_.PreviousState))" }
    Send-Message ("$($_.BatchExportName) is $($_.State)$before. $($_.Reason) $($_.Suggestion)".TrimEnd() -replace '\s+', ' ')
    if ($unsent) { Set-Content -LiteralPath $outbox $unsent }
}

if (-not $unsent -and (Test-Path -LiteralPath $outbox)) { Remove-Item -LiteralPath $outbox }
if ($unsent -or $problems) {
    throw "$($unsent.Count) messages were not sent, and $(@($problems).Count) batch exports could not be read; the log says why."
}
