BeforeDiscovery { . $PSScriptRoot/Server.ps1 }

BeforeAll {
    . $PSScriptRoot/Server.ps1
    Import-Module $env:POSTHOGPS_MANIFEST -Force
    $nothing = @{ type = 'NoOp'; config = @{} }
}

Describe 'Batch exports on a server of generation <Generation>' -ForEach $generations -Skip:$noServer {
    BeforeAll { Connect-Server $Server }

    AfterAll { Disconnect-PostHog }

    It 'Get-PHBatchExport finds by name, pattern and id' {
        $one = Get-PHBatchExport events-to-s3
        (Get-PHBatchExport -Id $one.Id).Name | Should -Be 'events-to-s3'
        (Get-PHBatchExport 'events-to-*').Count | Should -BeGreaterThan 2
        { Get-PHBatchExport nope -ErrorAction Stop } | Should -Throw -ErrorId 'PostHog.NotFound,*'
    }

    It 'New-PHBatchExport makes one, and not a second one of the same name' {
        $made = New-PHBatchExport 'pester new' $nothing -Paused
        $made | Should -BeOfType PostHogPS.BatchExport
        { New-PHBatchExport 'pester new' $nothing -ErrorAction Stop } | Should -Throw -ErrorId 'PostHog.NameInUse,*'
        @(Get-PHBatchExport 'pester new').Count | Should -Be 1
        $made | Remove-PHBatchExport -Confirm:$false
    }

    It 'New-PHBatchExportDestination makes what New-PHBatchExport takes' {
        $token = [System.Net.NetworkCredential]::new('', 'phc_pester').SecurePassword
        $made = New-PHBatchExportDestination -Http -Url https://us.i.posthog.com/batch/ -Token $token | New-PHBatchExport 'pester relay' -Paused
        $made.Destination.Type | Should -Be 'HTTP'
        $made | ConvertTo-Json -Depth 6 | Should -Not -Match 'phc_pester'
        $made | Remove-PHBatchExport -Confirm:$false
    }

    It 'Set-PHBatchExport changes what is given and keeps the rest' {
        $made = New-PHBatchExport 'pester set' $nothing -Interval day -Paused
        $after = $made | Set-PHBatchExport -Name 'pester set again' -Interval hour -PassThru
        $after.Name, $after.Interval, $after.Paused | Should -Be 'pester set again', 'hour', $true
        { $made | Set-PHBatchExport -ErrorAction Stop } | Should -Throw -ErrorId 'PostHog.Validation,*'
        $made | Remove-PHBatchExport -Confirm:$false
    }

    It 'Suspend-PHBatchExport and Resume-PHBatchExport print nothing and do it' {
        $made = New-PHBatchExport 'pester pause' $nothing
        Suspend-PHBatchExport 'pester pause' | Should -BeNullOrEmpty
        (Get-PHBatchExport -Id $made.Id).Paused | Should -BeTrue
        $made | Resume-PHBatchExport | Should -BeNullOrEmpty
        (Get-PHBatchExport -Id $made.Id).Paused | Should -BeFalse
        $made | Remove-PHBatchExport -Confirm:$false
    }

    It 'Remove-PHBatchExport removes for good, and one bad item fails alone' {
        $first = New-PHBatchExport 'pester first' $nothing
        $second = New-PHBatchExport 'pester second' $nothing
        $first, 'pester nobody', $second | Remove-PHBatchExport -Confirm:$false -ErrorAction SilentlyContinue -ErrorVariable failed
        $failed.Count | Should -Be 1
        $failed[0].TargetObject | Should -Be 'pester nobody'
        Get-PHBatchExport 'pester*' | Should -BeNullOrEmpty
    }

    It 'Test-PHBatchExportDestination tests step by step where keys may' {
        if ($Generation -ne 'C') {
            { Test-PHBatchExportDestination events-to-s3 -ErrorAction Stop } | Should -Throw -ErrorId 'PostHog.Forbidden,*'
        }
        else {
            (Test-PHBatchExportDestination events-to-s3).Status | Should -Not -BeNullOrEmpty
        }
    }
}
