using System;
using System.Collections.Generic;
using System.Linq;
using PostHogPS.Contracts;

namespace PostHogPS.Connections;

/// <summary>
/// The backfills that a connection has started or may have started, until the server lists them: its rows come late
/// (API reference 7.9), and whoever looks in between would start them again.
/// </summary>
internal sealed class RecentBackfills
{
    // A row that has not come by then is not believed in any more; where no answer came, it may never have been sent.
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(5);
    private static readonly TimeSpan PatienceWithoutAnswer = TimeSpan.FromMinutes(1);

    // The end of a pause's backfill is the server's word for now, which nobody is told.
    private static readonly TimeSpan EndSlack = TimeSpan.FromMinutes(1);

    private readonly object _gate = new();
    private readonly List<Coming> _open = new();

    /// <summary>Sends a start; it stays remembered unless the server has certainly not acted.</summary>
    /// <param name="backfill">What is being started, with the server's time as its creation.</param>
    /// <param name="send">The request.</param>
    internal T Send<T>(BatchExportBackfill backfill, Func<T> send)
    {
        var coming = new Coming(backfill);
        lock (_gate)
            _open.Add(coming);
        try
        {
            T answer = send();
            coming.IsAnswered = true;
            return answer;
        }
        catch (PostHogApiException refused) when (refused.Kind is not (PostHogErrorKind.FateUnknown or PostHogErrorKind.InvalidResponse))
        {
            lock (_gate)
                _open.Remove(coming);
            throw;
        }
    }

    /// <summary>Those of an export that are not among the rows of its list.</summary>
    internal List<BatchExportBackfill> NotAmong(IReadOnlyCollection<BatchExportBackfill> rows, Guid export, DateTimeOffset serverNow)
    {
        lock (_gate)
        {
            _open.RemoveAll(coming => serverNow - coming.Backfill.CreatedAt > (coming.IsAnswered ? Patience : PatienceWithoutAnswer));
            _open.RemoveAll(coming => coming.Backfill.BatchExportId == export && rows.Any(row => IsRow(coming.Backfill, row)));
            return _open.Select(coming => coming.Backfill).Where(backfill => backfill.BatchExportId == export).ToList();
        }
    }

    private static bool IsRow(BatchExportBackfill coming, BatchExportBackfill row) =>
        coming.IsSameAs(row)
        || (coming.Id is null && row.Start == coming.Start && (row.End - coming.End)?.Duration() < EndSlack && !(row.CreatedAt < coming.CreatedAt - BatchExportBackfill.ClockSlack));

    private sealed class Coming(BatchExportBackfill backfill)
    {
        internal BatchExportBackfill Backfill { get; } = backfill;

        internal bool IsAnswered { get; set; }
    }
}
