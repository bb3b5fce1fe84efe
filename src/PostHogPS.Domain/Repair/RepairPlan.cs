using System;
using System.Collections.Generic;
using System.Linq;
using PostHogPS.Backfills;
using PostHogPS.Connections;
using PostHogPS.Schedule;

namespace PostHogPS.Repair;

/// <summary>The steps for one export, and what is left out with the reason.</summary>
internal sealed class RepairPlan
{
    internal RepairPlan(BatchExportTarget target, BatchExport export, DateTimeOffset after, DateTimeOffset before, ActiveBackfills backfills)
    {
        Backfills = backfills;
        MadeAt = target.Scope.Session.ServerNow;
        Target = target;
        Export = Latest = export;
        After = after;
        Before = before;
    }

    internal BatchExportTarget Target { get; }

    internal BatchExport Export { get; }

    /// <summary>The export as it was read last: PostHog may have paused it during the repair.</summary>
    internal BatchExport Latest { get; set; }

    internal ProjectScope Scope => Target.Scope;

    internal DateTimeOffset After { get; }

    internal DateTimeOffset Before { get; }

    /// <summary>The backfills there were when the plan was made.</summary>
    internal ActiveBackfills Backfills { get; }

    internal DateTimeOffset MadeAt { get; }

    /// <summary>Steps in the order they are carried out; the canary first.</summary>
    internal List<BatchExportRepairStep> Steps { get; } = new();

    /// <summary>What is not done, with the reason.</summary>
    internal List<BatchExportRepairStep> Left { get; } = new();

    /// <summary>Intervals that are covered only as long as a backfill that runs over them does not fail.</summary>
    internal List<DataInterval> UnderWay { get; } = new();

    /// <summary>Of what is left, the intervals that running backfills have not finished.</summary>
    internal HashSet<BatchExportRepairStep> RunningSteps { get; } = new();

    /// <summary>Of what is left, the intervals that nothing covers.</summary>
    internal IEnumerable<BatchExportRepairStep> Held => Left.Where(step => !RunningSteps.Contains(step));

    /// <summary>Backfills that this repair has not started have intervals of the window to finish.</summary>
    internal bool HasOthers { get; set; }

    /// <summary>Only intervals within one of these count; null for all of the window.</summary>
    internal IReadOnlyCollection<DataInterval>? Only { get; set; }

    /// <summary>Whether the plan covers an interval.</summary>
    internal bool Includes(DataInterval interval) => Only is null || Only.Any(o => o.Start <= interval.Start && interval.End <= o.End);

    /// <summary>Complete intervals of the window that are due.</summary>
    internal long Expected { get; set; }

    /// <summary>Intervals that a person's pause leaves out.</summary>
    internal long Paused { get; set; }

    /// <summary>Of the missing ones, those that PostHog's own pause caused.</summary>
    internal long AutoPaused { get; set; }

    /// <summary>Intervals that are covered because PostHog found no rows in them.</summary>
    internal long WithoutRows { get; set; }

    /// <summary>Why nothing can be due in the window; null where something can.</summary>
    internal string? WhyNothing { get; set; }

    internal long Missing => Steps.Sum(step => step.Intervals);

    /// <summary>The newest error seen in the window.</summary>
    internal string? LastError { get; set; }

    /// <summary>Why nothing may be started at all; null when it may.</summary>
    internal string? Blocked { get; set; }

    /// <summary>Whether a range overlaps what the plan covers.</summary>
    internal bool Overlaps(DataInterval range) =>
        range.End > After && range.Start < Before && (Only is null || Only.Any(o => range.End > o.Start && range.Start < o.End));

    /// <summary>Turns every step into one that is left out: the user piped in steps that a plan left out.</summary>
    internal void LeaveAll()
    {
        Steps.ForEach(step =>
        {
            step.Action = RepairAction.Leave;
            // Why it would be run is no reason to leave it out.
            step.Reason = Blocked ?? "The plan leaves it out.";
        });
        Left.InsertRange(0, Steps);
        Steps.Clear();
    }

    /// <summary>The plan as objects: what will be done, then what is left.</summary>
    internal IEnumerable<BatchExportRepairStep> AsSteps()
    {
        foreach (BatchExportRepairStep step in Blocked is null ? [] : Steps)
        {
            step.Action = RepairAction.Leave;
            step.Reason = Blocked!;
        }

        return Steps.Concat(Left);
    }
}
