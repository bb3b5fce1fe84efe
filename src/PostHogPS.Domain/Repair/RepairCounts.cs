using System.Collections.Generic;

namespace PostHogPS.Repair;

/// <summary>The result of a repair in numbers. Its state and sentences are made from these alone.</summary>
internal sealed class RepairCounts
{
    /// <summary>Intervals in the window that were due.</summary>
    internal long Expected { get; set; }

    /// <summary>Intervals that a person's pause leaves out.</summary>
    internal long Paused { get; set; }

    /// <summary>PostHog has not noted when the pause began, so that its own backfill is not that of the pause.</summary>
    internal bool IsPauseUnknown { get; set; }

    /// <summary>Of the missing ones, those that PostHog's own pause caused.</summary>
    internal long AutoPaused { get; set; }

    /// <summary>Intervals in which PostHog found no rows, when the plan was made.</summary>
    internal long WithoutRows { get; set; }

    /// <summary>Intervals that were uncovered when the plan was made.</summary>
    internal long Missing { get; set; }

    /// <summary>Intervals that were covered by then only as long as another backfill, which had not finished them, would not fail.</summary>
    internal long Waiting { get; set; }

    /// <summary>Of those, the ones that were to be repaired.</summary>
    internal long Planned { get; set; }

    /// <summary>Whether the coverage was verified afterwards.</summary>
    internal bool IsVerified { get; set; }

    /// <summary>Of the missing ones, covered when verified.</summary>
    internal long Repaired { get; set; }

    /// <summary>Intervals that were uncovered when verified; those that were missing or waiting where nothing was verified.</summary>
    internal long Left { get; set; }

    /// <summary>Of the planned ones, uncovered when verified.</summary>
    internal long PlannedLeft { get; set; }

    /// <summary>Of the uncovered ones, those in the range of an active backfill.</summary>
    internal long UnderWay { get; set; }

    /// <summary>Backfills that were started.</summary>
    internal int Started { get; set; }

    /// <summary>Intervals they reach over.</summary>
    internal long Sent { get; set; }

    /// <summary>Of the started ones, those that still run.</summary>
    internal int Running { get; set; }

    /// <summary>Other backfills run over the window.</summary>
    internal bool HasOthers { get; set; }

    /// <summary>PostHog has paused the export, before the repair or in the middle of it.</summary>
    internal bool IsAutoPaused { get; set; }

    /// <summary>Why sending stopped; null where it did not.</summary>
    internal string? Stopped { get; set; }

    /// <summary>Why intervals were left out.</summary>
    internal IReadOnlyCollection<string> Reasons { get; set; } = [];

    /// <summary>Why nothing was due, as a sentence; null where something was.</summary>
    internal string? NothingDue { get; set; }
}
