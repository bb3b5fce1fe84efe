BeforeAll {
    Import-Module $env:POSTHOGPS_MANIFEST
    Connect-PostHog -Sandbox -SandboxSpeed 600
}

Describe 'Get-PHBatchExportLog' {
    It 'reads past 500 entries without a repeat' {
        $all = Get-PHBatchExportLog events-to-s3 -After -20d
        $all.Count | Should -BeGreaterThan 500
        ($all | Sort-Object Timestamp, Level, Message, InstanceId -Unique).Count | Should -Be $all.Count
    }

    It 'asks once for the first twenty' {
        $output = Get-PHBatchExportLog events-to-s3 -Verbose 4>&1 | Select-Object -First 22
        @($output | Where-Object { "$_" -like '*logs/*' }).Count | Should -Be 1
    }

    It 'answers the line of the runbook' {
        Get-PHBatchExportLog events-to-s3 -Level Error, Warning -After (Get-Date).AddDays(-20) -Search AccessDenied | Select-Object -First 20 |
            Should -Not -BeNullOrEmpty
    }

    It 'follows several exports and stops with the pipeline' {
        $entries = Get-PHBatchExportLog 'events [prod]', events-snowflake -Follow | Select-Object -First 30
        $entries.Count | Should -Be 30
        $entries.BatchExportName | Select-Object -Unique | Sort-Object | Should -Be 'events [prod]', 'events-snowflake'
    }
}
