BeforeDiscovery { . $PSScriptRoot/Server.ps1 }

BeforeAll {
    . $PSScriptRoot/Server.ps1
    Import-Module $env:POSTHOGPS_MANIFEST -Force
}

Describe 'Files of batch exports on a server of generation <Generation>' -ForEach $generations -Skip:$noServer {
    BeforeAll {
        Connect-Server $Server
        $exports = Join-Path $TestDrive "exports-$Generation"
    }

    AfterAll { Disconnect-PostHog }

    It 'Export-PHBatchExport writes the same bytes for the same state' {
        Export-PHBatchExport -Path $exports
        $first = (Get-ChildItem $exports -File | Get-FileHash).Hash
        Export-PHBatchExport -Path $exports
        (Get-ChildItem $exports -File | Get-FileHash).Hash | Should -Be $first
        $first.Count | Should -BeGreaterThan 10
    }

    It 'Compare-PHBatchExport has nothing to say about what was just written' {
        Compare-PHBatchExport $exports | Should -BeNullOrEmpty
        Compare-PHBatchExport $exports -Quiet | Should -BeTrue
    }

    It 'Sync-PHBatchExport makes PostHog as the files say, once' {
        Set-Content (Join-Path $exports 'made.json') '{ "$schema": "schemas/batch-export.1.json", "name": "pester made", "model": "events", "interval": "hour", "destination": { "type": "NoOp" } }'
        (Sync-PHBatchExport $exports -PlanOnly).Action | Should -Be 'Create'
        Sync-PHBatchExport $exports -WhatIf | Should -BeNullOrEmpty
        (Sync-PHBatchExport $exports).State | Should -Be 'Done'
        Sync-PHBatchExport $exports | Should -BeNullOrEmpty
        Remove-Item (Join-Path $exports 'made.json')
        (Sync-PHBatchExport $exports -Prune -Confirm:$false).Action | Should -Be 'Remove'
        Compare-PHBatchExport $exports -Quiet | Should -BeTrue
    }

    It 'a wrong file fails with its line, and nothing is sent' {
        Set-Content (Join-Path $exports 'wrong.json') "{ `"`$schema`": `"schemas/batch-export.1.json`",`n  `"name`": 5, `"model`": `"events`", `"interval`": `"hour`", `"destination`": { `"type`": `"NoOp`" } }"
        { Sync-PHBatchExport $exports -ErrorAction Stop } | Should -Throw -ErrorId 'PostHog.InvalidFile,*' -ExpectedMessage '*wrong.json*line 2*'
        Remove-Item (Join-Path $exports 'wrong.json')
    }

    It 'Copy-PHBatchExport makes a paused copy, and not a second one' {
        $one = New-PHBatchExport 'pester copy' @{ type = 'NoOp'; config = @{} }
        $copy = $one | Copy-PHBatchExport -ToProject 102
        $copy.Paused, $copy.ProjectId | Should -Be $true, 102
        { $one | Copy-PHBatchExport -ToProject 102 -ErrorAction Stop } | Should -Throw -ErrorId 'PostHog.NameInUse,*'
        $copy, $one | Remove-PHBatchExport -Confirm:$false
    }
}

Describe 'Files of dashboards on a server of generation <Generation>' -ForEach $generations -Skip:$noServer {
    BeforeAll {
        Connect-Server $Server
        $boards = Join-Path $TestDrive "dashboards-$Generation"
    }

    AfterAll { Disconnect-PostHog }

    It 'Export-PHDashboard writes the same bytes for the same state' {
        Get-PHDashboard Revenue, Retention | Export-PHDashboard -Path $boards
        $first = (Get-ChildItem $boards -File | Get-FileHash).Hash
        Get-PHDashboard Revenue, Retention | Export-PHDashboard -Path $boards
        (Get-ChildItem $boards -File | Get-FileHash).Hash | Should -Be $first
        Compare-PHDashboard $boards | Should -BeNullOrEmpty
    }

    It 'Import-PHDashboard makes what the files say in another project, once' {
        Import-PHDashboard $boards -ProjectId 102 -WhatIf | Should -BeNullOrEmpty
        (Import-PHDashboard $boards -ProjectId 102 -Skip).Name | Sort-Object | Should -Be 'Retention', 'Revenue'
        Import-PHDashboard $boards -ProjectId 102 -Skip | Should -BeNullOrEmpty
        Get-PHDashboard Retention -ProjectId 102 | Get-PHInsight | Should -Not -BeNullOrEmpty
    }

    It 'Copy-PHDashboard finds the copy that is there' {
        Copy-PHDashboard Retention -ToProject 102 -Skip -WarningAction Ignore | Should -BeNullOrEmpty
        (Copy-PHDashboard Retention -ToProject 102 -Skip -Force).ProjectId | Should -Be 102
        Test-PHDashboardPortability 'Churn risk' -ToProject 102 | Should -Not -BeNullOrEmpty
    }
}
