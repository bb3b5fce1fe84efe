using System.Collections.Generic;
using System.Linq;
using PostHogPS.Backfills;
using PostHogPS.Contracts;
using PostHogPS.Text;

namespace PostHogPS.Repair;

/// <summary>Steps of plans that come back through the pipeline, and how they are called in questions.</summary>
internal static class RepairStep
{
    /// <summary>A gap as a step: its bounds are the window that is checked again.</summary>
    internal static BatchExportRepairStep CreateFrom(BatchExportGap gap) => new()
    {
        BatchExportId = gap.BatchExportId,
        BatchExportName = gap.BatchExportName,
        ProjectId = gap.ProjectId,
        Origin = gap.Origin,
        Start = gap.Start,
        End = gap.End,
    };

    /// <summary>Refuses copies whose bounds were lost on the way.</summary>
    internal static void CheckBounds(IEnumerable<BatchExportRepairStep> steps)
    {
        if (steps.Any(static step => step.Start >= step.End))
            throw Problems.Validation("A copy of a gap or of a step of a plan has no Start and End that can be read.",
                "Keep it in a variable, or as Export-Clixml or ConvertTo-Json write it.");
    }

    /// <summary>What a question says of it: what is started, its bounds, and its intervals.</summary>
    internal static string Describe(BatchExportRepairStep step) =>
        (step.RunId is { } run ? "Retry the run " + run : step.IsCanary ? "Backfill first, as a canary," : "Backfill")
        + $" {IntervalText.Format(step.Start, step.End)}, {CountText.FormatCount(step.Intervals, "interval")}"
        + (step.SelectsByEventTime ? RowSelection.Note : "");
}
