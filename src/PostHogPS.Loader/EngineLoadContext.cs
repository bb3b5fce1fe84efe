using System;
using System.IO;
using System.Reflection;
using System.Runtime.Loader;

namespace PostHogPS.Loader;

/// <summary>
/// Keeps the engine's packages apart from the shell's. Microsoft.Extensions.*, Polly and the sandbox are always ours.
/// System.* comes from the shell when its copy is at least as new, because that copy is precompiled. Everything that
/// is not a file of ours (netstandard, System.Management.Automation, PostHogPS) stays in the default context.
/// </summary>
internal sealed class EngineLoadContext(string directory) : AssemblyLoadContext("PostHogPS")
{
    private readonly string _shellFiles = AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES") as string ?? "";

    protected override Assembly? Load(AssemblyName assemblyName)
    {
        string file = Path.Combine(directory, assemblyName.Name + ".dll");
        if (!File.Exists(file))
            return null;

        return FromShell(assemblyName.Name!, file) ?? LoadFromAssemblyPath(file);
    }

    private Assembly? FromShell(string name, string ourFile)
    {
        // Looked up in the list first: a miss in the default context costs an exception and asks every resolver of the shell.
        if (!name.StartsWith("System.", StringComparison.Ordinal)
            || !_shellFiles.Contains(Path.DirectorySeparatorChar + name + ".dll", StringComparison.OrdinalIgnoreCase))
            return null;

        try
        {
            // Asking for our version makes the runtime refuse an older one.
            return Default.LoadFromAssemblyName(GetAssemblyName(ourFile));
        }
        catch (Exception e) when (e is FileNotFoundException or FileLoadException)
        {
            return null;
        }
    }
}
