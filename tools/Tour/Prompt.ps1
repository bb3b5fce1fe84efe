<#
.SYNOPSIS
    What a prompt of the tour begins with.
#>
param(
    [Parameter(Mandatory)] [string] $Manifest,
    # Edits lines and completes names at a terminal.
    [string] $ReadLine
)

if ($ReadLine) {
    Import-Module $ReadLine -ErrorAction Stop
    # Typed lines stay in this session: a key may be among them.
    Set-PSReadLineOption -HistorySaveStyle SaveNothing
}

Import-Module $Manifest -ErrorAction Stop
Connect-PostHog -Sandbox -ErrorAction Stop
Write-Host 'Connected to the sandbox, a PostHog in memory. Get-Command -Module PostHogPS lists the cmdlets; exit ends.' -ForegroundColor Green
