using System;
using System.IO;
using System.Reflection;

namespace PostHogPS.Hosting;

/// <summary>
/// Windows PowerShell has no binding redirects for a module, so references to another build number of a dependency
/// fail there. This answers them by simple name, with files of ours and for callers of ours only: another module's
/// missing assembly is none of our business.
/// </summary>
internal static class DesktopResolver
{
    private static string? _directory;

    internal static void Register(string directory)
    {
        if (_directory is not null)
            return;

        _directory = directory;
        AppDomain.CurrentDomain.AssemblyResolve += OnAssemblyResolve;
    }

    /// <summary>The file that answers a request, or null when it is not ours to answer.</summary>
    internal static string? Answer(string directory, string? callerLocation, string requestedName)
    {
        string? callerDirectory = string.IsNullOrEmpty(callerLocation) ? null : Path.GetDirectoryName(callerLocation);
        if (!string.Equals(callerDirectory, directory, StringComparison.OrdinalIgnoreCase))
            return null;

        string file = Path.Combine(directory, new AssemblyName(requestedName).Name + ".dll");
        return File.Exists(file) ? file : null;
    }

    private static Assembly? OnAssemblyResolve(object sender, ResolveEventArgs request)
    {
        Assembly? caller = request.RequestingAssembly;
        if (caller is null || caller.IsDynamic)
            return null;

        // The engine's reference to the domain: the copy that the module uses, wherever PowerShell imported that from.
        Assembly domain = typeof(PostHogObject).Assembly;
        string? file = Answer(_directory!, caller.Location, request.Name);
        if (file is not null)
            return Assembly.LoadFrom(file);

        return Path.GetDirectoryName(caller.Location) == _directory && new AssemblyName(request.Name).Name == domain.GetName().Name
            ? domain
            : null;
    }
}
