using System;
using System.Linq;

namespace PostHogPS;

/// <summary>Groups the server's run and backfill statuses as the web UI does.</summary>
public static class RunStates
{
    /// <summary>Starting, Running, ContinuedAsNew.</summary>
    public const string Running = "Running";

    /// <summary>Completed.</summary>
    public const string Completed = "Completed";

    /// <summary>Failed, FailedRetryable, FailedBilling.</summary>
    public const string Failed = "Failed";

    /// <summary>Cancelled, Terminated, TimedOut.</summary>
    public const string Cancelled = "Cancelled";

    /// <summary>A backfill that PostHog calls Completed although runs of it failed.</summary>
    public const string CompletedWithFailures = "CompletedWithFailures";

    /// <summary>A status of a newer server.</summary>
    public const string Unknown = "Unknown";

    /// <summary>The statuses of runs and backfills, as the server spells them.</summary>
    internal static string[] AllStatuses { get; } = [.. new[] { Running, Completed, Failed, Cancelled }.SelectMany(Statuses)];

    /// <summary>The group of <paramref name="status"/>; <see cref="Unknown"/> for null and for texts this version does not know.</summary>
    public static string FromStatus(string? status) => status switch
    {
        "Starting" or "Running" or "ContinuedAsNew" => Running,
        "Completed" => Completed,
        "Failed" or "FailedRetryable" or "FailedBilling" => Failed,
        "Cancelled" or "Terminated" or "TimedOut" => Cancelled,
        _ => FromOddSpelling(status),
    };

    // The server spells them as above; apart from it, because a search would make an object for each run.
    private static string FromOddSpelling(string? status) =>
        Array.Find(AllStatuses, known => string.Equals(known, status, StringComparison.OrdinalIgnoreCase)) is { } known ? FromStatus(known) : Unknown;

    /// <summary>True while the scheduler still works on it: only Starting and Running can be cancelled (docs/server.md#statuses).</summary>
    public static bool IsActive(string? status) =>
        string.Equals(status, "Starting", StringComparison.OrdinalIgnoreCase)
        || string.Equals(status, "Running", StringComparison.OrdinalIgnoreCase);

    /// <summary>True while it is active as far as one can tell: a status of a newer server counts until the end has a time.</summary>
    internal static bool IsOpen(string? status, DateTimeOffset? finishedAt) =>
        FromStatus(status) == Running || (FromStatus(status) == Unknown && finishedAt is null);

    /// <summary>True when it is over for good. A status that this version does not know may mean anything.</summary>
    internal static bool HasEnded(string? status) => FromStatus(status) is Completed or Failed or Cancelled;

    /// <summary>The statuses that make up a state, as the server spells them; empty for <see cref="Unknown"/>.</summary>
    public static string[] Statuses(string state) => (state ?? "").ToUpperInvariant() switch
    {
        "RUNNING" => ["Starting", "Running", "ContinuedAsNew"],
        "COMPLETED" => ["Completed"],
        "FAILED" => ["Failed", "FailedRetryable", "FailedBilling"],
        "CANCELLED" => ["Cancelled", "Terminated", "TimedOut"],
        _ => [],
    };
}
