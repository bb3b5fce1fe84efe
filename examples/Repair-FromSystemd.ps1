# systemd: reads the key that posthog-exports.service loads as a credential, and runs Repair-LastTwoDays.ps1 beside it.
#
# Needs:     a key with the scopes batch_export:read and batch_export:write, in the file that LoadCredential= names
# Variables: CREDENTIALS_DIRECTORY (set by systemd), POSTHOG_HOST, POSTHOG_PROJECT_ID (set by the unit)
# Requests:  at most 5 and 2 for each export; a page for each further hundred runs; where something is missing, also one for each backfill and the looks at it
# Fails:     as Repair-LastTwoDays.ps1 does, or when there is no key; the unit is then failed, and OnFailure= can report it
$ErrorActionPreference = 'Stop'
$ProgressPreference = 'SilentlyContinue'

# An environment can be read by every process of the user; a credential cannot.
$folder = if ($env:CREDENTIALS_DIRECTORY) { $env:CREDENTIALS_DIRECTORY } else { '$CREDENTIALS_DIRECTORY' }
$file = Join-Path $folder posthog-key
$key = if (Test-Path -LiteralPath $file -PathType Leaf) { "$(Get-Content -LiteralPath $file -Raw)".Trim() }
if (-not $key) { throw "There is no key in $file. LoadCredential=posthog-key:<file> in the unit loads it from a file." }
Connect-PostHog -ApiKey (ConvertTo-SecureString $key -AsPlainText -Force) -HostUri $env:POSTHOG_HOST -ProjectId $env:POSTHOG_PROJECT_ID
& (Join-Path $PSScriptRoot Repair-LastTwoDays.ps1)
