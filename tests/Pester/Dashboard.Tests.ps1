BeforeAll {
    Import-Module $env:POSTHOGPS_MANIFEST
    Connect-PostHog -Sandbox
}

Describe 'Dashboards' {
    It 'lists the pinned ones of every project' {
        (Get-PHProject | Get-PHDashboard -Pinned).ProjectName | Select-Object -Unique | Should -Be 'Northwind Web', 'Northwind Mobile'
    }

    It 'deletes softly and restores' {
        $made = New-PHDashboard Pester -Tag a
        $made | Set-PHDashboard -AddTag b -PassThru | Select-Object -ExpandProperty Tags | Should -Be 'a', 'b'
        $made | Remove-PHDashboard -Confirm:$false
        { Get-PHDashboard Pester -ErrorAction Stop } | Should -Throw -ErrorId 'PostHog.NotFound,*'
        $made | Restore-PHDashboard
        (Get-PHDashboard Pester).Id | Should -Be $made.Id
    }

    It 'survives a job and a file: copies find their dashboard again' {
        $file = Join-Path $TestDrive 'dashboard.csv'
        Get-PHDashboard Revenue | Export-Csv $file
        (Import-Csv $file | Get-PHDashboardTile).Count | Should -BeGreaterThan 0
    }
}

Describe 'Invoke-PHRestMethod' {
    It 'follows the pages of any list' {
        (Invoke-PHRestMethod '/api/projects/{project_id}/dashboards/' -Query @{ limit = 7 } -All).Count | Should -Be (Get-PHDashboard).Count
    }

    It 'sends nothing to another host' {
        { Invoke-PHRestMethod https://example.com/api/ -ErrorAction Stop } | Should -Throw -ErrorId 'PostHog.InvalidPath,*'
    }
}
