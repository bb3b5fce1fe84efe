using System;
using System.Threading.Tasks;
using PostHogPS.Sandbox.Options;
using PostHogPS.Testing;

namespace PostHogPS.Module.Tests.Support;

/// <summary>
/// A server for a job in a process of its own, which waits by the machine's time. Its clock goes on by requests: what the job waits for
/// ends after a few looks, and no gap leaves the window of the job while a busy machine starts the process.
/// </summary>
internal static class JobServer
{
    private static readonly TimeSpan PerRequest = TimeSpan.FromMinutes(1);

    internal static async Task<SandboxServer> StartAsync()
    {
        SandboxServer server = await SandboxServer.StartAsync(new() { Sandbox = new SandboxOptions { BurstLimit = 0, SustainedLimit = 0 } });
        server.Requests.Arrived += (_, _) => server.Clock.Advance(PerRequest);
        return server;
    }
}
