BeforeDiscovery { . $PSScriptRoot/Server.ps1 }

BeforeAll {
    . $PSScriptRoot/Server.ps1
    Import-Module $env:POSTHOGPS_MANIFEST -Force
}

Describe 'Keeping exports whole on a server of generation <Generation>' -ForEach $generations -Skip:$noServer {
    BeforeAll { Connect-Server $Server }

    AfterAll { Disconnect-PostHog }

    It 'Get-PHBatchExportHealth and Test-PHBatchExportHealth agree' {
        $health = Get-PHBatchExportHealth
        $health.Count | Should -Be @(Get-PHBatchExport).Count
        Test-PHBatchExportHealth -Quiet | Should -Be (-not ($health.IsHealthy -contains $false))
    }

    It 'Health over a window counts what Find-PHBatchExportGap counts' {
        $health = @(Get-PHBatchExportHealth events-to-minio -After -4d)
        $summary = Find-PHBatchExportGap events-to-minio -After -4d -Summary
        $health[0].MissingIntervals | Should -Be ($summary.Expected - $summary.Covered)
        Test-PHBatchExportHealth events-to-minio -After -4d -Quiet | Should -Be ($health[0].MissingIntervals -eq 0)
    }

    It 'Find-PHBatchExportGap finds what Repair-PHBatchExport plans to run' {
        $window = @{ After = '-4d'; Before = '-1d' }
        $gaps = @(Find-PHBatchExportGap events-to-minio @window)
        $plan = @(Repair-PHBatchExport events-to-minio @window -PlanOnly)
        $plan.Count | Should -BeGreaterOrEqual ([Math]::Min(1, $gaps.Count))
        (Find-PHBatchExportGap events-to-minio @window -Summary).Gaps | Should -Be $gaps.Count
    }

    It 'Repair-PHBatchExport leaves no gap' {
        $window = @{ After = '-4d'; Before = '-1d' }
        $null = Repair-PHBatchExport events-to-minio @window -Wait -Timeout 00:10:00 -Confirm:$false
        Find-PHBatchExportGap events-to-minio @window | Should -BeNullOrEmpty
    }

    It 'Get-PHBatchExportError groups failures by cause' {
        $groups = @(Get-PHBatchExportError -After -20d)
        $groups.Count | Should -BeGreaterThan 0
        $groups[0].Count | Should -BeGreaterThan 0
    }

    It 'Find-PHBatchExportAnomaly finds the run that took far too long' {
        $anomalies = @(Find-PHBatchExportAnomaly persons-to-snowflake -After -14d)
        $anomalies.Kind | Should -Be 'LongRun'
        $anomalies[0] | Should -BeOfType PostHogPS.BatchExportAnomaly
    }

    It 'Compare-PHBatchExportRow finds the rows that a completed run has lost' {
        $summary = Compare-PHBatchExportRow events-to-minio -After -3d -Summary
        $summary | Should -BeOfType PostHogPS.BatchExportRowSummary
        $short = @(Compare-PHBatchExportRow events-to-minio -After -3d | Where-Object State -eq Short)
        ($short | Measure-Object Shortfall -Sum).Sum | Should -Be $summary.Short
        $summary.Short | Should -BeGreaterThan 20
    }

    It 'Export-PHBatchExportReport writes one file' {
        $file = Join-Path $TestDrive "report-$Generation.html"
        Export-PHBatchExportReport $file events-to-s3
        Get-Content $file -Raw | Should -BeLike '*<bdi>events-to-s3</bdi>*'
    }

    It 'Watch-PHBatchExport looks as often as it is told' {
        Watch-PHBatchExport -PassThru -Count 1 | Should -BeOfType PostHogPS.BatchExportHealth
    }
}
