BeforeDiscovery {
    $script:hasPSResourceGet = $null -ne (Get-Module -ListAvailable Microsoft.PowerShell.PSResourceGet)
}

BeforeAll {
    $manifest = $env:POSTHOGPS_MANIFEST
    . (Join-Path $PSScriptRoot Shell.ps1)
}

Describe 'Module' {
    It 'has a manifest that PowerShell accepts' {
        $module = Test-ModuleManifest $manifest
        $module.Name | Should -Be 'PostHogPS'
        $module.Version | Should -Be (Split-Path (Split-Path $manifest) -Leaf)
        $module.CompatiblePSEditions | Should -Be 'Desktop', 'Core'
    }

    It 'exports what the manifest lists and nothing else' {
        $module = Import-Module $manifest -Force -PassThru
        $listed = (Import-PowerShellDataFile $manifest).CmdletsToExport
        $module.ExportedCommands.Keys | Sort-Object | Should -Be ($listed | Sort-Object)
        $module.ExportedVariables.Count | Should -Be 0
        $module.ExportedAliases.Count | Should -Be 0
    }

    It 'imports in silence' {
        $output = Invoke-Shell -Command "Import-Module '$manifest' *>&1"
        $output | Should -BeNullOrEmpty
    }

    It 'imports from a folder on PSModulePath by the first command typed' {
        $folder = Split-Path (Split-Path (Split-Path $manifest))
        $output = Invoke-Shell -Command "`$env:PSModulePath = '$folder'; (Get-Command Connect-PostHog).ModuleName"
        $output | Should -Be 'PostHogPS'
    }

    It 'can be removed and imported again' {
        Import-Module $manifest -Force
        Remove-Module PostHogPS
        { Import-Module $manifest } | Should -Not -Throw
        Get-Command -Module PostHogPS | Should -Not -BeNullOrEmpty
    }
}

Describe 'Package' {
    It 'installs from a folder that serves as a repository' -Skip:(-not $hasPSResourceGet) {
        $nupkg = Get-Item (Join-Path (Split-Path (Split-Path (Split-Path $manifest))) 'PostHogPS.*.nupkg')
        $home2 = Join-Path $TestDrive 'home'
        $repository = Join-Path $TestDrive 'repository'
        # PSResourceGet keeps its list in the working folder when the data folder is not there yet.
        $data = Join-Path $home2 '.local/share'
        $null = New-Item -ItemType Directory $home2, $data, $repository
        Copy-Item $nupkg $repository

        $script = Join-Path $TestDrive 'install.ps1'
        Set-Content $script @'
param([string] $Repository)
$ErrorActionPreference = 'Stop'
Register-PSResourceRepository -Name Folder -Uri $Repository -Trusted
Install-PSResource PostHogPS -Repository Folder -Scope CurrentUser
Import-Module PostHogPS
(Get-Module PostHogPS).ModuleBase
(Get-Command -Module PostHogPS).Count
'@
        # A home of its own: neither the repository nor the module may stay on the machine that runs the tests.
        $before = @{}
        'HOME', 'USERPROFILE', 'LOCALAPPDATA', 'XDG_DATA_HOME', 'PSModulePath' | ForEach-Object { $before[$_] = [Environment]::GetEnvironmentVariable($_) }
        try {
            $env:HOME = $env:USERPROFILE = $env:LOCALAPPDATA = $home2
            $env:XDG_DATA_HOME = $data
            $env:PSModulePath = ''
            $output = Invoke-Shell -File $script $repository
        }
        finally {
            $before.Keys | ForEach-Object { [Environment]::SetEnvironmentVariable($_, $before[$_]) }
        }
        $output[0] | Should -BeLike "$home2*"
        [int]$output[1] | Should -BeGreaterThan 0
    }
}
