using System;
using System.IO;
using System.Linq;
using System.Reflection;
using PostHogPS.TestHost;

namespace PostHogPS.Module.Tests.Promises.Packaging;

/// <summary>What the list says must ship.</summary>
internal static class ShippedFiles
{
    // A Debug build compiles nothing ahead.
    private static readonly bool IsRelease = typeof(ShippedFiles).Assembly.GetCustomAttribute<AssemblyConfigurationAttribute>()!.Configuration == "Release";

    /// <summary>Paths of files.txt that this build makes, in order.</summary>
    internal static string[] Listed { get; } =
    [
        .. File.ReadLines(Path.Combine(StagedModule.RepositoryRoot, "src", "PostHogPS.Package", "files.txt"))
            .Select(line => line.Trim())
            .Where(line => line.Length > 0 && line[0] != '#')
            .Where(line => IsRelease || !(line.StartsWith("bin/core/", StringComparison.Ordinal) && line.Count(character => character == '/') > 2))
            .Order(StringComparer.Ordinal),
    ];

    internal static string Nupkg { get; } = typeof(ShippedFiles).Assembly
        .GetCustomAttributes<AssemblyMetadataAttribute>().First(a => a.Key == "NupkgPath").Value!;

    /// <summary>Files under a folder, with forward slashes, in the order of <see cref="Listed"/>.</summary>
    internal static string[] Under(string directory) =>
    [
        .. Directory.EnumerateFiles(directory, "*", SearchOption.AllDirectories)
            .Select(f => Path.GetRelativePath(directory, f).Replace('\\', '/'))
            .Order(StringComparer.Ordinal),
    ];
}
