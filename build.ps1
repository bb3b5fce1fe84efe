#requires -Version 5.1
<#
.SYNOPSIS
    Builds, tests, packs and publishes PostHogPS.
.DESCRIPTION
    A thin door: MSBuild does the work, so 'dotnet build', 'dotnet test' and 'dotnet pack' do the same without PowerShell.
.PARAMETER Task
    Build    compile and stage out/PostHogPS/<version>
    Test     build, then run every test, the Pester suite too
    Analyze  run PSScriptAnalyzer over the scripts, and the code style rules over the C# code
    Help     bring the pages in docs/en-US in step with the cmdlets, and say what they still lack
    Package  build, test and pack in Release: what is packed is what was tested
    Publish  Package, then publish the staged module to a repository
.PARAMETER Configuration
    Debug or Release. Package and Publish are always Release.
.PARAMETER Repository
    Where Publish goes.
.PARAMETER ApiKey
    Key for that repository; the environment variable PSGALLERY_API_KEY when not given.
.EXAMPLE
    ./build.ps1 -Task Test
.EXAMPLE
    ./build.ps1 -Task Publish -WhatIf
#>
[CmdletBinding(SupportsShouldProcess)]
param(
    [ValidateSet('Build', 'Test', 'Analyze', 'Help', 'Package', 'Publish')]
    [string[]] $Task = 'Build',

    [ValidateSet('Debug', 'Release')]
    [string] $Configuration = 'Debug',

    [string] $Repository = 'PSGallery',

    [securestring] $ApiKey
)

$ErrorActionPreference = 'Stop'
Set-StrictMode -Version Latest

function Invoke-DotNet {
    Write-Verbose "dotnet $args"
    & dotnet @args
    if ($LASTEXITCODE -ne 0) { throw "'dotnet $args' ended with code $LASTEXITCODE." }
}

function Invoke-Analysis {
    if (-not (Get-Module -ListAvailable PSScriptAnalyzer)) {
        throw "PSScriptAnalyzer is not installed: Install-PSResource PSScriptAnalyzer"
    }

    $scripts = @('build.ps1', 'PostHogPS.psd1') + @(Get-ChildItem tests -Recurse -Include *.ps1 | ForEach-Object FullName)
    $findings = @($scripts | ForEach-Object { Invoke-ScriptAnalyzer -Path $_ -Settings ./PSScriptAnalyzerSettings.psd1 })
    $findings | Format-Table -AutoSize Severity, RuleName, ScriptName, Line, Message | Out-Host
    if ($findings) { throw "$($findings.Count) findings." }
    Invoke-DotNet format PostHogPS.sln --verify-no-changes
}

function Publish-Staged {
    param([string] $Folder, [string] $Repository, [securestring] $ApiKey)

    $key = if ($ApiKey) { [System.Net.NetworkCredential]::new('', $ApiKey).Password } else { $env:PSGALLERY_API_KEY }
    if (-not $key) { throw 'Publishing needs -ApiKey or the environment variable PSGALLERY_API_KEY.' }
    Publish-PSResource -Path $Folder -Repository $Repository -ApiKey $key
}

Push-Location $PSScriptRoot
try {
    foreach ($step in $Task) {
        switch ($step) {
            'Build' { Invoke-DotNet build -c $Configuration }
            'Test' { Invoke-DotNet test -c $Configuration }
            'Analyze' { Invoke-Analysis }
            'Help' {
                Invoke-DotNet run --project tools/Help '--' new
                Invoke-DotNet run --project tools/Help --no-build '--' check
            }
            { $_ -in 'Package', 'Publish' } {
                Invoke-DotNet test -c Release
                Invoke-DotNet pack -c Release --no-build
            }
            'Publish' {
                $staged = (Get-ChildItem out/PostHogPS -Directory).FullName
                if ($PSCmdlet.ShouldProcess($Repository, "Publish $staged")) { Publish-Staged $staged $Repository $ApiKey }
            }
        }
    }
}
finally {
    Pop-Location
}
