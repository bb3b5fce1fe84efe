using System.Collections.Generic;

namespace PostHogPS.Repair;

/// <summary>What a repair came to, in numbers. Its state and its sentences are made from these and from nothing else.</summary>
internal sealed class RepairCounts
{
    /// <summary>Intervals in the window that were due.</summary>
    internal long Expected { get; set; }

    /// <summary>Intervals that a person's pause leaves out.</summary>
    internal long Paused { get; set; }

    /// <summary>Of the missing ones, those that a pause by PostHog itself has cost.</summary>
    internal long AutoPaused { get; set; }

    /// <summary>Intervals that PostHog found no rows in, at the first look.</summary>
    internal long WithoutRows { get; set; }

    /// <summary>Intervals that were uncovered at the first look, or covered only as long as something that ran did not fail.</summary>
    internal long Missing { get; set; }

    /// <summary>Of those, the ones that were to be repaired.</summary>
    internal long Planned { get; set; }

    /// <summary>Whether the coverage was looked at once more.</summary>
    internal bool IsVerified { get; set; }

    /// <summary>Of the missing ones, covered at the last look.</summary>
    internal long Repaired { get; set; }

    /// <summary>Intervals that were not covered at the last look; without one, those that were missing.</summary>
    internal long Left { get; set; }

    /// <summary>Of the planned ones, not covered at the last look.</summary>
    internal long PlannedLeft { get; set; }

    /// <summary>Of those that are left, covered as soon as an active backfill has come to them.</summary>
    internal long UnderWay { get; set; }

    /// <summary>Backfills that were started.</summary>
    internal int Started { get; set; }

    /// <summary>Intervals they reach over.</summary>
    internal long Sent { get; set; }

    /// <summary>Of the started ones, those that still run.</summary>
    internal int Running { get; set; }

    /// <summary>Others run backfills over the window.</summary>
    internal bool HasOthers { get; set; }

    /// <summary>PostHog has paused the export, before the repair or in the middle of it.</summary>
    internal bool IsAutoPaused { get; set; }

    /// <summary>Why no more was sent; null while nothing spoke against it.</summary>
    internal string? Stopped { get; set; }

    /// <summary>Why intervals were left alone.</summary>
    internal IReadOnlyCollection<string> Reasons { get; set; } = [];

    /// <summary>Why nothing was due, as a sentence; null where something was.</summary>
    internal string? NothingDue { get; set; }
}
