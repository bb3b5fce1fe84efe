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
        (Get-PHDashboardSharing Revenue).Link | Should -BeNullOrEmpty
    }

    It 'New-PHDashboardSharingPassword and Remove-PHDashboardSharingPassword: a password comes protected and goes' {
        Set-PHDashboardSharing Revenue -Enabled -PasswordRequired
        $made = New-PHDashboardSharingPassword Revenue -Note Board
        $made.Password | Should -BeOfType securestring
        (Get-PHDashboardSharing Revenue).SharePasswords.Note | Should -Be 'Board'
        $made | Remove-PHDashboardSharingPassword -Confirm:$false
        (Get-PHDashboardSharing Revenue).SharePasswords | Should -BeNullOrEmpty
        Set-PHDashboardSharing Revenue -Enabled:$false -PasswordRequired:$false -RefreshLink
    }

    It 'New-, Set- and Remove-PHDashboardTile: a text comes, changes and goes' {
        $tile = New-PHDashboardTile Revenue '# Pester'
        ($tile | Set-PHDashboardTile -Text '# Changed' -PassThru).Text.body | Should -Be '# Changed'
        $tile | Remove-PHDashboardTile -Confirm:$false
        (Get-PHDashboardTile Revenue).Id | Should -Not -Contain $tile.Id
    }

    It 'Get-PHDashboardTemplate lists what New-PHDashboard -Template takes, and a piped dashboard is copied' {
        (Get-PHDashboardTemplate 'website*').Name | Should -Be 'Website traffic'
        $made = New-PHDashboard "Traffic $Generation" -Template 'website traffic'
        ($made | New-PHDashboard "Copy $Generation").CreationMode | Should -Be 'duplicate'
        Get-PHDashboard "Traffic $Generation", "Copy $Generation" | Remove-PHDashboard -Confirm:$false
    }

    It 'Get-PHDashboardTile finds the dashboard of a copy from a file' {
        $file = Join-Path $TestDrive 'dashboard.csv'
        Get-PHDashboard Revenue | Export-Csv $file -NoTypeInformation
        (Import-Csv $file | Get-PHDashboardTile).Count | Should -BeGreaterThan 0
    }
}
