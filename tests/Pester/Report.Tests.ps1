BeforeAll {
    Import-Module $env:POSTHOGPS_MANIFEST -Force
    Connect-PostHog -Sandbox
}

AfterAll {
    Disconnect-PostHog
}

Describe 'Export-PHBatchExportReport' {
    It 'takes a path relative to where the shell is' {
        Push-Location $TestDrive
        try { Export-PHBatchExportReport morning.html events-to-s3 } finally { Pop-Location }
        Join-Path $TestDrive 'morning.html' | Should -Exist
    }

    It 'takes a path on a PowerShell drive' {
        Get-PHBatchExport nightly* | Export-PHBatchExportReport TestDrive:/nightly.html
        Get-Content TestDrive:/nightly.html -Raw | Should -BeLike '*<bdi>nightly-dump</bdi>*'
    }

    It 'refuses what is no file' {
        { Export-PHBatchExportReport Env:report -ErrorAction Stop } | Should -Throw -ErrorId 'PostHog.InvalidPath,PostHogPS.Commands.ExportPHBatchExportReportCommand'
        { Export-PHBatchExportReport 'NoSuchDrive:/report.html' -ErrorAction Stop } | Should -Throw -ErrorId 'PostHog.InvalidPath,*'
    }

    It 'replaces the file as a whole and leaves nothing beside it' {
        $folder = New-Item -ItemType Directory TestDrive:/alone
        1..2 | ForEach-Object { Export-PHBatchExportReport (Join-Path $folder 'r.html') events-to-s3 }
        @(Get-ChildItem $folder).Name | Should -Be 'r.html'
    }
}

Describe 'Maintenance window' {
    It 'keeps its file where the shell is' {
        Push-Location $TestDrive
        try {
            Suspend-PHBatchExport events-to-s3 -StatePath window.json
            (Get-Content window.json -Raw | ConvertFrom-Json).exports.state | Should -Be 'Paused'
            Resume-PHBatchExport -StatePath window.json
            (Get-Content window.json -Raw | ConvertFrom-Json).exports.state | Should -Be 'Resumed'
        }
        finally { Pop-Location }
        (Get-PHBatchExport events-to-s3).Paused | Should -BeFalse
    }
}
