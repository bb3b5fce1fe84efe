BeforeDiscovery { . $PSScriptRoot/Server.ps1 }

BeforeAll {
    . $PSScriptRoot/Server.ps1
    Import-Module $env:POSTHOGPS_MANIFEST -Force
}

Describe 'Connections to a server of generation <Generation>' -ForEach $generations -Skip:$noServer {
    BeforeEach { Connect-Server $Server }

    AfterEach { Get-PHConnection | Disconnect-PostHog }

    It 'Connect-PostHog is silent and checks the key once' {
        Connect-Server $Server | Should -BeNullOrEmpty
        (Get-PHRateLimit)[0].Used | Should -BeGreaterThan 0
        (Get-PHConnection).User | Should -Be (Get-PHCurrentUser).Email
    }

    It 'Connect-PostHog takes no plain text for a key' {
        { Connect-PostHog -ApiKey phx_plain -HostUri $Server -ErrorAction Stop } | Should -Throw -ErrorId 'ParameterArgumentTransformationError,*'
    }

    It 'Disconnect-PostHog ends only what it names' {
        Connect-Server $Server second
        Disconnect-PostHog second
        Get-PHConnection | Select-Object -ExpandProperty Name | Should -Be 'default'
        { Get-PHConnection second -ErrorAction Stop } | Should -Throw -ErrorId 'PostHog.ConnectionNotFound,*'
    }

    It 'Get-PHConnection brings what is piped on back to its own server' {
        Connect-Server $Server second
        $exports = Get-PHConnection default, second | Get-PHProject -Id 101 | Get-PHBatchExport events-to-s3
        $exports.Count | Should -Be 2
    }

    It 'Get-PHCurrentUser and Get-PHOrganization say who is asking' {
        (Get-PHCurrentUser).Email | Should -Match '@'
        Get-PHOrganization | Should -BeOfType PostHogPS.Organization
    }

    It 'Get-PHProject finds by number and by name' {
        $project = Get-PHProject -Id 101
        Get-PHProject $project.Name | Select-Object -ExpandProperty Id | Should -Be 101
        { Get-PHProject 'no such project' -ErrorAction Stop } | Should -Throw -ErrorId 'PostHog.NotFound,*'
    }

    It 'Get-PHIntegration narrows by kind' {
        $all = @(Get-PHIntegration)
        $all.Count | Should -BeGreaterThan 0
        $kind = $all[0].Kind
        Get-PHIntegration -Kind $kind | Select-Object -ExpandProperty Kind -Unique | Should -Be $kind
    }

    It 'Get-PHRateLimit counts and sends nothing' {
        $before = (Get-PHRateLimit)[1].Used
        $null = Get-PHCurrentUser
        (Get-PHRateLimit)[1].Used | Should -Be ($before + 1)
    }

    It 'Invoke-PHRestMethod follows the pages of any list' {
        $all = Invoke-PHRestMethod '/api/projects/{project_id}/dashboards/' -Query @{ limit = 7 } -All
        $all.Count | Should -Be (Get-PHDashboard).Count
    }

    It 'Invoke-PHRestMethod sends nothing to another host' {
        { Invoke-PHRestMethod https://example.com/api/ -ErrorAction Stop } | Should -Throw -ErrorId 'PostHog.InvalidPath,*'
    }
}

Describe 'Two servers at a time' -Skip:$noServer {
    It 'sends every object back to where it came from, and refuses a contradiction' {
        Connect-Server $env:POSTHOGPS_SERVER_A old
        Connect-Server $env:POSTHOGPS_SERVER_C new
        try {
            $old = Get-PHBatchExport events-to-s3 -Connection old
            $new = Get-PHBatchExport events-to-s3 -Connection new
            $old, $new | Get-PHBatchExportRun -First 1 | Should -Not -BeNullOrEmpty
            $old.Destination.Type, $new.Destination.Type | Should -Be 'S3', 'AwsS3'
            { $old | Get-PHBatchExportRun -Connection new -ErrorAction Stop } | Should -Throw -ErrorId 'PostHog.ConnectionMismatch,*'
        }
        finally { Get-PHConnection | Disconnect-PostHog }
    }

    It 'heads the rows of tables with their project and connection, and those of one project with nothing' {
        Connect-Server $env:POSTHOGPS_SERVER_A old
        try {
            Get-PHBatchExportHealth | Out-String | Should -Not -Match 'Project:'
            Get-PHBatchExportHealth -AllProjects | Out-String | Should -Match '   Project: Northwind Mobile \(102\)'
            Connect-Server $env:POSTHOGPS_SERVER_C new
            Get-PHConnection | Get-PHBatchExport | Out-String | Should -Match 'Project: Northwind Web \(101\) on new[\s\S]+Project: Northwind Web \(101\) on old'
            (Get-PHBatchExport events-to-s3 -Connection old | ConvertTo-Json -Depth 3 | ConvertFrom-Json).ConnectionName | Should -Be 'old'
            $file = Join-Path $TestDrive 'exports.xml'
            Get-PHBatchExport events-to-s3 -Connection old | Export-Clixml $file
            (Import-Clixml $file).ConnectionName | Should -Be 'old'
        }
        finally { Get-PHConnection | Disconnect-PostHog }
    }
}
