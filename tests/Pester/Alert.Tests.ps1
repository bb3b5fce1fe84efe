BeforeDiscovery { . $PSScriptRoot/Server.ps1 }

BeforeAll {
    . $PSScriptRoot/Server.ps1
    Import-Module $env:POSTHOGPS_MANIFEST -Force
}

Describe 'Alerts on a server of generation <Generation>' -ForEach $generations -Skip:$noServer {
    BeforeEach {
        Connect-Server $Server
        $planted = 'planted-in-pester'
        $uri = [System.Net.NetworkCredential]::new('', "https://hooks.northwind.example/$planted").SecurePassword
    }

    AfterEach { Get-PHConnection | Disconnect-PostHog }

    It 'New-PHBatchExportAlert makes one where its messages come, and refuses elsewhere' {
        if ($Generation -ne 'C') {
            { New-PHBatchExportAlert -Slack -Channel C0TEST1 -ErrorAction Stop } | Should -Throw -ErrorId 'PostHog.NotSupported,*'
            return
        }

        $alert = New-PHBatchExportAlert -Slack -Channel C0TEST1 -Name 'from pester'
        { New-PHBatchExportAlert -Slack -Channel C0TEST1 -ErrorAction Stop } | Should -Throw -ErrorId 'PostHog.AlertExists,*'
        Get-PHBatchExportAlert -Name 'from pester' | Select-Object -ExpandProperty MadeBy | Should -Be 'PostHogPS'
        ($alert | Set-PHBatchExportAlert -Enabled:$false -PassThru).State | Should -Be 'Off'
        $test = $alert | Test-PHBatchExportAlert
        $test.Sent | Should -BeFalse
        $test.Status | Should -Be 'success'
        $alert | Remove-PHBatchExportAlert -Confirm:$false
        { Get-PHBatchExportAlert -Name 'from pester' -ErrorAction Stop } | Should -Throw -ErrorId 'PostHog.NotFound,*'
    }

    It 'keeps the address out of everything that can be written down' -Skip:($Generation -ne 'C') {
        $transcript = Join-Path $TestDrive 'transcript.txt'
        $null = Start-Transcript $transcript
        $made = New-PHBatchExportAlert -Discord -Uri $uri -Verbose -Debug -WarningAction SilentlyContinue
        $made | Format-List * | Out-Host
        $made | Test-PHBatchExportAlert -Verbose -Debug | Format-List | Out-Host
        $null = Stop-Transcript
        $made | Export-Clixml (Join-Path $TestDrive 'made.xml')
        Get-Content $transcript -Raw | Should -Not -Match $planted
        Get-Content (Join-Path $TestDrive 'made.xml') -Raw | Should -Not -Match $planted
        $made | ConvertTo-Json -Depth 9 | Should -Not -Match $planted
        $made | Remove-PHBatchExportAlert -Confirm:$false
    }
}
