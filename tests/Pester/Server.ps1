# Dot-sourced by files whose promises hold over sockets and for all server generations:
# in BeforeDiscovery for $generations, in BeforeAll for Connect-Server.

# On a slow server nothing that runs ends by itself while a test looks at it.
$generations = foreach ($generation in 'Legacy', 'A', 'C') {
    @{
        Generation = $generation
        Server     = [Environment]::GetEnvironmentVariable("POSTHOGPS_SERVER_$generation")
        SlowServer = [Environment]::GetEnvironmentVariable("POSTHOGPS_SLOW_SERVER_$generation")
    }
}
$noServer = -not $env:POSTHOGPS_SERVER_A

function Connect-Server([string] $Server, [string] $Name = 'default') {
    $key = [System.Net.NetworkCredential]::new('', 'phx_pester_over_sockets').SecurePassword
    Connect-PostHog -Name $Name -ApiKey $key -HostUri $Server -ProjectId 101
}
