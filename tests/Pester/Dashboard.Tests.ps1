BeforeDiscovery { . $PSScriptRoot/Server.ps1 }

BeforeAll {
    . $PSScriptRoot/Server.ps1
    Import-Module $env:POSTHOGPS_MANIFEST -Force
}

Describe 'Dashboards on a server of generation <Generation>' -ForEach $generations -Skip:$noServer {
    BeforeAll { Connect-Server $Server }

    AfterAll { Disconnect-PostHog }

    It 'Get-PHDashboard lists the pinned ones of every project' {
        (Get-PHProject | Get-PHDashboard -Pinned).ProjectName | Select-Object -Unique | Should -Be 'Northwind Web', 'Northwind Mobile'
    }

    It 'New-, Set-, Remove- and Restore-PHDashboard: deletes softly and restores' {
        $made = New-PHDashboard "Pester $Generation" -Tag a
        $made | Set-PHDashboard -AddTag b -PassThru | Select-Object -ExpandProperty Tags | Should -Be 'a', 'b'
        $made | Remove-PHDashboard -Confirm:$false
        { Get-PHDashboard "Pester $Generation" -ErrorAction Stop } | Should -Throw -ErrorId 'PostHog.NotFound,*'
        $made | Restore-PHDashboard
        (Get-PHDashboard "Pester $Generation").Id | Should -Be $made.Id
    }

    It 'Set-PHDashboardSharing shares, and Get-PHDashboardSharing shows the link' {
        $shared = Get-PHDashboard Revenue | Set-PHDashboardSharing -Enabled -PassThru
        $shared.Enabled | Should -BeTrue
        (Get-PHDashboardSharing Revenue).Link | Should -Be $shared.Link
        Set-PHDashboardSharing Revenue -Enabled:$false
        (Get-PHDashboardSharing Revenue).Enabled | Should -BeFalse
    }

    It 'Get-PHDashboardTile finds the dashboard of a copy from a file' {
        $file = Join-Path $TestDrive 'dashboard.csv'
        Get-PHDashboard Revenue | Export-Csv $file -NoTypeInformation
        (Import-Csv $file | Get-PHDashboardTile).Count | Should -BeGreaterThan 0
    }
}
