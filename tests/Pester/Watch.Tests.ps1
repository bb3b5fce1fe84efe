BeforeAll {
    $manifest = $env:POSTHOGPS_MANIFEST
    . (Join-Path $PSScriptRoot Shell.ps1)
    Import-Module $manifest -Force
    Connect-PostHog -Sandbox
}

AfterAll {
    Disconnect-PostHog
}

Describe 'Watch-PHBatchExport' {
    It 'writes plain lines where the output is redirected' {
        $output = Invoke-Shell -Command "Import-Module '$manifest'; Connect-PostHog -Sandbox; Watch-PHBatchExport -Count 2 -Interval 0.1"
        $output | Should -Not -BeNullOrEmpty
        $output[0] | Should -Match '^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ \d+ exports, \d+ need'
        $output -join '' | Should -Not -Match "`e\["
    }

    It 'can be sent to a file of its own' {
        Watch-PHBatchExport -Count 1 6> (Join-Path $TestDrive 'watch.log') | Should -BeNullOrEmpty
        Get-Content (Join-Path $TestDrive 'watch.log') | Select-Object -First 1 | Should -Match 'need attention'
    }

    It 'gives objects with -PassThru and stops with Select-Object -First' {
        $first = Watch-PHBatchExport -PassThru -Interval 3600 | Select-Object -First 1
        $first | Should -BeOfType PostHogPS.BatchExportHealth
    }
}
