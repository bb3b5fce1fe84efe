using System;
using System.IO;
using System.Reflection;
using System.Runtime.InteropServices;

namespace PostHogPS.Loader;

/// <summary>The only door: the module calls it by name, so that it need not reference anything that PowerShell 5.1 lacks.</summary>
public static class EngineLoader
{
    // The .NET of PowerShell 7.6, and the target of src/PostHogPS.Precompiled.
    private const int PrecompiledFor = 10;

    private const string EngineName = "PostHogPS.Engine.dll";

    /// <summary>Makes the engine out of the files in <paramref name="engineDirectory"/>, apart from the shell's own assemblies.</summary>
    public static object Create(string engineDirectory)
    {
        EngineLoadContext context = new(engineDirectory);
        Assembly engine = context.LoadFromAssemblyPath(EngineFile(engineDirectory, Environment.Version.Major, RuntimeInformation.RuntimeIdentifier));
        Type entry = engine.GetType("PostHogPS.Engine.EngineEntry", throwOnError: true)!;
        return Activator.CreateInstance(entry, BindingFlags.Public | BindingFlags.Instance | BindingFlags.DoNotWrapExceptions, null, null, null)!;
    }

    /// <summary>
    /// The engine compiled ahead for this platform, else the one for all. A runtime takes such code of its own major version
    /// only; another one would read a file three times the size for nothing.
    /// </summary>
    internal static string EngineFile(string directory, int runtime, string platform)
    {
        string ahead = Path.Combine(directory, platform, EngineName);
        return runtime == PrecompiledFor && File.Exists(ahead) ? ahead : Path.Combine(directory, EngineName);
    }
}
