using System;
using System.Threading.Tasks;
using PostHogPS.Connections;
using PostHogPS.Contracts;
using PostHogPS.Reading;
using PostHogPS.Text;
using PostHogPS.Waiting;

namespace PostHogPS.Backfills;

/// <summary>Finds the row of a backfill whose start was answered without an id: the server writes it a moment later.</summary>
internal static class BackfillRow
{
    /// <summary>The row, or null where it has not come in five minutes.</summary>
    internal static async Task<BatchExportBackfill?> FindAsync(BackfillTarget target, CallContext call)
    {
        var polls = new PollSchedule(call.Clock, RecentBackfills.ListingTimeout);
        using var progress = new Activity(call, "Waiting until PostHog lists the backfill");
        while (true)
        {
            if (await TryReadAsync(target, call).ConfigureAwait(false) is { } row)
                return row;
            if (polls.IsOver)
                return null;
            progress.Update(target.Description);
            await call.DelayAsync(polls.NextDelay()).ConfigureAwait(false);
        }
    }

    private static async Task<BatchExportBackfill?> TryReadAsync(BackfillTarget target, CallContext call)
    {
        BatchExportBackfill started = target.Backfill;
        RecentBackfills known = target.Scope.Connection.Backfills;
        DateTimeOffset since = started.CreatedAt ?? DateTimeOffset.MinValue.AddDays(1);
        BatchExportBackfill? found = null;
        await ExportLists.Backfills(target.Scope, target.BatchExportId).ReadWhileAsync(
            row =>
            {
                found = started.IsSameAs(row) && row.Id is { } id && !known.IsClaimedByAnother(id, since) ? row : null;
                return found is null && !(row.CreatedAt < SafeTime.Subtract(since, BatchExportBackfill.ClockSlack));
            },
            call).ConfigureAwait(false);
        if (found?.Id is { } own)
            known.Claim(own, since);
        return found;
    }
}
