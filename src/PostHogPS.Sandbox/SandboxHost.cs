using System;
using System.Collections.Generic;
using System.Linq;
using PostHogPS.Sandbox.Http;
using PostHogPS.Sandbox.Options;
using PostHogPS.Sandbox.Queries;
using PostHogPS.Sandbox.Routes;
using PostHogPS.Sandbox.Time;
using PostHogPS.Sandbox.Worlds;

namespace PostHogPS.Sandbox;

/// <summary>A PostHog server in memory, without sockets; <see cref="SandboxHandler"/> connects an HttpClient to it.</summary>
public sealed class SandboxHost
{
    private readonly object _gate = new();
    private readonly Pipeline _pipeline;

    public SandboxHost(SandboxOptions options)
    {
        Options = options ?? throw new ArgumentNullException(nameof(options));
        options.Generation = options.Generation.ToUpperInvariant();
        if (!SandboxOptions.Generations.Contains(options.Generation, StringComparer.OrdinalIgnoreCase))
            throw new ArgumentException($"The sandbox has generation {string.Join(" or ", SandboxOptions.Generations)}, not '{options.Generation}'.",
                nameof(options));
        Clock = new SandboxClock(options.Time, options.Speed);
        var world = new World(options, Clock);
        world.CountQuery = (export, start, end, at) => ExportQuery.Count(world, export, start, end, at);
        _pipeline = new Pipeline(world);
    }

    public SandboxOptions Options { get; }

    /// <summary>Every route, such as "GET /api/projects/{pid}/batch_exports/".</summary>
    public IReadOnlyList<string> Routes => _pipeline.Routes;

    /// <summary>Sandbox time.</summary>
    public SandboxClock Clock { get; }

    /// <summary>Returns one request. Requests are answered one at a time.</summary>
    public SandboxResponse Answer(SandboxRequest request)
    {
        lock (_gate)
            return _pipeline.Answer(request);
    }
}
