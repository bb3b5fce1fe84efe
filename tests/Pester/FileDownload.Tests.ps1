BeforeDiscovery { . $PSScriptRoot/Server.ps1 }

BeforeAll {
    . $PSScriptRoot/Server.ps1
    Import-Module $env:POSTHOGPS_MANIFEST -Force
}

Describe 'File downloads from a server of generation <Generation>' -ForEach $generations -Skip:$noServer {
    BeforeAll { Connect-Server $Server }

    AfterAll { Get-PHConnection | Disconnect-PostHog }

    It 'Start-, Get- and Save-PHFileDownload bring every part whole' {
        if ($Generation -ne 'C') {
            { Start-PHFileDownload -Start -2d -End -1d -ErrorAction Stop } | Should -Throw -ErrorId 'PostHog.NotFound,*'
            return
        }
        $download = Start-PHFileDownload -Start -3d -End -1d -FileFormat JSONLines
        $files = $download | Save-PHFileDownload -Path (Join-Path $TestDrive whole)
        $files.Count | Should -Be 2
        Get-ChildItem (Join-Path $TestDrive whole) -Filter *.partial | Should -BeNullOrEmpty
        Get-Content $files[0] -TotalCount 1 | ConvertFrom-Json | Select-Object -ExpandProperty event | Should -Not -BeNullOrEmpty
        ($download | Get-PHFileDownload).State | Should -Be 'Completed'
    }

    It 'Save-PHFileDownload takes a folder relative to where the session is' {
        if ($Generation -ne 'C') {
            { Save-PHFileDownload ([guid]::NewGuid()) -ErrorAction Stop } | Should -Throw -ErrorId 'PostHog.NotFound,*'
            return
        }
        Push-Location $TestDrive
        try {
            $file = Start-PHFileDownload -Start -2d -End -1d | Save-PHFileDownload -Path sub/folder
            $file.DirectoryName | Should -Be ([System.IO.Path]::Combine($TestDrive, 'sub', 'folder'))
        }
        finally { Pop-Location }
    }

    It 'Measure-PHFileDownload counts the rows of a query' {
        if ($Generation -ne 'C') {
            { Measure-PHFileDownload 'SELECT event FROM events' -ErrorAction Stop } | Should -Throw -ErrorId 'PostHog.NotFound,*'
            return
        }
        (Measure-PHFileDownload 'SELECT event FROM events').Count | Should -BeGreaterThan 0
    }

    It 'Get-PHFileDownload | Save-PHFileDownload takes the folder first' {
        if ($Generation -ne 'C') { return }
        $download = Start-PHFileDownload -Start -2d -End -1d
        @($download | Save-PHFileDownload (Join-Path $TestDrive piped)).Count | Should -Be 1
    }

    It 'Stop-PHFileDownload ends one that runs' {
        if ($Generation -ne 'C') {
            { Stop-PHFileDownload ([guid]::NewGuid()) -ErrorAction Stop } | Should -Throw -ErrorId 'PostHog.NotFound,*'
            return
        }
        Connect-Server $SlowServer slow
        (Start-PHFileDownload -Start -7d -End -1d -Connection slow | Stop-PHFileDownload -PassThru).State | Should -Be 'Cancelled'
    }
}
