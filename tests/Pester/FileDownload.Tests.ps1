BeforeAll {
    Import-Module $env:POSTHOGPS_MANIFEST
    Connect-PostHog -Sandbox -SandboxSpeed 600
}

Describe 'File downloads' {
    It 'saves every part whole' {
        $files = Start-PHFileDownload -Start -2d -FileFormat JSONLines | Save-PHFileDownload -Path $TestDrive
        $files.Count | Should -Be 2
        Get-ChildItem $TestDrive -Filter *.partial | Should -BeNullOrEmpty
        Get-Content $files[0] -TotalCount 1 | ConvertFrom-Json | Select-Object -ExpandProperty event | Should -Not -BeNullOrEmpty
    }

    It 'takes a folder relative to where the session is' {
        Push-Location $TestDrive
        try {
            $file = Start-PHFileDownload -Start -1d | Save-PHFileDownload -Path sub/folder
            $file.DirectoryName | Should -Be ([System.IO.Path]::Combine($TestDrive, 'sub', 'folder'))
        }
        finally { Pop-Location }
    }
}
