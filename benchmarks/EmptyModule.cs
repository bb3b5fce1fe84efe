using System;
using System.IO;
using System.Linq;
using System.Reflection;
using System.Text.RegularExpressions;
using PostHogPS.TestHost;

namespace PostHogPS.Benchmarks;

/// <summary>Puts together the module that does nothing: as many cmdlets as ours, our views and our types.</summary>
internal static class EmptyModule
{
    internal static string WithOurManifest()
    {
        string manifest = File.ReadAllText(StagedModule.Manifest).Replace("bin/PostHogPS.dll", "bin/EmptyModule.dll", StringComparison.Ordinal);
        // Its cmdlets are named after our classes: Get-ConnectPostHog.
        return Make("Same", Regex.Replace(manifest, "'([A-Z][a-z]+)-(P[A-Za-z]+)'", "'Get-$1$2'"));
    }

    internal static string WithBareManifest() => Make("Bare", """
        @{
            RootModule = 'bin/EmptyModule.dll'; ModuleVersion = '1.0.0'; GUID = 'b7a5a1f0-3f0e-4a52-9d2e-8b4d7c0c1e11'
            FormatsToProcess = @('bin/PostHogPS.Format.ps1xml'); TypesToProcess = @('bin/PostHogPS.Types.ps1xml')
            FunctionsToExport = @(); VariablesToExport = @(); AliasesToExport = @(); CmdletsToExport = @('*')
        }
        """);

    private static string Make(string name, string manifest)
    {
        string built = typeof(EmptyModule).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().First(a => a.Key == "EmptyModule").Value!;
        string folder = Path.Combine(AppContext.BaseDirectory, "EmptyModules", name);
        string bin = Path.Combine(folder, "bin");
        Directory.CreateDirectory(bin);
        File.Copy(built, Path.Combine(bin, "EmptyModule.dll"), overwrite: true);
        foreach (string file in new[] { "PostHogPS.Format.ps1xml", "PostHogPS.Types.ps1xml" })
            File.Copy(Path.Combine(StagedModule.Directory, "bin", file), Path.Combine(bin, file), overwrite: true);
        string path = Path.Combine(folder, name + ".psd1");
        File.WriteAllText(path, manifest);
        return path;
    }
}
