using System;

namespace PostHogPS.Sandbox.Worlds;

/// <summary>How a run ends.</summary>
internal sealed class Outcome
{
    public Outcome(string status, string? error = null, double share = 1)
    {
        Status = status;
        Error = error;
        Share = share;
    }

    public static Outcome Completed { get; } = new("Completed");

    public string Status { get; }

    public string? Error { get; }

    /// <summary>How much of the records got through.</summary>
    public double Share { get; }
}

/// <summary>One run. What it looks like depends only on when one looks.</summary>
internal sealed class Run
{
    public required Guid Id { get; init; }

    public Guid? ExportId { get; init; }

    public Guid? OnDemandId { get; init; }

    public Guid? BackfillId { get; init; }

    public DateTimeOffset? Start { get; init; }

    public required DateTimeOffset End { get; init; }

    public required DateTimeOffset Created { get; init; }

    public required TimeSpan Duration { get; init; }

    public required Outcome Outcome { get; init; }

    public long Records { get; init; }

    public long Bytes { get; init; }

    public DateTimeOffset? CancelledAt { get; set; }

    public DateTimeOffset Due => Created + Duration;

    /// <summary>When it stops starting and begins to run.</summary>
    private DateTimeOffset Warm => Created + TimeSpan.FromTicks(Math.Min(TimeSpan.FromSeconds(2).Ticks, Duration.Ticks / 40 * 10));

    public string StatusAt(DateTimeOffset now) =>
        CancelledAt is { } at && at < Due ? "Cancelled"
        : now >= Due ? Outcome.Status
        : now >= Warm ? "Running" : "Starting";

    public DateTimeOffset? FinishedAt(DateTimeOffset now) =>
        CancelledAt is { } at && at < Due ? at : now >= Due ? Due : null;

    public DateTimeOffset UpdatedAt(DateTimeOffset now) =>
        FinishedAt(now) ?? (now >= Warm ? Warm : Created);

    public bool IsActive(DateTimeOffset now) => StatusAt(now) is "Starting" or "Running";
}
