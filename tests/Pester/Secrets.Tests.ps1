BeforeDiscovery { . $PSScriptRoot/Server.ps1 }

BeforeAll {
    . (Join-Path $PSScriptRoot Shell.ps1)
    Import-Module $env:POSTHOGPS_MANIFEST -Force

    $planted = 'phx_PlantedInPester9d1c47'
    # In a script of its own, since a transcript is of a whole session; the key reaches it by the environment, never by a line.
    $session = @'
param([string] $Manifest, [string] $Server, [string] $Transcript, [string] $Variable)
$null = Start-Transcript -Path $Transcript -IncludeInvocationHeader
Import-Module $Manifest
$VerbosePreference = $DebugPreference = 'Continue'
$ErrorActionPreference = 'Continue'
if ($Variable -eq 'PLANTED') {
    $key = [System.Net.NetworkCredential]::new('', $env:PLANTED).SecurePassword
    # The failing one first: after it no connection is used until one succeeds.
    $wrong = [System.Net.NetworkCredential]::new('', $env:PLANTED.Replace('phx_', 'phx_invalid_')).SecurePassword
    Connect-PostHog -ApiKey $wrong -HostUri $Server -Name wrong
    Connect-PostHog -ApiKey $key -HostUri $Server -ProjectId 101 -PassThru | Format-List *
}
Get-PHBatchExport events-to-s3 | Format-List *
Get-PHConnection | Format-List * -Force
Get-PHCurrentUser
Get-PHBatchExport 'no such export'
Get-PHDashboard
Get-PHBatchExport events-to-s3 | Suspend-PHBatchExport -WhatIf
Get-PHBatchExport events-to-s3 | Suspend-PHBatchExport -PassThru | Resume-PHBatchExport
Invoke-PHRestMethod api/users/@me/ -Raw
$Error | Format-List * -Force
$Error | ForEach-Object { Get-Error -InputObject $_ }
Get-PSCallStack; Get-History; Get-Variable
$null = Stop-Transcript
'@

    # As it is, and in the forms it would have in a file that somebody exported.
    function Find-Key([string] $Text) {
        $bytes = [System.Text.Encoding]::UTF8.GetBytes($planted)
        $wide = [System.Text.Encoding]::Unicode.GetBytes($planted)
        $forms = @('PlantedInPester', [Convert]::ToBase64String($bytes).TrimEnd('='), [Convert]::ToHexString($bytes), [Convert]::ToBase64String($wide).TrimEnd('='), [Convert]::ToHexString($wide))
        $forms | Where-Object { $Text.Contains($_, [StringComparison]::OrdinalIgnoreCase) }
    }

    function Invoke-Session([string] $Server, [string] $Variable) {
        $script = Join-Path $TestDrive 'session.ps1'
        $transcript = Join-Path $TestDrive "$Variable.txt"
        Set-Content $script $session
        [Environment]::SetEnvironmentVariable($Variable, $planted)
        $env:POSTHOG_HOST = $Server
        $env:POSTHOG_PROJECT_ID = '101'
        # One thing goes wrong on the server as well, in the way of proxies.
        Invoke-RestMethod -Method Post "$($Server.TrimEnd('/'))/_sandbox/faults" -ContentType application/json -Body '{ "kind": "Html", "path": "*/dashboards/*", "times": 0 }'
        try {
            $screen = Invoke-Shell -File $script $env:POSTHOGPS_MANIFEST $Server $transcript $Variable *>&1 | Out-String
        }
        finally {
            Invoke-RestMethod -Method Delete "$($Server.TrimEnd('/'))/_sandbox/faults"
            $Variable, 'POSTHOG_HOST', 'POSTHOG_PROJECT_ID' | ForEach-Object { Remove-Item "Env:$_" }
        }
        [pscustomobject]@{ Screen = $screen; Transcript = Get-Content $transcript -Raw }
    }
}

Describe 'The key, with a server of generation <Generation>' -ForEach $generations -Skip:$noServer {
    AfterEach { Get-PHConnection | Disconnect-PostHog }

    It 'is in no transcript when it comes <From>' -ForEach @(
        @{ From = 'as a SecureString'; Variable = 'PLANTED' }
        @{ From = 'from the environment'; Variable = 'POSTHOG_PERSONAL_API_KEY' }
    ) {
        $result = Invoke-Session $Server $Variable
        foreach ($text in $result.Transcript, $result.Screen) {
            # Else it would be a transcript of nothing.
            $text | Should -Match 'events-to-s3'
            $text | Should -Match 'GET /api/'
            $text | Should -Match 'no such export'
            $text | Should -Match '502'
            if ($Variable -eq 'PLANTED') { $text | Should -Match 'Unauthorized' }
            Find-Key $text | Should -BeNullOrEmpty
        }
    }

    It 'is in nothing that is exported' {
        $key = [System.Net.NetworkCredential]::new('', $planted).SecurePassword
        $connection = Connect-PostHog -ApiKey $key -HostUri $Server -ProjectId 101 -PassThru
        Get-PHBatchExport 'no such export' -ErrorAction SilentlyContinue -ErrorVariable failed
        $failed.Count | Should -Be 1
        foreach ($item in $connection, (Get-PHBatchExport events-to-s3), (Get-PHCurrentUser), (Get-PHProject -Id 101), $failed[0]) {
            $item | Export-Clixml (Join-Path $TestDrive item.xml) -Depth 4
            $item | Export-Csv (Join-Path $TestDrive item.csv)
            $item | ConvertTo-Json -Depth 4 -WarningAction SilentlyContinue | Set-Content (Join-Path $TestDrive item.json)
            foreach ($file in Get-ChildItem $TestDrive -Filter item.*) {
                $file.Length | Should -BeGreaterThan 2
                Find-Key (Get-Content $file -Raw) | Should -BeNullOrEmpty
            }
        }
    }
}
