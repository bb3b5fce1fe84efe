using System;
using System.Collections.Generic;
using System.Linq;
using PostHogPS.TestHost;
using PostHogPS.TestKit;
using Xunit;

namespace PostHogPS.Module.Tests.Support;

/// <summary>A shell that is connected to a sandbox of its own and knows what was sent to it.</summary>
public sealed class SandboxShell : IDisposable
{
    private readonly string _generation;

    public SandboxShell()
        : this("C")
    {
    }

    public SandboxShell(string generation, double speed = 60)
    {
        _generation = generation;
        // The debug stream is where requests can be read with their bodies.
        Shell = VirtualShell.Open(new ShellOptions { Variables =
            new Dictionary<string, object?> { ["DebugPreference"] = "Continue", ["ConfirmPreference"] = "None" } });
        Shell.Set("speed", speed);
        Shell.Run($"Connect-PostHog -Sandbox -SandboxGeneration {generation} -SandboxSpeed $speed").Clean();
    }

    public Shell Shell { get; }

    /// <summary>What the last line sent.</summary>
    public IReadOnlyList<SentRequest> Sent { get; private set; } = [];

    /// <summary>What the last line sent other than reads.</summary>
    public IReadOnlyList<SentRequest> Writes => [.. Sent.Where(r => r.Method != "GET")];

    public ShellResult Run(string script, params object?[] arguments)
    {
        ShellResult result = Shell.Run(script, arguments);
        Sent = [.. result.Debug.Select(SentRequest.Parse).OfType<SentRequest>()];
        return result;
    }

    /// <summary>Runs a line that must succeed, with requests that the API description knows.</summary>
    public ShellResult Good(string script, params object?[] arguments)
    {
        ShellResult result = Run(script, arguments).Clean();
        // What the redactor has blotted out cannot be judged.
        if (_generation == "C")
            Assert.Empty(Sent.Where(r => r.Body?.Contains("[redacted]", StringComparison.Ordinal) != true)
                .SelectMany(r => ApiDescription.Default.ValidateRequest(r.Method, Described(r), r.Query, r.Body)));
        return result;
    }

    // The alias serves whatever the projects routes serve, and is described for some of it only.
    private static string Described(SentRequest request) =>
        ApiDescription.Default.Describes(request.Method, request.Path) ? request.Path
            : request.Path.Replace("/api/environments/", "/api/projects/", StringComparison.Ordinal);

    /// <summary>Runs a line that must fail once with this error id, and sends no write unless the server is the one to refuse it.</summary>
    public ShellResult Bad(string errorId, string script, bool refusedByServer = false)
    {
        ShellResult result = Run(script);
        Assert.Equal(errorId, result.Error.FullyQualifiedErrorId.Split(',')[0]);
        if (!refusedByServer)
            Assert.Empty(Writes);
        return result;
    }

    public void Dispose() => Shell.Dispose();
}
