using System;
using System.IO;
using System.Reflection;
using System.Runtime.Loader;

namespace PostHogPS.Loader;

/// <summary>
/// Keeps the engine's packages apart from the shell's. Microsoft.Extensions.* and the sandbox are always ours.
/// System.* comes from the shell when its copy is at least as new, because that copy is precompiled. Everything that
/// is not a file of ours (netstandard, System.Management.Automation, PostHogPS) stays in the default context.
/// </summary>
internal sealed class EngineLoadContext(string directory) : AssemblyLoadContext("PostHogPS")
{
    /// <summary>Version of the System.* assemblies that ship with the module.</summary>
    internal static readonly Version OurSystem = new(10, 0, 0, 0);

    private readonly string _shellFiles = AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES") as string ?? "";

    protected override Assembly? Load(AssemblyName assemblyName)
    {
        string file = Path.Combine(directory, assemblyName.Name + ".dll");
        if (!File.Exists(file))
            return null;

        return FromShell(assemblyName.Name!) ?? LoadFromAssemblyPath(file);
    }

    private Assembly? FromShell(string name)
    {
        // Looked up in the list first: a miss in the default context costs an exception and asks every resolver of the shell.
        if (!name.StartsWith("System.", StringComparison.Ordinal)
            || !_shellFiles.Contains(Path.DirectorySeparatorChar + name + ".dll", StringComparison.OrdinalIgnoreCase))
            return null;

        // Such packages carry the version of their runtime, ours included (a test compares): an older shell has older copies.
        // Reading the version out of the file would cost several milliseconds at the first call.
        if (Environment.Version.Major < OurSystem.Major)
            return null;
        try
        {
            return Default.LoadFromAssemblyName(new AssemblyName(name) { Version = OurSystem });
        }
        catch (Exception e) when (e is FileNotFoundException or FileLoadException)
        {
            return null;
        }
    }
}
