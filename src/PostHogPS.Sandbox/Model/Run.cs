using System;

namespace PostHogPS.Sandbox.Model;

/// <summary>How a run ends.</summary>
internal sealed class RunOutcome
{
    public RunOutcome(string status, string? error = null, double exportedShare = 1)
    {
        Status = status;
        Error = error;
        ExportedShare = exportedShare;
    }

    public static RunOutcome Completed { get; } = new("Completed");

    public string Status { get; }

    public string? Error { get; }

    /// <summary>The fraction of the records that were exported.</summary>
    public double ExportedShare { get; }
}

/// <summary>One run. Its status is a function of the time.</summary>
internal sealed class Run
{
    private long? _records;

    public required Guid Id { get; init; }

    public Guid? ExportId { get; init; }

    public Guid? OnDemandId { get; init; }

    public Guid? BackfillId { get; init; }

    public DateTimeOffset? Start { get; init; }

    public required DateTimeOffset End { get; init; }

    public required DateTimeOffset Created { get; init; }

    public required TimeSpan Duration { get; init; }

    public required RunOutcome Outcome { get; init; }

    /// <summary>Counts the records when somebody asks: a list that shows no counts makes none.</summary>
    public Func<long>? Count { get; init; }

    public long Records
    {
        get => _records ??= Count?.Invoke() ?? 0;
        init => _records = value;
    }

    public int BytesPerRecord { get; init; }

    public long Bytes => Records * BytesPerRecord;

    public DateTimeOffset? CancelledAt { get; set; }

    public DateTimeOffset Due => Created + Duration;

    /// <summary>When its status changes from Starting to Running.</summary>
    private DateTimeOffset RunningSince => Created + TimeSpan.FromTicks(Math.Min(TimeSpan.FromSeconds(2).Ticks, Duration.Ticks / 40 * 10));

    public string StatusAt(DateTimeOffset now) =>
        CancelledAt is { } at && at < Due ? "Cancelled"
        : now >= Due ? Outcome.Status
        : now >= RunningSince ? "Running" : "Starting";

    public DateTimeOffset? FinishedAt(DateTimeOffset now) =>
        CancelledAt is { } at && at < Due ? at : now >= Due ? Due : null;

    public DateTimeOffset UpdatedAt(DateTimeOffset now) =>
        FinishedAt(now) ?? (now >= RunningSince ? RunningSince : Created);

    /// <summary>What the lists show of its counts: nothing before the end and of what was cancelled.</summary>
    public long? RecordsAt(DateTimeOffset now) => IsCounted(now) ? (long)(Records * Outcome.ExportedShare) : null;

    /// <summary>What failed in the function of the destination: the records of a completed run that it did not export.</summary>
    public long? FailedAt(DateTimeOffset now) => RecordsAt(now) is { } exported ? Outcome.Status == "Completed" ? Records - exported : 0 : null;

    public long? BytesAt(DateTimeOffset now) => IsCounted(now) ? (long)(Bytes * Outcome.ExportedShare) : null;

    private bool IsCounted(DateTimeOffset now) => FinishedAt(now) is not null && StatusAt(now) is not ("Cancelled" or "Terminated");

    public bool IsActive(DateTimeOffset now) => StatusAt(now) is "Starting" or "Running";

    /// <summary>The time that lists are ordered by.</summary>
    public DateTimeOffset SortKey(bool byInterval) => byInterval ? Start ?? DateTimeOffset.MinValue : Created;

    /// <summary>The order of lists. Equal times are ordered by id, so that paging is stable.</summary>
    public static int Compare(Run a, Run b, bool byInterval)
    {
        int order = a.SortKey(byInterval).CompareTo(b.SortKey(byInterval));
        return order != 0 ? order : string.CompareOrdinal(a.Id.ToString("N"), b.Id.ToString("N"));
    }
}
