<#
.SYNOPSIS
    Runs Pester files against the staged module and writes one line per test that did not pass, and one per file.
.DESCRIPTION
    'dotnet test' calls this with a pwsh and a Pester that it brings along; people call it by hand the same way:
    pwsh tests/Pester/Invoke-Suite.ps1

    Files that talk to servers find their addresses in POSTHOGPS_SERVER_A and the like. Where the caller has set none,
    the servers of tests/PostHogPS.SandboxServer are started, if that has been built and dotnet is there; else those
    files are skipped.
.PARAMETER Path
    Files or folders; this folder when not given.
.PARAMETER Exclude
    Files of the folders to leave out, by name.
.PARAMETER Manifest
    Module to test; the staged one when not given.
.PARAMETER Pester
    Manifest of the Pester to use; the installed one when not given.
#>
[CmdletBinding()]
param(
    [string[]] $Path = $PSScriptRoot,
    [string[]] $Exclude = @(),
    [string] $Manifest,
    [string] $Pester = 'Pester'
)

$ErrorActionPreference = 'Stop'
Import-Module $Pester -MinimumVersion 5.0

if (-not $Manifest) {
    $root = Split-Path (Split-Path $PSScriptRoot)
    $Manifest = (Get-ChildItem (Join-Path $root 'out/PostHogPS/*/PostHogPS.psd1')).FullName
    if (-not $Manifest) { throw "There is no staged module yet. Run 'dotnet build' first." }
}

# The files read it in BeforeAll: a run tests one staged module, never whatever lies on PSModulePath.
$env:POSTHOGPS_MANIFEST = $Manifest

# A developer's own connection must not leak into the tests.
'POSTHOG_PERSONAL_API_KEY', 'POSTHOG_API_KEY', 'POSTHOG_HOST', 'POSTHOG_PROJECT_ID' |
    ForEach-Object { Remove-Item "Env:$_" -ErrorAction Ignore }

. (Join-Path $PSScriptRoot Server.ps1)

# Files that start servers of their own find the program here.
$servers = @()
$program = Join-Path (Split-Path $PSScriptRoot) 'PostHogPS.SandboxServer/bin/Debug/net10.0/PostHogPS.SandboxServer.dll'
if (-not $env:POSTHOGPS_SERVER_PROGRAM -and (Test-Path $program) -and (Get-Command dotnet -CommandType Application -ErrorAction Ignore)) { $env:POSTHOGPS_SERVER_PROGRAM = $program }
if (-not $env:POSTHOGPS_SERVER_A -and $env:POSTHOGPS_SERVER_PROGRAM) {
    $servers = foreach ($generation in 'Legacy', 'A', 'C') {
        foreach ($kind in @{ Variable = 'SERVER'; Speed = '60' }, @{ Variable = 'SLOW_SERVER'; Speed = '0.01' }) {
            $server = Open-Server '--generation', $generation, '--speed', $kind.Speed
            Set-Item "Env:POSTHOGPS_$($kind.Variable)_$generation" $server.Address
            $server.Process
        }
    }
}

try {
    $result = Invoke-Pester -Configuration @{
        Run    = @{ Path = $Path; ExcludePath = @($Exclude | ForEach-Object { "*/$_" }); PassThru = $true }
        Output = @{ Verbosity = 'None'; RenderMode = 'Plaintext' }
    }
}
finally {
    $servers | Where-Object { -not $_.HasExited } | ForEach-Object { $_.Kill() }
}

function Format-Failure($Failed, [string] $Name) {
    # Of the stack only the lines of the test files: the rest is Pester's own machinery.
    $frames = @($Failed.ErrorRecord.ScriptStackTrace -split "`n") -like "*$([System.IO.Path]::DirectorySeparatorChar)tests$([System.IO.Path]::DirectorySeparatorChar)*" -notlike '*Invoke-Suite.ps1*'
    @("FAILED $Name") + @($Failed.ErrorRecord) + $frames
}

foreach ($test in $result.Tests) {
    if ($test.Result -eq 'Failed') { Format-Failure $test $test.ExpandedPath }
    if ($test.Result -eq 'Skipped') { "SKIPPED $($test.ExpandedPath) $($test.ErrorRecord.Exception.Message)" }
}
foreach ($container in $result.FailedContainers) { Format-Failure $container $container.Item }
foreach ($block in $result.FailedBlocks) { Format-Failure $block $block.ExpandedPath }

foreach ($container in $result.Containers) {
    "PESTER $($container.Item.Name) $($container.Result): $($container.PassedCount) passed, $($container.FailedCount) failed, $($container.SkippedCount) skipped"
}
"PESTER $($result.PassedCount) passed, $($result.FailedCount) failed, $($result.SkippedCount) skipped"
if ($result.Result -ne 'Passed') { exit 1 }
