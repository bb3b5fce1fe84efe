using System;

namespace PostHogPS.Sandbox.Model;

/// <summary>A line of the log of a run.</summary>
internal sealed class LogLine
{
    public required string Source { get; init; }

    public required string Instance { get; init; }

    public required DateTimeOffset Time { get; init; }

    public required string Level { get; init; }

    public required string Message { get; init; }
}
