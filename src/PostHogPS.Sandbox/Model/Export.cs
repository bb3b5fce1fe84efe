using System;
using System.Collections.Generic;
using System.Text.Json.Nodes;
using PostHogPS.Sandbox.Time;

namespace PostHogPS.Sandbox.Model;

/// <summary>A batch export.</summary>
internal sealed class Export
{
    public const string BillingError = "Batch export not run: the organization is over its billing limit for exported rows.";

    public required Guid Id { get; init; }

    public required long ProjectId { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>The seed of everything that is random about this export.</summary>
    public required ulong Key { get; init; }

    public string Name { get; set; } = "";

    public string? Model { get; set; } = "events";

    public string Type { get; set; } = "";

    public JsonObject Config { get; set; } = [];

    public long? Integration { get; set; }

    public string Interval { get; set; } = "hour";

    public string Timezone { get; set; } = "UTC";

    public int? OffsetDay { get; set; }

    public int? OffsetHour { get; set; }

    public bool Paused { get; set; }

    public bool Deleted { get; set; }

    public DateTimeOffset UpdatedAt { get; set; }

    public DateTimeOffset? PausedAt { get; set; }

    public DateTimeOffset? StartAt { get; set; }

    public DateTimeOffset? EndAt { get; set; }

    public string? HogQLQuery { get; set; }

    public JsonNode? HogQLModifiers { get; set; }

    public JsonNode? PrimaryKey { get; set; }

    public JsonNode? VersionKey { get; set; }

    public string IncrementalMode { get; set; } = "APPEND";

    public JsonNode? Schema { get; set; }

    public JsonNode? Filters { get; set; }

    /// <summary>Records of an average hour.</summary>
    public double HourlyRecords { get; init; } = 2000;

    public int BytesPerRecord { get; init; } = 420;

    /// <summary>Whether an interval has no rows; null when every interval has rows.</summary>
    public Func<DateTimeOffset, DateTimeOffset, bool>? IsEmpty { get; set; }

    /// <summary>Events that a scheduled run loses without failing; null for none.</summary>
    public Func<DateTimeOffset, DateTimeOffset, long>? Lost { get; set; }

    /// <summary>How a scheduled run of the past ended; null for an interval without a run.</summary>
    public Func<PastInterval, RunOutcome?>? PastOutcome { get; init; }

    /// <summary>Every new run fails with this text, as with wrong credentials.</summary>
    public string? PersistentError { get; set; }

    /// <summary>Every new run fails because the organization is over its billing limit.</summary>
    public bool IsUnpaid { get; set; }

    /// <summary>How a new run ends while the export has a lasting problem; null when it completes.</summary>
    public RunOutcome? PendingOutcome =>
        PersistentError is { } wrong ? new RunOutcome("Failed", wrong, 0) : IsUnpaid ? new RunOutcome("FailedBilling", BillingError, 0) : null;

    /// <summary>From when on the destination refuses the credentials, and its words; without words it accepts them again. Oldest first.</summary>
    public List<(DateTimeOffset From, string? Error)> Rejections { get; } = [];

    /// <summary>How a run of a backfill ends; null when it completes.</summary>
    public Func<DateTimeOffset, DateTimeOffset, RunOutcome>? BackfillOutcome { get; init; }

    /// <summary>From the start of one run of a backfill to the next; null: the backfill takes a few minutes in total.</summary>
    public TimeSpan? BackfillPace { get; init; }

    /// <summary>How long a backfill may take before it ends as Failed; null for the server's own rule.</summary>
    public TimeSpan? BackfillLimit { get; init; }

    /// <summary>
    /// The number of failed runs of any kind, since the start of the world, after which the server pauses the export; null for the
    /// usual rule.
    /// </summary>
    public int? PausesAfter { get; init; }

    public List<ScheduledPeriod> ScheduledPeriods { get; } = [];

    public List<Backfill> Backfills { get; } = [];

    /// <summary>Runs that were cancelled, and when.</summary>
    public Dictionary<Guid, DateTimeOffset> Cancelled { get; } = [];

    /// <summary>What the destination says to the credentials of a run that begins then; null when it accepts them.</summary>
    public string? RejectionAt(DateTimeOffset at) => Rejections.FindLast(change => change.From <= at).Error;

    /// <summary>When the server paused it because its runs failed.</summary>
    public List<DateTimeOffset> ServerPauses { get; } = [];

    public IntervalSchedule Schedule => new(Interval, Timezone, OffsetDay, OffsetHour);

    public bool IsHidden => Type == "Workflows";

    /// <summary>Starts the schedule anew after a change of the export.</summary>
    public void Reschedule(DateTimeOffset now)
    {
        EndSchedule(now);
        if (!Paused && !Deleted)
            ScheduledPeriods.Add(new ScheduledPeriod { From = now, Schedule = Schedule });
    }

    public void EndSchedule(DateTimeOffset now)
    {
        if (ScheduledPeriods.Count > 0 && ScheduledPeriods[ScheduledPeriods.Count - 1].To is null)
            ScheduledPeriods[ScheduledPeriods.Count - 1].To = now;
    }
}

/// <summary>A stretch of time in which the schedule was active.</summary>
internal sealed class ScheduledPeriod
{
    public required DateTimeOffset From { get; init; }

    public DateTimeOffset? To { get; set; }

    public required IntervalSchedule Schedule { get; init; }
}

/// <summary>An interval before the start of the world, for the function that decides how its run ended.</summary>
internal readonly record struct PastInterval(DateTimeOffset Start, DateTimeOffset End, TimeSpan Age, ulong Roll);
