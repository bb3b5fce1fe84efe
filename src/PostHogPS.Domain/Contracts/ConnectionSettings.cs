using System;
using System.Net;
using System.Security;

namespace PostHogPS.Contracts;

/// <summary>Everything the engine must know to open a session.</summary>
public sealed class ConnectionSettings
{
    /// <summary>Origin of the server, with any path it is served under.</summary>
    public Uri HostUri { get; set; } = new("https://us.posthog.com/");

    /// <summary>The key. Read only by the handler that writes the header, and by the redactor.</summary>
    public SecureString? ApiKey { get; set; }

    /// <summary>Proxy address; null for the system's.</summary>
    public Uri? Proxy { get; set; }

    /// <summary>Credential for the proxy.</summary>
    public ICredentials? ProxyCredential { get; set; }

    /// <summary>Time to the answer's headers.</summary>
    public TimeSpan Timeout { get; set; } = TimeSpan.FromSeconds(100);

    /// <summary>Longest single wait for a rate limit.</summary>
    public TimeSpan MaxWait { get; set; } = TimeSpan.FromMinutes(65);

    /// <summary>Pace requests under the server's limits: true on Cloud at once, elsewhere from the first 429; false with -RateLimit None.</summary>
    public bool RateLimit { get; set; } = true;

    /// <summary>Most bytes of an answer, unpacked. What is streamed to a file has no limit.</summary>
    public long MostBytes { get; set; } = 256L * 1024 * 1024;

    /// <summary>Routes.</summary>
    public RouteFamily RouteFamily { get; set; } = RouteFamily.Auto;

    /// <summary>The in-memory server; null for a real one.</summary>
    public SandboxSettings? Sandbox { get; set; }

    /// <summary>User agent, whole.</summary>
    public string UserAgent { get; set; } = "PostHogPS";

    /// <summary>Time source of retry, pacing and waiting.</summary>
    public IClock? Clock { get; set; }
}

/// <summary>Which form of the project routes to use.</summary>
public enum RouteFamily
{
    /// <summary>Decide by host and by the first answers.</summary>
    Auto,

    /// <summary>Always <c>/api/environments/</c>.</summary>
    Environments,

    /// <summary>Always <c>/api/projects/</c>.</summary>
    Projects,
}

/// <summary>How the in-memory server behaves.</summary>
public sealed class SandboxSettings
{
    /// <summary>Same seed, same world.</summary>
    public int Seed { get; set; } = 1;

    /// <summary>Sandbox seconds per real second.</summary>
    public double Speed { get; set; } = 60;

    /// <summary>C, A (docs/server.md#generations) or Legacy, which has no <c>backfills/</c> routes (docs/server.md#servers-without-backfills).</summary>
    public string Generation { get; set; } = "C";
}
