using System;
using System.Collections.Generic;
using System.Threading;
using System.Threading.Tasks;
using PostHogPS.Sandbox;
using PostHogPS.Sandbox.Http;
using PostHogPS.Sandbox.Options;
using PostHogPS.Sandbox.Time;

namespace PostHogPS.Testing.Faults;

/// <summary>A sandbox whose network fails as planned, and that records the requests it receives.</summary>
public sealed class FaultySandbox
{
    private readonly SandboxHost _host;

    public FaultySandbox(SandboxOptions options) => _host = new SandboxHost(options);

    public SandboxOptions Options => _host.Options;

    /// <summary>Every route, such as "GET /api/projects/{pid}/batch_exports/".</summary>
    public IReadOnlyList<string> Routes => _host.Routes;

    public SandboxClock Clock => _host.Clock;

    public FaultPlan Faults { get; } = new();

    /// <summary>Every request received, also those whose answer was lost.</summary>
    public RequestLog Requests { get; } = new();

    /// <summary>Answers one request, or returns how the network failed.</summary>
    public async Task<SandboxOutcome> ProcessAsync(SandboxRequest request, CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        ReceivedRequest entry = Requests.Add(request, Clock.GetUtcNow());
        IReadOnlyList<Fault> faults = Faults.CountRequest(request);
        entry.Faults = faults;
        foreach (Fault fault in faults)
        {
            if (fault.Delay > TimeSpan.Zero && fault.Kind != FaultKind.SlowDrip)
                await Task.Delay(fault.Delay, Clock.Source, cancellation).ConfigureAwait(false);
        }

        SandboxOutcome outcome = FaultMaker.Run(request, faults, () => Answer(request, entry));
        if (outcome.Failure == NetworkFailure.Hang)
            await Task.Delay(Timeout.InfiniteTimeSpan, Clock.Source, cancellation).ConfigureAwait(false);
        entry.Status = outcome.Response?.Status;
        return outcome;
    }

    private SandboxResponse Answer(SandboxRequest request, ReceivedRequest entry)
    {
        SandboxResponse response = _host.Answer(request);
        entry.Processed = response.Status < 400;
        return response;
    }
}
