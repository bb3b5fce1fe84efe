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

# A server of one's own, as a process: its address, and the process to end.
function Open-Server([string[]] $Switches) {
    $hostPath = if ($env:DOTNET_HOST_PATH) { $env:DOTNET_HOST_PATH } else { 'dotnet' }
    $start = [System.Diagnostics.ProcessStartInfo]::new($hostPath, (@("`"$env:POSTHOGPS_SERVER_PROGRAM`"", '--throttle', 'off') + $Switches) -join ' ')
    $start.RedirectStandardOutput = $true
    $start.UseShellExecute = $false
    $process = [System.Diagnostics.Process]::Start($start)
    # The first line of such a process is its address.
    [pscustomobject]@{ Address = ($process.StandardOutput.ReadLine() -replace '^Listening on ').TrimEnd('/'); Process = $process }
}
