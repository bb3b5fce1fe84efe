# Rotates the access key of an S3-compatible or AWS integration, with everything that uses it. Run it once for each new key, and again.
#
# Needs:     a key with the scopes batch_export:read, batch_export:write, integration:read and integration:write, of an admin of the project
# Variables: POSTHOG_PERSONAL_API_KEY, POSTHOG_HOST, POSTHOG_PROJECT_ID; the new key in NEW_ACCESS_KEY_ID and NEW_SECRET_ACCESS_KEY
# Requests:  at most 8 and 25 for each export
# Fails:     when an export does not have the new key at the end
param([Parameter(Mandatory)] [string] $FromIntegration, [Parameter(Mandatory)] [string] $Name)
$ErrorActionPreference = 'Stop'
$ProgressPreference = 'SilentlyContinue'

$secrets = @{}
foreach ($pair in @{ aws_access_key_id = 'NEW_ACCESS_KEY_ID'; aws_secret_access_key = 'NEW_SECRET_ACCESS_KEY' }.GetEnumerator()) {
    $secrets[$pair.Key] = [Net.NetworkCredential]::new('', [Environment]::GetEnvironmentVariable($pair.Value)).SecurePassword
}

# Run again it goes on: what is switched stays so. The old integration is removed by the run that makes the new one when every export is
# proved, or by a later one that finds every export switched and proved: nobody can read which secret the new one holds, but it works.
$rotation = @{ FromIntegration = $FromIntegration; Secret = $secrets; Name = $Name; RemoveOld = $true; Timeout = '00:45:00'; Force = $true }
$results = @(Update-PHBatchExportCredential @rotation -ErrorAction Continue -ErrorVariable problems)
foreach ($export in $results) { "$($export.BatchExportName): $($export.State). $($export.Reason) $($export.Suggestion)".TrimEnd() }

$open = @($results | Where-Object { -not $_.Switched } | ForEach-Object BatchExportName)
if ($open) { "Without the new key: $($open -join ', ')" }
if ($open -or $problems) { throw "$($open.Count) batch exports do not have the new key, and there were $($problems.Count) errors; the log says why." }
