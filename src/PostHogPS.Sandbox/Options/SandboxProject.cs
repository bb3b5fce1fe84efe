using System;
using System.Collections.Generic;

namespace PostHogPS.Sandbox.Options;

/// <summary>A project of a world that the caller describes.</summary>
public sealed class SandboxProject
{
    public long Id { get; set; } = 101;

    public string Name { get; set; } = "Project";

    public string Timezone { get; set; } = "UTC";

    /// <summary>Events of an average hour.</summary>
    public double HourlyEvents { get; set; } = 2000;

    /// <summary>How many events (0 to 1) happened up to three days before they came.</summary>
    public double LateShare { get; set; } = 0.005;

    /// <summary>How many events (0 to 1) are in the table twice.</summary>
    public double DuplicateShare { get; set; } = 0.001;

    public IList<SandboxExport> Exports { get; } = new List<SandboxExport>();

    /// <summary>
    /// Dashboards beside the usual ones, each as the JSON of a dashboard with tiles. "{cohort:name}", "{action:name}", "{group:name}" and
    /// "{flag:key}" as a text of their own stand for the number that the project has for it, {variable:name} within a text for its id.
    /// </summary>
    public IList<string> Dashboards { get; } = new List<string>();
}

/// <summary>A batch export of such a world. Its past is written by <see cref="Past"/>, its future by <see cref="Attempt"/>.</summary>
public sealed class SandboxExport
{
    /// <summary>Set when the world is built.</summary>
    public Guid Id { get; internal set; }

    public string Name { get; set; } = "export";

    public string Type { get; set; } = "NoOp";

    public string Model { get; set; } = "events";

    public string? HogQLQuery { get; set; }

    /// <summary>The stored config as JSON. It may have keys that only an earlier server accepted.</summary>
    public string Config { get; set; } = "{}";

    public string Interval { get; set; } = "hour";

    public string Timezone { get; set; } = "UTC";

    public int? OffsetDay { get; set; }

    public int? OffsetHour { get; set; }

    /// <summary>How long before the start of the world it was created.</summary>
    public TimeSpan Age { get; set; } = TimeSpan.FromDays(60);

    public bool Paused { get; set; }

    /// <summary>How long before the start of the world it was paused through the pause action.</summary>
    public TimeSpan? PausedAgo { get; set; }

    public DateTimeOffset? StartAt { get; set; }

    public DateTimeOffset? EndAt { get; set; }

    /// <summary>How the scheduled run of a past interval went; null for an interval without a run. Default: completed.</summary>
    public Func<DateTimeOffset, DateTimeOffset, SandboxResult?>? Past { get; set; }

    /// <summary>How a run of a backfill ends. Default: completed.</summary>
    public Func<DateTimeOffset, DateTimeOffset, SandboxResult>? Attempt { get; set; }

    /// <summary>Whether an interval has no rows. Default: every interval has rows.</summary>
    public Func<DateTimeOffset, DateTimeOffset, bool>? Quiet { get; set; }

    /// <summary>Events that the scheduled run of an interval loses without failing. Default: none.</summary>
    public Func<DateTimeOffset, DateTimeOffset, long>? Lost { get; set; }

    /// <summary>Every run after the start of the world fails with this text.</summary>
    public string? StillWrong { get; set; }

    /// <summary>From the start of one run of a backfill to the next; null: the backfill takes a few minutes in total.</summary>
    public TimeSpan? BackfillPace { get; set; }

    /// <summary>
    /// How long a backfill may take before it ends as Failed; its current run continues. With zero there is no run. Null for the
    /// server's own rule: the length of the range, on older servers five minutes for each run.
    /// </summary>
    public TimeSpan? BackfillLimit { get; set; }

    /// <summary>After so many failed runs, scheduled or not, the server pauses the export and cancels its backfills.</summary>
    public int? PausesAfter { get; set; }
}

/// <summary>How a run ends.</summary>
public sealed class SandboxResult
{
    public SandboxResult(string status, string? error = null)
    {
        Status = status;
        Error = error;
    }

    public static SandboxResult Completed { get; } = new("Completed");

    public string Status { get; }

    public string? Error { get; }

    /// <summary>How many rows (0 to 1) of a completed run failed in the function of the destination. On PostHog only Workflows exports have some.</summary>
    public double FailedShare { get; private init; }

    public static SandboxResult Failed(string error) => new("Failed", error);

    public static SandboxResult CompletedWithout(double share) => new("Completed") { FailedShare = share };
}
