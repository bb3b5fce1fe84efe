using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using PostHogPS.Sandbox.Faults;
using PostHogPS.Sandbox.Http;
using PostHogPS.Sandbox.Routes;
using PostHogPS.Sandbox.Worlds;

namespace PostHogPS.Sandbox;

/// <summary>A whole PostHog: give it a request, get an answer. It knows no sockets; see <see cref="SandboxHandler"/>.</summary>
public sealed class SandboxHost
{
    private readonly object _gate = new();
    private readonly World _world;
    private readonly Pipeline _pipeline;

    public SandboxHost(SandboxOptions options)
    {
        Options = options ?? throw new ArgumentNullException(nameof(options));
        options.Generation = options.Generation.ToUpperInvariant();
        if (!SandboxOptions.Generations.Contains(options.Generation, StringComparer.OrdinalIgnoreCase))
            throw new ArgumentException($"The sandbox plays generation {string.Join(" or ", SandboxOptions.Generations)}, not '{options.Generation}'.", nameof(options));
        Clock = new SandboxClock(options.Time, options.Speed);
        _world = new World(options, Clock);
        _pipeline = new Pipeline(_world);
    }

    public SandboxOptions Options { get; }

    /// <summary>Every route, such as "GET /api/projects/{pid}/batch_exports/".</summary>
    public IReadOnlyList<string> Routes => _pipeline.Routes;

    /// <summary>Sandbox time.</summary>
    public SandboxClock Clock { get; }

    /// <summary>What goes wrong, and when.</summary>
    public FaultPlan Faults { get; } = new();

    /// <summary>What the server saw.</summary>
    public RequestLog Requests { get; } = new();

    /// <summary>Forgets who asked how often.</summary>
    public void ResetThrottle()
    {
        lock (_gate)
            _pipeline.Throttle.Clear();
    }

    /// <summary>Answers one request, or says how the network failed.</summary>
    public async Task<SandboxOutcome> ProcessAsync(SandboxRequest request, CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        ReceivedRequest entry = Requests.Add(request, Clock.GetUtcNow());
        IReadOnlyList<Fault> faults = Faults.Take(request);
        entry.Faults = faults;
        foreach (Fault fault in faults)
        {
            if (fault.Delay > TimeSpan.Zero && fault.Kind != FaultKind.SlowDrip)
                await Clock.Source.Wait(fault.Delay, cancellation).ConfigureAwait(false);
        }

        SandboxOutcome outcome = FaultMaker.Run(request, faults, () => Answer(request, entry));
        if (outcome.Failure == NetworkFailure.Hang)
            await Clock.Source.Wait(Timeout.InfiniteTimeSpan, cancellation).ConfigureAwait(false);
        entry.Status = outcome.Response?.Status;
        return outcome;
    }

    private SandboxResponse Answer(SandboxRequest request, ReceivedRequest entry)
    {
        lock (_gate)
        {
            SandboxResponse response = _pipeline.Answer(request);
            entry.Processed = response.Status < 400;
            return response;
        }
    }
}
