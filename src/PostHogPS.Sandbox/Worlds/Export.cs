using System;
using System.Collections.Generic;
using System.Text.Json.Nodes;

namespace PostHogPS.Sandbox.Worlds;

internal sealed class Export
{
    public required Guid Id { get; init; }

    public required long ProjectId { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>The source of this export's chances.</summary>
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

    /// <summary>Whether an interval holds no rows; null when every one holds some.</summary>
    public Func<DateTimeOffset, DateTimeOffset, bool>? Quiet { get; set; }

    /// <summary>How the scheduled runs of the past went; null for an interval that was never run.</summary>
    public Func<Slot, Outcome?>? Script { get; init; }

    /// <summary>Every new attempt fails with this text, as with credentials that nobody has corrected.</summary>
    public string? StillWrong { get; set; }

    /// <summary>Every new attempt is refused because of a bill that nobody has paid.</summary>
    public bool IsUnpaid { get; set; }

    /// <summary>How a new attempt ends while nothing is put right; null when it simply goes through.</summary>
    public Outcome? Trouble => StillWrong is { } wrong ? new Outcome("Failed", wrong, 0) : IsUnpaid ? new Outcome("FailedBilling", Complaints.Billing, 0) : null;

    /// <summary>How a run of a backfill ends; null when it simply completes.</summary>
    public Func<DateTimeOffset, DateTimeOffset, Outcome>? Attempt { get; init; }

    /// <summary>From the start of one run of a backfill to the next; null for a few minutes in all.</summary>
    public TimeSpan? BackfillPace { get; init; }

    /// <summary>What a backfill may take before it ends as Failed; null for the server's own rule.</summary>
    public TimeSpan? BackfillLimit { get; init; }

    /// <summary>Failed runs of any kind since the world began after which the server pauses it; null for the usual rule.</summary>
    public int? PausesAfter { get; init; }

    public List<Shift> Shifts { get; } = [];

    public List<Backfill> Backfills { get; } = [];

    /// <summary>Runs that were cancelled, and when.</summary>
    public Dictionary<Guid, DateTimeOffset> Cancelled { get; } = [];

    public Timetable Timetable => new(Interval, Timezone, OffsetDay, OffsetHour);

    public bool IsHidden => Type == "Workflows";

    /// <summary>Brings the schedule in line with the export after a change.</summary>
    public void Reschedule(DateTimeOffset now)
    {
        CloseShift(now);
        if (!Paused && !Deleted)
            Shifts.Add(new Shift { From = now, Timetable = Timetable });
    }

    public void CloseShift(DateTimeOffset now)
    {
        if (Shifts.Count > 0 && Shifts[Shifts.Count - 1].To is null)
            Shifts[Shifts.Count - 1].To = now;
    }
}
