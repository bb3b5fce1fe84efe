BeforeDiscovery { . $PSScriptRoot/Server.ps1 }

BeforeAll {
    . $PSScriptRoot/Server.ps1
    Import-Module $env:POSTHOGPS_MANIFEST -Force
}

Describe 'Queries at a server of generation <Generation>' -ForEach $generations -Skip:$noServer {
    BeforeAll { Connect-Server $Server }

    AfterAll { Get-PHConnection | Disconnect-PostHog }

    It 'Invoke-PHQuery gives rows as objects with the types of their columns' {
        $rows = @(Invoke-PHQuery 'select event, count() as n, max(timestamp) as newest from events where timestamp > {since} group by event order by n desc limit 20' @{ since = (Get-Date).AddHours(-3) } -ErrorAction Stop)
        $rows[0].event | Should -Be '$pageview'
        $rows[0].n | Should -BeOfType [long]
        $rows[0].newest | Should -BeOfType [DateTimeOffset]
        $rows[0].PSObject.Properties.Name | Should -Be 'event', 'n', 'newest'
    }

    It 'Invoke-PHQuery waits for an asynchronous query' {
        (Invoke-PHQuery 'select 1 as one' -Refresh Async -ErrorAction Stop).one | Should -Be 1
    }

    It 'Invoke-PHQuery sends a quote in a value as it is' {
        (Invoke-PHQuery 'select {text} as text' @{ text = "O'Hara" } -ErrorAction Stop).text | Should -Be "O'Hara"
    }
}
