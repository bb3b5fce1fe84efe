using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading.Tasks;
using PostHogPS.Backfills;
using PostHogPS.Connections;
using PostHogPS.Contracts;
using PostHogPS.Coverage;
using PostHogPS.Schedule;
using PostHogPS.Text;

namespace PostHogPS.Maintenance;

/// <summary>
/// How one export is resumed: with PostHog's own backfill of the pause only where it was asked for and is the one of this pause.
/// What a resume leaves out is a warning.
/// </summary>
internal sealed class ResumePlan
{
    private readonly BatchExportTarget _target;
    private readonly PauseBackfill? _pause;
    private readonly bool _backfills;

    private ResumePlan(BatchExportTarget target, PauseBackfill? pause, bool backfills, bool force)
    {
        _target = target;
        _pause = pause;
        _backfills = backfills;
        SendsBackfill = pause is not null && (force || pause.WhyNot is null);
    }

    /// <summary>True where PostHog is told to backfill the pause.</summary>
    internal bool SendsBackfill { get; }

    /// <summary>What a question says of it.</summary>
    internal string Action =>
        _pause is null ? "Resume (unpause)"
        : SendsBackfill ? $"Resume and backfill {_pause.Range}" + (_pause.WhyNot is null ? "" : ". " + _pause.WhyNot.TrimEnd('.'))
            + (_pause.SelectsByEventTime ? RowSelection.Note : "")
        : "Resume (unpause) without the backfill of the pause";

    /// <summary>Looks at the pause, where its backfill is asked for.</summary>
    /// <param name="target">The export, as it is now where it is known.</param>
    /// <param name="backfills">Whether the pause is to be backfilled.</param>
    /// <param name="force">Whether PostHog's backfill is sent also where it is not the one of this pause.</param>
    /// <param name="call">The work it belongs to.</param>
    internal static async Task<ResumePlan> ReadAsync(BatchExportTarget target, bool backfills, bool force, CallContext call)
    {
        if (target.Export is { Paused: false })
            call.Verbose($"{target.Description} was not paused when it was read.");
        PauseBackfill? pause = backfills && target.Export is { Paused: true } export
            ? await PauseBackfill.ReadAsync(target.Scope, export, call).ConfigureAwait(false) : null;
        var plan = new ResumePlan(target, pause, backfills, force);
        if (pause is not null && !plan.SendsBackfill)
            call.Warn($"The pause of {target.Description} is not backfilled. {pause.WhyNot} To export what it left out, after the resume: "
                + $"{pause.Repair} (-Force lets PostHog export {pause.Range}.)");
        return plan;
    }

    /// <summary>Resumes the export.</summary>
    internal async Task ApplyAsync(CallContext call)
    {
        ProjectScope scope = _target.Scope;
        if (SendsBackfill)
            await BackfillStarter.UnpauseAsync(_target, call).ConfigureAwait(false);
        else
            await scope.Session.BatchExports.UnpauseAsync(scope.Project, _target.Id, backfill: false, call).ConfigureAwait(false);
        if (SendsBackfill && DescribeUncovered(_target.Export!, _target.Description) is { } uncovered)
            call.Warn(uncovered);
        else if (!_backfills && _target.Export is { Paused: true } paused && DescribeLeftOut(paused, scope.Session.ServerNow) is { } left)
            call.Warn($"{_target.Description} is resumed. {left}");
    }

    // About the interval that PostHog's backfill of a pause does not cover; null if every interval had its run.
    private static string? DescribeUncovered(BatchExport export, string description) => FindUncovered(export) is { } last
        ? $"The interval {IntervalText.Format(last.Start, last.End)} of {description} was over when it was paused and had no run yet; the backfill "
            + $"of the pause does not cover it. {export.CommandFor("Repair-PHBatchExport").WithWindow(last.Start)}"
        : null;

    // What a person's pause has left out, to be said at its end: PostHog does not record when a pause ended, so from then on nobody can tell
    // these intervals from missing ones. Null for nothing, and where PostHog itself has paused: then they are missing already.
    private static string? DescribeLeftOut(BatchExport export, DateTimeOffset now)
    {
        if (PauseTime.FindStart(export, out bool isAutoPaused) is not { } since || isAutoPaused)
            return null;
        DateTimeOffset[] begins = [since, SafeTime.LongPast, export.CreatedAt ?? since, export.StartAt ?? since];
        List<DataInterval> left;
        try
        {
            IntervalSchedule schedule = IntervalSchedule.CreateFrom(export);
            left = schedule.Within(schedule.BoundaryBefore(begins.Max()), now < export.EndAt ? now : export.EndAt ?? now)
                .Where(interval => interval.End > since && !(interval.Start < export.StartAt)).ToList();
        }
        catch (ProblemException e)
        {
            // An interval or a timezone of a newer server: the export is resumed all the same.
            _ = e;
            return null;
        }

        return left.Count == 0 ? null : $"Its pause left out {CountText.FormatCount(left.Count, "interval")}, which "
            + $"{CountText.Choose(left.Count, "counts", "count")} as missing from now on: PostHog keeps no record of a pause that is over. "
            + export.CommandFor("Repair-PHBatchExport").WithWindow(left[0].Start)
            + $" exports {CountText.Choose(left.Count, "it", "them")}.";
    }

    // The interval that was over at the pause and had no run yet: PostHog's backfill begins at the pause and does not cover it.
    private static DataInterval? FindUncovered(BatchExport export)
    {
        if (export is not { LastPausedAt: { } pause, LatestRuns.Count: > 0 } || IntervalSchedule.Length(export.Interval) is not { } length)
            return null;
        DataInterval last = IntervalSchedule.CreateFrom(export).Within(SafeTime.Subtract(pause, SafeTime.Multiply(length, 2)), pause).LastOrDefault();
        bool isListed = export.LatestRuns.Any(run => run.DataIntervalEnd >= last.End && run.BackfillId is null);
        bool reaches = export.LatestRuns.Any(run => run.DataIntervalEnd < last.End && run.BackfillId is null);
        bool isScheduled = last.End > last.Start && !(last.End > export.EndAt) && !(last.Start < export.StartAt);
        return isScheduled && !isListed && reaches ? last : null;
    }
}
