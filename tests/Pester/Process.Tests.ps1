BeforeDiscovery { . $PSScriptRoot/Server.ps1 }

BeforeAll {
    $manifest = $env:POSTHOGPS_MANIFEST
    . $PSScriptRoot/Server.ps1
    . (Join-Path $PSScriptRoot Shell.ps1)
    Import-Module $manifest -Force

    function Invoke-Line([string] $Line) {
        # A failing line writes to the error stream of another process, which is no error of this one.
        $ErrorActionPreference = 'Continue'
        $output = Invoke-Shell -Command "Import-Module '$manifest'; Connect-PostHog -Sandbox; $Line" 2>&1 | Out-String
        [pscustomobject]@{ Output = $output; ExitCode = $LASTEXITCODE }
    }

    function Invoke-Script([string] $Text) {
        $ErrorActionPreference = 'Continue'
        $file = Join-Path $TestDrive 'runbook.ps1'
        Set-Content $file "param([string] `$Manifest)`nImport-Module `$Manifest`nConnect-PostHog -Sandbox`n$Text"
        $output = Invoke-Shell -File $file $manifest 2>&1 | Out-String
        [pscustomobject]@{ Output = $output; ExitCode = $LASTEXITCODE }
    }
}

Describe 'Start-Job' {
    BeforeAll {
        $job = Start-Job -ArgumentList $manifest {
            param($manifest)
            Import-Module $manifest
            Connect-PostHog -Sandbox
            Get-PHBatchExport events-to-s3
            Get-PHBatchExport no-such-export
        }
        $received = @($job | Wait-Job | Receive-Job -ErrorAction SilentlyContinue -ErrorVariable failed)
        $state = $job.State
        Remove-Job $job
    }

    It 'ends and hands back the objects' {
        $state | Should -Be 'Completed'
        $received.Count | Should -Be 1
        $received[0].PSObject.TypeNames[0] | Should -Be 'Deserialized.PostHogPS.BatchExport'
        $received[0].Name | Should -Be 'events-to-s3'
    }

    It 'hands back errors with their ids' {
        @($failed).Count | Should -Be 1
        $failed[0].FullyQualifiedErrorId | Should -BeLike 'PostHog.NotFound,*'
    }

    It 'gives copies that commands of this session take' -Skip:$noServer {
        $server = $env:POSTHOGPS_SERVER_C
        $job = Start-Job -ArgumentList $manifest, $PSScriptRoot, $server {
            param($manifest, $folder, $server)
            . (Join-Path $folder Server.ps1)
            Import-Module $manifest
            Connect-Server $server
            Get-PHBatchExport events-to-s3
        }
        Connect-Server $server
        try {
            $copy = $job | Wait-Job | Receive-Job
            $copy | Get-PHBatchExportRun -First 1 | Select-Object -ExpandProperty BatchExportId | Should -Be $copy.Id
        }
        finally {
            Remove-Job $job
            Disconnect-PostHog
        }
    }

    It 'has no connection of its own: that of the session stays in the session' {
        Connect-PostHog -Sandbox
        $job = Start-Job -ArgumentList $manifest { param($manifest) Import-Module $manifest; Get-PHBatchExport }
        try {
            $null = $job | Wait-Job | Receive-Job -ErrorAction SilentlyContinue -ErrorVariable failed
            $failed[0].FullyQualifiedErrorId | Should -BeLike 'PostHog.NoConnection,*'
        }
        finally {
            Remove-Job $job
            Disconnect-PostHog
        }
    }
}

Describe 'Exit code of -Command' {
    It 'is 0 after a line that succeeds' {
        $result = Invoke-Line '(Get-PHBatchExport events-to-s3).Interval'
        $result.ExitCode | Should -Be 0
        $result.Output.Trim() | Should -Be 'hour'
    }

    It 'is 1 after a last line that fails' {
        $result = Invoke-Line "'before'; Get-PHBatchExport no-such-export"
        $result.ExitCode | Should -Be 1
        $result.Output | Should -Match 'before'
        $result.Output | Should -Match 'no-such-export'
    }
}

Describe 'Exit code of -File' {
    It 'is 0 when the script goes on after an error' {
        $result = Invoke-Script "Get-PHBatchExport no-such-export`n'after'"
        $result.ExitCode | Should -Be 0
        $result.Output | Should -Match 'after'
    }

    It 'is 1 when an error ends the script' {
        $result = Invoke-Script "`$ErrorActionPreference = 'Stop'`nGet-PHBatchExport no-such-export`n'after'"
        $result.ExitCode | Should -Be 1
        $result.Output | Should -Not -Match 'after'
    }

    It 'is what the script makes of the health check' {
        $result = Invoke-Script 'if (-not (Test-PHBatchExportHealth -ErrorAction SilentlyContinue)) { exit 3 }'
        $result.ExitCode | Should -Be 3
    }
}

Describe 'A job that remembers the last states' {
    It 'fails as long as something is unhealthy, and says it once' {
        $result = Invoke-Script @'
$file = Join-Path ([System.IO.Path]::GetTempPath()) "posthogps-$([guid]::NewGuid().ToString('N')).json"
try {
    'first'; $null = Test-PHBatchExportHealth -StatePath $file -ChangedOnly
    'second'; $healthy = Test-PHBatchExportHealth -StatePath $file -ChangedOnly
}
finally { Remove-Item $file }
if (-not $healthy) { exit 3 }
'@
        $result.ExitCode | Should -Be 3
        $first, $second = $result.Output -split 'second'
        ($first -replace '\s+', ' ') | Should -Match 'WARNING: events-to-postgres is AutoPaused\. '
        $second | Should -Not -Match 'WARNING'
    }
}

Describe '-NonInteractive' {
    It 'makes a question an error, and nothing is removed' {
        $result = Invoke-Line "Remove-PHBatchExport events-to-s3; 'left: ' + @(Get-PHBatchExport events-to-s3).Count"
        $result.Output | Should -Match 'NonInteractive'
        $result.Output | Should -Match '-Confirm:\$false'
        $result.Output | Should -Match 'left: 1'
    }

    It 'removes what is confirmed beforehand' {
        $result = Invoke-Line "Remove-PHBatchExport events-to-s3 -Confirm:`$false; 'left: ' + @(Get-PHBatchExport events-to-*).Name"
        $result.ExitCode | Should -Be 0
        $result.Output | Should -Match 'left: '
        $result.Output | Should -Not -Match 'events-to-s3'
    }

    It 'never waits for a key' {
        $result = Invoke-Line 'Connect-PostHog -Name other -HostUri http://127.0.0.1:9'
        $result.ExitCode | Should -Be 1
        $result.Output | Should -Match 'key'
    }
}

Describe 'ConstrainedLanguage' {
    BeforeAll {
        $result = Invoke-Line @'
$ExecutionContext.SessionState.LanguageMode = 'ConstrainedLanguage'
'mode: ' + $ExecutionContext.SessionState.LanguageMode
Get-PHBatchExport events-to-s3 | Format-List Name, Interval
'health: ' + (Get-PHBatchExportHealth events-to-s3).State
'json: ' + (Get-PHBatchExportRun events-to-s3 -First 1 | ConvertTo-Json -Compress)
'started: ' + (Start-PHBatchExportBackfill events-to-s3 -Start -3h -End -1h -Confirm:$false).BatchExportName
[System.Net.WebClient]::new()
'@
    }

    It 'is in force' {
        $result.Output | Should -Match 'mode: ConstrainedLanguage'
        $result.Output | Should -Match 'Cannot create type|only on core types'
    }

    It 'keeps reading, showing and starting' {
        $result.Output | Should -Match 'Interval\s*: .*hour'
        $result.Output | Should -Match 'health: \w+'
        $result.Output | Should -Match 'json: \{.*"Status":'
        $result.Output | Should -Match 'started: events-to-s3'
    }
}
