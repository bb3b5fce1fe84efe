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
    // The tool's own door (dotnet pwsh) starts the same file, half a second later.
    private static readonly string Program = Path.Combine(Metadata("PwshFolder"), OperatingSystem.IsWindows() ? "win" : "unix", "pwsh.dll");

    /// <summary>Pester's manifest, in the package cache.</summary>
    internal static string Pester { get; } = Metadata("PesterManifest");

    internal static ProcessResult Run(params string[] arguments) => Run(new Dictionary<string, string>(), arguments);

    internal static ProcessResult Run(IReadOnlyDictionary<string, string> environment, params string[] arguments)
    {
        ProcessStartInfo start = new(Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") ?? "dotnet", [Program, "-NoProfile", "-NonInteractive", .. arguments]);
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
