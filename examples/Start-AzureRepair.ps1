# Azure Automation: repairs the last two days with a key from a credential asset. Nobody is asked, and nothing is on the disk.
#
# Needs:     a key with the scopes batch_export:read and batch_export:write, as the password of the credential asset
# Variables: none; the parameters of the runbook take their place
# Requests:  at most 5 and 2 for each export; a page for each further hundred runs; where something is missing, also one for each backfill and the looks at it
# Fails:     when an export needs attention or could not be read; a runbook fails by throw, its exit code does not count
param([string] $CredentialName = 'posthog', [string] $HostUri = 'https://eu.posthog.com', [Parameter(Mandatory)] [long] $ProjectId)
$ErrorActionPreference = 'Stop'
$ProgressPreference = 'SilentlyContinue'

Connect-PostHog -Credential (Get-AutomationPSCredential -Name $CredentialName) -HostUri $HostUri -ProjectId $ProjectId
$repairs = @(Repair-PHBatchExport -After -2d -Wait -Timeout 02:00:00 -Confirm:$false -ErrorAction Continue -ErrorVariable problems)
$health = @(Get-PHBatchExportHealth -Unhealthy -ErrorAction Continue -ErrorVariable +problems)

foreach ($repair in $repairs) { "$($repair.BatchExportName): $($repair.State). $($repair.Reason)" }
foreach ($export in $health) { "$($export.BatchExportName): $($export.State). $($export.Reason) $($export.Suggestion)" }
$names = @(@($health) + @($repairs | Where-Object IntervalsLeft -GT 0) | ForEach-Object BatchExportName | Sort-Object -Unique)
if ($names -or $problems) { throw "Need attention: $($names -join ', '). Errors: $($problems.Count)." }
