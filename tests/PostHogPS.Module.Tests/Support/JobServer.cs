using System;
using System.Threading.Tasks;
using PostHogPS.Sandbox.Options;
using PostHogPS.Testing;

namespace PostHogPS.Module.Tests.Support;

/// <summary>A server for a job in a process of its own, which waits by the machine's time.</summary>
internal static class JobServer
{
    internal static Task<SandboxServer> StartAsync() => SandboxServer.StartAsync(new()
    {
        PerRequest = TimeSpan.FromMinutes(1),
        Sandbox = new SandboxOptions { BurstLimit = 0, SustainedLimit = 0 },
    });
}
