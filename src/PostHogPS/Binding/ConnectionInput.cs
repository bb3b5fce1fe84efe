using System;
using System.Collections.Generic;
using System.Management.Automation;
using System.Security;
using PostHogPS.Connections;
using PostHogPS.Contracts;
using PostHogPS.Text;

namespace PostHogPS.Binding;

/// <summary>What the parameters of Connect-PostHog mean, and the environment variables where one is not given.</summary>
internal static class ConnectionInput
{
    /// <summary>The host.</summary>
    /// <param name="hostUri">Address of a self-hosted PostHog; null where it is not given.</param>
    /// <param name="region">US or EU; null where it is not given.</param>
    /// <param name="warn">Takes what is doubtful about the environment variable.</param>
    internal static Uri ReadHost(string? hostUri, string? region, Action<string> warn)
    {
        if (hostUri is not null && region is not null)
            throw Problems.BadHost("-Region and -HostUri exclude each other.");
        if (region is not null)
            return HostAddress.ForRegion(region);
        if (hostUri is not null)
            return HostAddress.Read(hostUri, "-HostUri");
        var notes = new List<string>();
        Uri host = EnvironmentConnection.Host(Environment.GetEnvironmentVariable(EnvironmentNames.Host)?.Trim() ?? "", notes);
        notes.ForEach(note => warn(note.TrimStart('!')));
        return host;
    }

    /// <summary>A copy of the key.</summary>
    internal static SecureString ReadKey(PSCredential? credential, SecureString? apiKey)
    {
        SecureString? given = credential?.Password ?? apiKey;
        string where = credential is not null ? "The password of -Credential" : "-ApiKey";
        if (given is null)
        {
            string? key = EnvironmentConnection.Key(out where);
            given = key is null ? throw Problems.NoKey() : Secrets.Protect(key);
        }

        if (given.Length == 0)
            throw Problems.NoKey();
        if (Secrets.StartsWith(given, "phc_"))
            throw Problems.ProjectTokenAsKey(where);
        return given.Copy();
    }

    /// <summary>The default project. The variable is about a real server, so a sandbox does not ask it.</summary>
    internal static string ReadProject(ProjectReference? given, bool isSandbox)
    {
        given?.ThrowIfBad();
        if (given is not null)
            return given.Text;
        string? text = isSandbox ? null : Environment.GetEnvironmentVariable(EnvironmentNames.Project)?.Trim();
        if (string.IsNullOrEmpty(text))
            return PostHogConnection.CurrentProject;
        return ProjectText.IsValid(text!) ? text! : throw Problems.BadProject(text!, EnvironmentNames.Project);
    }

    /// <summary>The proxy; refused where .NET's messages would repeat a password of its address.</summary>
    internal static Uri? CheckProxy(Uri? proxy)
    {
        if (proxy is null)
            return null;
        if (!proxy.IsAbsoluteUri || proxy.Scheme is not ("http" or "https" or "socks4" or "socks4a" or "socks5"))
            throw Problems.Invalid("Proxy", "-Proxy is not the address of a proxy.",
                "Give its scheme as well: http://proxy.example.com:8080. A name and password go into -ProxyCredential.");
        return proxy.UserInfo.Length == 0 && !HostAddress.HasUserPart(proxy.OriginalString) ? proxy
            : throw Problems.Invalid("Proxy", $"The address of the proxy {proxy.Host} holds a name or a password, which messages would repeat.",
                "Leave them out and give -ProxyCredential.");
    }
}
