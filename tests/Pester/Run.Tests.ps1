BeforeDiscovery { . $PSScriptRoot/Server.ps1 }

BeforeAll {
    . $PSScriptRoot/Server.ps1
    Import-Module $env:POSTHOGPS_MANIFEST -Force
}

Describe 'Runs and backfills on a server of generation <Generation>' -ForEach $generations -Skip:$noServer {
    BeforeAll {
        Connect-Server $SlowServer slow
        # A world of its own: by now the shared one may stand between two runs of its backfill.
        Connect-PostHog -Sandbox -SandboxGeneration $Generation -SandboxSpeed 0.01 -Name still
        Connect-Server $Server
    }

    AfterAll { Get-PHConnection | Disconnect-PostHog }

    It 'Get-PHBatchExportRun filters by state and reads one by its id' {
        $failed = Get-PHBatchExportRun events-to-s3 -State Failed -After -20d | Select-Object -First 3
        $failed.State | Select-Object -Unique | Should -Be 'Failed'
        (Get-PHBatchExportRun events-to-s3 -RunId $failed[0].Id).Id | Should -Be $failed[0].Id
    }

    It 'Invoke-PHBatchExportRetry starts a backfill and waits for it' {
        $done = Get-PHBatchExportRun events-to-s3 -State Failed -After -20d | Select-Object -Last 1 |
            Invoke-PHBatchExportRetry -Force -Wait -Timeout 00:05:00
        $done.State | Should -Be 'Completed'
    }

    It 'Start-, Get- and Wait-PHBatchExportBackfill follow one backfill to its end' {
        $started = Start-PHBatchExportBackfill events-to-minio -Start -9h -End -7h
        $started | Should -BeOfType PostHogPS.BatchExportBackfill
        $done = $started | Wait-PHBatchExportBackfill -Timeout 00:05:00
        $done.State | Should -Be 'Completed'
        $done.FailedRuns | Should -Be 0
        if ($Generation -eq 'Legacy') {
            { Get-PHBatchExportBackfill events-to-minio -ErrorAction Stop } | Should -Throw -ErrorId 'PostHog.NotSupported,*'
        }
        else {
            Get-PHBatchExportBackfill events-to-minio | Where-Object Id -eq $done.Id | Should -Not -BeNullOrEmpty
        }
    }

    It 'Stop-PHBatchExportRun ends one that runs, and Wait-PHBatchExportRun sees it' {
        $running = Get-PHBatchExportRun events-to-bigquery -State Running -Connection still | Select-Object -First 1
        ($running | Stop-PHBatchExportRun -PassThru).State | Should -Be 'Cancelled'
        ($running | Wait-PHBatchExportRun -Timeout 00:05:00).State | Should -Be 'Cancelled'
    }

    It 'Stop-PHBatchExportBackfill ends one that runs' {
        if ($Generation -eq 'Legacy') {
            $started = Start-PHBatchExportBackfill events-to-minio -Start -30h -End -20h -Connection slow
            { $started | Stop-PHBatchExportBackfill -ErrorAction Stop } | Should -Throw -ErrorId 'PostHog.NotSupported,*'
            return
        }
        $stopped = Get-PHBatchExportBackfill events-to-bigquery -State Running -Connection slow | Select-Object -First 1 | Stop-PHBatchExportBackfill -PassThru
        $stopped.State | Should -Be 'Cancelled'
    }

    It 'Get-PHBatchExportLog reads a log where keys may' {
        if ($Generation -ne 'C') {
            { Get-PHBatchExportLog events-to-s3 -ErrorAction Stop } | Should -Throw -ErrorId 'PostHog.Forbidden,*'
        }
        else {
            @(Get-PHBatchExportLog events-to-s3 -Tail 700).Count | Should -Be 700
        }
    }
}
