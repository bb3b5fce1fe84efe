using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.IO;
using System.Linq;
using System.Reflection;

namespace PostHogPS.Module.Tests.Support;

/// <summary>The real pwsh, which the build restores as a .NET tool.</summary>
internal static class Pwsh
{
    /// <summary>Its $PSHOME.</summary>
    internal static string Folder { get; } = Path.Combine(Metadata("PwshFolder"), OperatingSystem.IsWindows() ? "win" : "unix");

    // The tool's own door (dotnet pwsh) starts the same file, half a second later.
    private static readonly string Program = Path.Combine(Folder, "pwsh.dll");

    /// <summary>Pester's manifest, in the package cache.</summary>
    internal static string Pester { get; } = Metadata("PesterManifest");

    internal static ProcessResult Run(params string[] arguments) => Run(new Dictionary<string, string?>(), arguments);

    /// <summary>
    /// Runs a script after importing a module, if one is given: an object a line, errors as 'ERROR id: message'; exit code 1 when
    /// there was an error.
    /// </summary>
    internal static ProcessResult RunLine(string? manifest, string script, Dictionary<string, string?>? environment = null) =>
        Run(environment ?? [], "-Command", $$"""
            $failed = $false
            try {
                {{(manifest is null ? "" : $"Import-Module '{Path.GetFullPath(manifest)}' -ErrorAction Stop")}}
                & {
            {{script}}
                } 2>&1 | ForEach-Object { if ($_ -is [Management.Automation.ErrorRecord]) { $failed = $true; "ERROR $($_.FullyQualifiedErrorId): $_" } else { "$_" } }
            }
            catch { $failed = $true; "ERROR $($_.FullyQualifiedErrorId): $_" }
            exit [int]$failed
            """);

    internal static ProcessResult Run(IReadOnlyDictionary<string, string?> environment, params string[] arguments)
    {
        ProcessStartInfo start = new(Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") ?? "dotnet",
            [Program, "-NoProfile", "-NonInteractive", .. arguments]);
        // Set for this process by the SDK; a shell must not inherit it.
        start.Environment.Remove("MSBuildSDKsPath");
        start.Environment["POWERSHELL_TELEMETRY_OPTOUT"] = "1";
        start.Environment["POWERSHELL_UPDATECHECK"] = "Off";
        start.Environment["NO_COLOR"] = "1";
        return ChildProcess.Run(start, own: environment);
    }

    private static string Metadata(string key) =>
        typeof(Pwsh).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().First(a => a.Key == key).Value!;
}
