using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading.Tasks;
using PostHogPS.Backfills;
using PostHogPS.Connections;
using PostHogPS.Contracts;
using PostHogPS.Reading;
using PostHogPS.Text;

namespace PostHogPS.Maintenance;

/// <summary>
/// What PostHog's own backfill of a pause would export, against what the pause really left out. The server takes the time its
/// pause action noted last. An export that was created or changed to paused has none, and then everything there ever was is
/// exported; or the one of an earlier pause, and then what has run since is exported again.
/// </summary>
internal sealed class PauseBackfill
{
    // As many as come with an export.
    private const int ListedRuns = 10;

    // Ten pages of backfills' runs are looked through for one of the schedule.
    private const int MostRuns = 1000;

    private readonly BatchExport _export;
    private readonly DateTimeOffset _now;

    private PauseBackfill(BatchExport export, DateTimeOffset now, DateTimeOffset missedSince, string? whyNot)
    {
        _export = export;
        _now = now;
        MissedSince = missedSince;
        WhyNot = whyNot;
    }

    /// <summary>Since when the export has really left intervals out.</summary>
    internal DateTimeOffset MissedSince { get; }

    /// <summary>Why the server's backfill is not the one of this pause, as a sentence; null when it is.</summary>
    internal string? WhyNot { get; }

    /// <summary>What the server would export.</summary>
    internal string Range => _export.LastPausedAt is { } start
        ? IntervalText.Format(start, _now)
        : "the entire history up to " + InstantText.FormatUtc(_now);

    /// <summary>Whether it would select the rows by event time.</summary>
    internal bool SelectsByEventTime => RowSelection.IsByEventTime(_export, _export.LastPausedAt, _now);

    /// <summary>The command that exports what was really left out.</summary>
    internal string Repair =>
        _export.CommandFor("Repair-PHBatchExport").WithWindow(MissedSince).ToString();

    /// <summary>Looks. Costs a request only where the runs that came with the export do not tell.</summary>
    internal static async Task<PauseBackfill> ReadAsync(ProjectScope scope, BatchExport export, CallContext call)
    {
        DateTimeOffset now = scope.Session.ServerNow;
        DateTimeOffset? noted = export.LastPausedAt;
        DateTimeOffset? ran;
        bool isKnown;
        try
        {
            (isKnown, ran) = await FindLastScheduledAsync(scope, export, call).ConfigureAwait(false);
        }
        catch (PostHogApiException e)
        {
            // A failed read proves nothing; the export is resumed anyway.
            call.Verbose(e.Message);
            isKnown = false;
            ran = null;
        }

        string? whyNot =
            noted is null ? "PostHog recorded no time for the pause, so its own backfill would export the entire history."
            : noted > now || noted < export.CreatedAt ? $"The pause time that PostHog recorded, {InstantText.FormatUtc(noted.Value)}, is impossible."
            : ran > noted ? $"The pause time that PostHog recorded, {InstantText.FormatUtc(noted!.Value)}, belongs to an earlier pause: the export ran until "
                + $"{InstantText.FormatUtc(ran!.Value)}, and PostHog's own backfill would export that again."
            : !isKnown ? $"It is unknown whether the pause time that PostHog recorded, {InstantText.FormatUtc(noted!.Value)}, belongs to this pause."
            : null;
        DateTimeOffset since = whyNot is null ? noted!.Value : ran ?? (isKnown ? export.CreatedAt : noted ?? export.CreatedAt) ?? now;
        return new PauseBackfill(export, now, since > now ? now : since, whyNot);
    }

    // The end of the newest scheduled run, or null; IsKnown is false when too many backfill runs hide it.
    private static async Task<(bool IsKnown, DateTimeOffset? End)> FindLastScheduledAsync(ProjectScope scope, BatchExport export, CallContext call)
    {
        DateTimeOffset? end = Newest(export.LatestRuns);
        if (end is not null || export.LatestRuns.Count < ListedRuns)
            return (true, end);
        var runs = new List<BatchExportRun>();
        await ExportLists.Runs(scope, export.Id, new RunQuery { After = export.LastPausedAt }, "Reading runs behind a backfill").ReadWhileAsync(
            run =>
            {
                runs.Add(run);
                return runs.Count < MostRuns;
            },
            call).ConfigureAwait(false);
        end = Newest(runs);
        return (end is not null || runs.Count < MostRuns, end);
    }

    private static DateTimeOffset? Newest(IEnumerable<BatchExportRun> runs) => runs.Where(run => run.BackfillId is null).Max(run => run.DataIntervalEnd);
}
