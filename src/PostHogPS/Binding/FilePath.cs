using System;
using System.Management.Automation;
using PostHogPS.Contracts;

namespace PostHogPS.Binding;

/// <summary>What a person means by a path: relative to the shell's location, ~ and PowerShell drives included.</summary>
internal static class FilePath
{
    internal static string Resolve(PSCmdlet cmdlet, string path, string what = "file")
    {
        if (path.IndexOf('\0') >= 0)
            throw Problems.BadPath(path.Replace("\0", "\\0"), what, "it holds a NUL character.");
        string resolved;
        ProviderInfo provider;
        try
        {
            resolved = cmdlet.SessionState.Path.GetUnresolvedProviderPathFromPSPath(path, out provider, out _);
        }
        catch (Exception e) when (e is ProviderNotFoundException or DriveNotFoundException or ProviderInvocationException or NotSupportedException
            or PSArgumentException)
        {
            throw Problems.BadPath(path, what, e.Message);
        }

        return provider.Name == "FileSystem" ? resolved : throw Problems.BadPath(path, what, $"It leads to the provider {provider.Name}; a {what} is needed.");
    }
}
