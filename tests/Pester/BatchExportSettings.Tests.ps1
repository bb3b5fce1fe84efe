BeforeAll {
    Import-Module $env:POSTHOGPS_MANIFEST
    Connect-PostHog -Sandbox
    $planted = 'phc_planted_in_pester'
    $secret = [System.Net.NetworkCredential]::new('', $planted).SecurePassword
}

Describe 'Set-PHBatchExport and New-PHBatchExport' {
    It 'changes one setting of a destination and leaves the others' {
        $after = Set-PHBatchExport events-to-s3 -Destination @{ prefix = 'pester/' } -PassThru
        $after.Destination.Config.prefix | Should -Be 'pester/'
        $after.Destination.Config.bucket_name | Should -Be 'northwind-events'
        $after.Destination.IntegrationId | Should -Be 1001
    }

    It 'refuses what is known to be wrong with the same error id as the server' {
        { Set-PHBatchExport events-to-s3 -OffsetHour 3 -ErrorAction Stop } | Should -Throw -ErrorId 'PostHog.Validation,*'
        { Set-PHBatchExport events-to-s3 -Destination @{ nothing = 1 } -ErrorAction Stop } | Should -Throw -ErrorId 'PostHog.Validation,*'
    }

    It 'moves an export along by pipeline' {
        $made = New-PHBatchExportDestination -BigQuery -DatasetId d -IntegrationId 1006 |
            New-PHBatchExport -Name pester -Interval week -OffsetDay Monday -OffsetHour 5 -Timezone Europe/Berlin -Paused
        $made | Resume-PHBatchExport -PassThru | Select-Object -ExpandProperty State | Should -Be 'Active'
        $made | Remove-PHBatchExport -Confirm:$false
        { Get-PHBatchExport pester -ErrorAction Stop } | Should -Throw -ErrorId 'PostHog.NotFound,*'
    }

    It 'keeps the secrets of a destination out of everything that can be written down' {
        $definition = New-PHBatchExportDestination -Http -Url https://us.i.posthog.com/batch/ -Token $secret
        $file = Join-Path $TestDrive 'definition.xml'
        $definition | Export-Clixml $file
        $transcript = Join-Path $TestDrive 'transcript.txt'
        $null = Start-Transcript $transcript
        $definition | Format-List * | Out-Host
        $null = $definition | New-PHBatchExport -Name relay -Verbose
        Set-PHBatchExport relay -Destination @{ token = $secret } -Verbose -WhatIf
        $null = Stop-Transcript
        $definition | ConvertTo-Json -Depth 9 | Should -Not -Match $planted
        Get-Content $file -Raw | Should -Not -Match $planted
        Get-Content $transcript -Raw | Should -Not -Match $planted
        Get-Content $transcript -Raw | Should -Match '\(hidden\) -> \(hidden\)'
        { New-PHBatchExport again (Import-Clixml $file) -ErrorAction Stop } | Should -Throw -ErrorId 'PostHog.InvalidDestination,*'
    }

    It 'tests a destination step by step' {
        (Test-PHBatchExportDestination events-to-minio).Status | Select-Object -Unique | Should -Be 'Passed'
    }
}
