using System;
using System.Collections.Generic;

namespace PostHogPS.Sandbox;

/// <summary>A project of a world that a test describes itself.</summary>
public sealed class SandboxProject
{
    public long Id { get; set; } = 101;

    public string Name { get; set; } = "Project";

    public string Timezone { get; set; } = "UTC";

    public IList<SandboxExport> Exports { get; } = new List<SandboxExport>();
}

/// <summary>A batch export of such a world. Its past is written by <see cref="Past"/>, its future by <see cref="Attempt"/>.</summary>
public sealed class SandboxExport
{
    /// <summary>Known once the world is made.</summary>
    public Guid Id { get; internal set; }

    public string Name { get; set; } = "export";

    public string Type { get; set; } = "NoOp";

    public string Model { get; set; } = "events";

    public string? HogQLQuery { get; set; }

    /// <summary>Its stored config as JSON: also with keys that only an earlier server took.</summary>
    public string Config { get; set; } = "{}";

    public string Interval { get; set; } = "hour";

    public string Timezone { get; set; } = "UTC";

    public int? OffsetDay { get; set; }

    public int? OffsetHour { get; set; }

    /// <summary>How long before the world's beginning it was created.</summary>
    public TimeSpan Age { get; set; } = TimeSpan.FromDays(60);

    public bool Paused { get; set; }

    /// <summary>How long before the world's beginning it was paused through the pause action.</summary>
    public TimeSpan? PausedAgo { get; set; }

    public DateTimeOffset? StartAt { get; set; }

    public DateTimeOffset? EndAt { get; set; }

    /// <summary>How the scheduled run of a past interval went; null for an interval that was never run. Default: completed.</summary>
    public Func<DateTimeOffset, DateTimeOffset, SandboxResult?>? Past { get; set; }

    /// <summary>How a run of a backfill ends. Default: completed.</summary>
    public Func<DateTimeOffset, DateTimeOffset, SandboxResult>? Attempt { get; set; }

    /// <summary>Whether an interval holds no rows. Default: every one holds some.</summary>
    public Func<DateTimeOffset, DateTimeOffset, bool>? Quiet { get; set; }

    /// <summary>Everything from now on fails with this text.</summary>
    public string? StillWrong { get; set; }

    /// <summary>From the start of one run of a backfill to the next; null for a few minutes in all.</summary>
    public TimeSpan? BackfillPace { get; set; }

    /// <summary>
    /// What a backfill may take before it ends as Failed, while the run it has come to goes on; zero and it makes no run. Null for
    /// the server's own rule: the length of the range, on older servers five minutes for each run.
    /// </summary>
    public TimeSpan? BackfillLimit { get; set; }

    /// <summary>So many failed runs from now on, scheduled or not, and the server pauses it and cancels its backfills.</summary>
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

    public static SandboxResult Failed(string error) => new("Failed", error);
}
