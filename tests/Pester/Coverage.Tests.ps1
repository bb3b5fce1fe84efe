BeforeAll {
    Import-Module $env:POSTHOGPS_MANIFEST -Force
    $exported = (Get-Command -Module PostHogPS -CommandType Cmdlet).Name | Sort-Object

    # The commands that stand in It blocks of those files whose Describe blocks run against the servers of all generations.
    function Get-Covered {
        foreach ($file in Get-ChildItem $PSScriptRoot -Filter *.Tests.ps1) {
            $tree = [System.Management.Automation.Language.Parser]::ParseFile($file.FullName, [ref]$null, [ref]$null)
            $commands = { param($node) $node -is [System.Management.Automation.Language.CommandAst] }
            $served = $tree.FindAll($commands, $true) | Where-Object { $_.GetCommandName() -eq 'Describe' -and $_.Extent.Text -match '-ForEach \$generations' }
            foreach ($describe in $served) {
                $describe.FindAll($commands, $true) | Where-Object { $_.GetCommandName() -eq 'It' } |
                    ForEach-Object { $_.FindAll($commands, $true) } | ForEach-Object { $_.GetCommandName() }
            }
        }
    }
}

Describe 'The suite' {
    It 'drives every exported cmdlet against servers of all generations' {
        $covered = Get-Covered | Sort-Object -Unique
        $missing = @($exported | Where-Object { $covered -notcontains $_ })
        $missing -join ', ' | Should -BeNullOrEmpty
    }
}
