using System;
using System.Collections.Generic;

namespace PostHogPS.Sandbox.Options;

/// <summary>The settings of a sandbox: its server generation, limits, features and world.</summary>
public sealed class SandboxOptions
{
    /// <summary>The server generations, oldest first; see <see cref="Generation"/>.</summary>
    public static IReadOnlyList<string> Generations { get; } = ["Legacy", "A", "C"];

    /// <summary>The same seed and the same start instant make the same world.</summary>
    public int Seed { get; set; } = 1;

    /// <summary>Sandbox seconds per second of <see cref="Time"/>.</summary>
    public double Speed { get; set; } = 1;

    /// <summary>"C" is the server of autumn 2026, "A" the one of early 2026, "Legacy" one that has no list of backfills yet.</summary>
    public string Generation { get; set; } = "C";

    /// <summary>The clock that the sandbox clock is derived from.</summary>
    public TimeProvider Time { get; set; } = TimeProvider.System;

    /// <summary>Requests per key and minute; 0 switches throttling off.</summary>
    public int BurstLimit { get; set; } = 480;

    /// <summary>Requests per key and hour; 0 switches that window off.</summary>
    public int SustainedLimit { get; set; } = 4800;

    /// <summary>Row counts per key and minute, which have their own limit; 0 switches it off. PostHog does not publish the number.</summary>
    public int CountRowsLimit { get; set; } = 30;

    /// <summary>Queries per key and minute; 0 switches it off.</summary>
    public int QueryBurstLimit { get; set; } = 240;

    /// <summary>Queries per key and hour. An organization that is not migrated yet has 120; 0 switches it off.</summary>
    public int QueryHourLimit { get; set; } = 2400;

    /// <summary>Queries of a project that may run at once; 0 means that no query gets a place.</summary>
    public int QueryConcurrency { get; set; } = 3;

    /// <summary>Rows that a query may read: what takes the real server ten seconds.</summary>
    public long QueryRowLimit { get; set; } = 5_000_000;

    /// <summary>Groups, distinct values and sorted rows that a query may keep: what fills the real server's memory.</summary>
    public long QueryMemoryLimit { get; set; } = 4_000_000;

    /// <summary>How long (in sandbox time) an asynchronous query takes.</summary>
    public TimeSpan QueryTime { get; set; } = TimeSpan.FromSeconds(8);

    /// <summary>Whether the organization is over its billing limit for queries.</summary>
    public bool QueryUnpaid { get; set; }

    /// <summary>Whether the server lets personal keys use OFFSET, as it does for listed organizations.</summary>
    public bool QueryOffset { get; set; }

    /// <summary>Starting or running backfills a project may have before a new one is answered with 429.</summary>
    public int BackfillLimit { get; set; } = 10;

    /// <summary>Active file downloads a project may have.</summary>
    public int FileDownloadLimit { get; set; } = 3;

    /// <summary>Whether a backfill without a start is allowed (a feature gate of the server).</summary>
    public bool BackfillFromBeginning { get; set; }

    /// <summary>Whether the five and fifteen minute intervals are allowed (a feature gate of the server).</summary>
    public bool MinuteIntervals { get; set; } = true;

    /// <summary>Whether the hogql model is allowed (a feature gate of the server).</summary>
    public bool HogQL { get; set; } = true;

    /// <summary>Whether the organization has the tagging feature; without it tags are ignored without an error.</summary>
    public bool Tagging { get; set; } = true;

    /// <summary>Whether the organization has the paid feature that templates of functions need which are not free.</summary>
    public bool Pipelines { get; set; } = true;

    /// <summary>Whether the organization allows public links.</summary>
    public bool PublicSharing { get; set; } = true;

    /// <summary>Whether the organization has the feature that passwords of public links need.</summary>
    public bool SharingPasswords { get; set; } = true;

    /// <summary>Whether the project may have widgets on dashboards.</summary>
    public bool Widgets { get; set; } = true;

    /// <summary>How long (in sandbox time) the row of a new backfill stays invisible.</summary>
    public TimeSpan BackfillRowDelay { get; set; } = TimeSpan.FromSeconds(2);

    /// <summary>Rejects a body where the endpoint takes none, as validating gateways do. PostHog itself ignores it.</summary>
    public bool StrictBodies { get; set; }

    /// <summary>The projects of the world; when empty, the standard ones are built.</summary>
    public IList<SandboxProject> Projects { get; } = new List<SandboxProject>();

    /// <summary>Additional exports in the first project, so that lists have several pages.</summary>
    public int ExtraExports { get; set; }
}
