using System;
using System.IO;
using System.Linq;
using System.Reflection;
using System.Runtime.Loader;

namespace PostHogPS.TestHost;

/// <summary>Where the build put the module that would be published.</summary>
public static class StagedModule
{
    public static string Directory { get; } = Metadata("StagePath");

    public static string RepositoryRoot { get; } = Metadata("RepositoryRoot");

    public static string Manifest => Path.Combine(Directory, "PostHogPS.psd1");

    public static string Assembly => Path.Combine(Directory, "bin", "PostHogPS.dll");

    /// <summary>The version, which is the name of the staged folder.</summary>
    public static string Version => Path.GetFileName(Directory.TrimEnd('/', '\\'));

    /// <summary>
    /// Lets code that was compiled against PostHogPS use the staged file at run time: two copies of one assembly in a
    /// process are two sets of types, and the tests would look at the wrong one. Call it before anything else runs.
    /// </summary>
    public static void ResolveModuleTypes() =>
        AssemblyLoadContext.Default.Resolving += static (context, name) =>
            name.Name is "PostHogPS" or "PostHogPS.Domain"
                ? context.LoadFromAssemblyPath(Path.Combine(Path.GetDirectoryName(Path.GetFullPath(Assembly))!, name.Name + ".dll")) : null;

    private static string Metadata(string key) =>
        typeof(StagedModule).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().First(a => a.Key == key).Value
        ?? throw new InvalidOperationException(key + " was not recorded at build time.");
}
