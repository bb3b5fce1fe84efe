using System;
using System.Reflection;
using System.Runtime.InteropServices;

namespace PostHogPS.Hosting;

/// <summary>What the module says of itself to the server.</summary>
internal static class ModuleInfo
{
    /// <summary>Version of the module, from the manifest by way of the build.</summary>
    internal static string Version { get; } = typeof(ModuleInfo).Assembly.GetName().Version?.ToString(3) ?? "0.0.0";

    /// <summary>PostHogPS/version (PowerShell/version; edition; os).</summary>
    internal static string UserAgent { get; } = Build();

    private static string Build()
    {
        Assembly shell = typeof(System.Management.Automation.PSObject).Assembly;
        string informational = shell.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion ?? "";
        string version = informational.Length > 0 && char.IsDigit(informational[0])
            ? informational.Split(' ', '+')[0]
            : shell.GetName().Version?.ToString(2) ?? "0.0";
        string edition = RuntimeInformation.FrameworkDescription.StartsWith(".NET Framework", StringComparison.Ordinal) ? "Desktop" : "Core";
        string os = RuntimeInformation.IsOSPlatform(OSPlatform.Windows) ? "Windows"
            : RuntimeInformation.IsOSPlatform(OSPlatform.OSX) ? "macOS" : "Linux";
        return $"PostHogPS/{Version} (PowerShell/{version}; {edition}; {os})";
    }
}
