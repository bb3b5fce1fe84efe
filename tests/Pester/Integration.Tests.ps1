BeforeDiscovery { . $PSScriptRoot/Server.ps1 }

BeforeAll {
    . $PSScriptRoot/Server.ps1
    Import-Module $env:POSTHOGPS_MANIFEST -Force
}

Describe 'Integrations of a server of generation <Generation>' -ForEach $generations -Skip:$noServer {
    BeforeEach {
        Connect-Server $Server
        $planted = 'planted-in-pester'
        $login = [pscredential]::new('posthog', [System.Net.NetworkCredential]::new('', $planted).SecurePassword)
    }

    AfterEach { Get-PHConnection | Disconnect-PostHog }

    It 'New-PHIntegration makes one, replaces it only when told to, and Remove-PHIntegration removes it' {
        $made = New-PHIntegration -Postgres -HostName db.northwind.example -Credential $login
        $made.Outcome | Should -Be 'Created'
        { New-PHIntegration -Postgres -HostName db.northwind.example -Credential $login -Confirm:$false -ErrorAction Stop } |
            Should -Throw -ErrorId 'PostHog.CannotAsk,*'
        $again = New-PHIntegration -Postgres -HostName db.northwind.example -Credential $login -Force
        $again.Outcome | Should -Be 'Replaced'
        $again.Id | Should -Be $made.Id
        Get-PHIntegration -Unused | Select-Object -ExpandProperty Id | Should -Contain $made.Id
        $made | Remove-PHIntegration -Confirm:$false
        { Get-PHIntegration -Id $made.Id -ErrorAction Stop } | Should -Throw -ErrorId 'PostHog.NotFound,*'
    }

    It 'Remove-PHIntegration leaves what exports use' {
        $used = Get-PHIntegration -IncludeUsedBy | Where-Object { $_.UsedBy } | Select-Object -First 1
        { $used | Remove-PHIntegration -Confirm:$false -ErrorAction Stop } | Should -Throw -ErrorId 'PostHog.IntegrationInUse,*'
        Get-PHIntegration -Id $used.Id | Should -Not -BeNullOrEmpty
    }

    It 'Update-PHBatchExportCredential replaces a password in place, and asks for the old one or -Force first' {
        $secret = $login.Password
        { Update-PHBatchExportCredential events-to-databricks -Secret @{ client_id = $secret; client_secret = $secret } -Confirm:$false -ErrorAction Stop } |
            Should -Throw -ErrorId 'PostHog.Validation,*'
        $done = Update-PHBatchExportCredential events-to-databricks -Secret @{ client_id = $secret; client_secret = $secret } -Force
        $done.Switched | Should -BeTrue
        $done.NewIntegration | Should -Be 1007
        $done | ConvertTo-Json -Depth 9 | Should -Not -Match $planted
    }

    It 'keeps the secret out of everything that can be written down' {
        $transcript = Join-Path $TestDrive 'transcript.txt'
        $null = Start-Transcript $transcript
        $made = New-PHIntegration -Postgres -HostName written.northwind.example -Credential $login -Verbose -Debug
        $made | Format-List * | Out-Host
        $null = Stop-Transcript
        $made | Export-Clixml (Join-Path $TestDrive 'made.xml')
        Get-Content $transcript -Raw | Should -Not -Match $planted
        Get-Content (Join-Path $TestDrive 'made.xml') -Raw | Should -Not -Match $planted
        $made | ConvertTo-Json -Depth 9 | Should -Not -Match $planted
        $made | Remove-PHIntegration -Confirm:$false
    }
}
