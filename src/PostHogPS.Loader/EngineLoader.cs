using System;
using System.IO;
using System.Reflection;

namespace PostHogPS.Loader;

/// <summary>The only door: the module calls it by name, so that it need not reference anything that PowerShell 5.1 lacks.</summary>
public static class EngineLoader
{
    /// <summary>Makes the engine out of the files in <paramref name="engineDirectory"/>, apart from the shell's own assemblies.</summary>
    public static object Create(string engineDirectory)
    {
        EngineLoadContext context = new(engineDirectory);
        Assembly engine = context.LoadFromAssemblyPath(Path.Combine(engineDirectory, "PostHogPS.Engine.dll"));
        Type entry = engine.GetType("PostHogPS.Engine.EngineEntry", throwOnError: true)!;
        return Activator.CreateInstance(entry, BindingFlags.Public | BindingFlags.Instance | BindingFlags.DoNotWrapExceptions, null, null, null)!;
    }
}
