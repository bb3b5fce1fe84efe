using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading.Tasks;
using PostHogPS.Contracts;
using PostHogPS.Text;

namespace PostHogPS.Connections;

/// <summary>
/// The backfills that a session has started or may have started, until the server lists them: its rows come late
/// (docs/server.md#backfills), and a command that looks in between would start them again.
/// </summary>
internal sealed class RecentBackfills
{
    /// <summary>How long to wait for PostHog to list a started backfill.</summary>
    internal static readonly TimeSpan ListingTimeout = TimeSpan.FromMinutes(5);

    /// <summary>The same where no answer says that there is a backfill at all.</summary>
    internal static readonly TimeSpan LostAnswerTimeout = TimeSpan.FromMinutes(1);

    // A copy of a started backfill (JSON) may have lost the fractions of its second.
    private static readonly TimeSpan SameMoment = TimeSpan.FromSeconds(1);

    private readonly object _gate = new();
    private readonly IClock _clock;
    private readonly List<ExpectedBackfill> _expected = new();
    private readonly Dictionary<Guid, DateTimeOffset> _claimed = new();

    internal RecentBackfills(IClock clock) => _clock = clock;

    /// <summary>The server has no list of backfills: what it has accepted is remembered until it is forgotten.</summary>
    internal bool IsUnlisted { get; set; }

    /// <summary>Those of an export.</summary>
    internal List<BatchExportBackfill> ListFor(Guid export)
    {
        lock (_gate)
        {
            Prune();
            return _expected.FindAll(expected => expected.Backfill.BatchExportId == export).ConvertAll(expected => expected.Backfill);
        }
    }

    /// <summary>Forgets one that is over.</summary>
    internal void Forget(BatchExportBackfill backfill)
    {
        lock (_gate)
        {
            _expected.RemoveAll(expected => expected.Backfill.BatchExportId == backfill.BatchExportId && expected.Backfill.Start == backfill.Start
                && expected.Backfill.End == backfill.End && expected.Backfill.CreatedAt == backfill.CreatedAt);
        }
    }

    /// <summary>Sends a start; it stays remembered unless the server has certainly not acted.</summary>
    /// <param name="backfill">What is being started, with the server's time as its creation.</param>
    /// <param name="timeout">How long an accepted one is remembered, from the answer on: the send itself may have waited long.</param>
    /// <param name="send">The request.</param>
    internal async Task SendAsync(BatchExportBackfill backfill, TimeSpan timeout, Func<Task> send)
    {
        var expected = new ExpectedBackfill(backfill);
        lock (_gate)
        {
            Prune();
            _expected.Add(expected);
        }

        TimeSpan wait = LostAnswerTimeout;
        try
        {
            await send().ConfigureAwait(false);
            wait = timeout;
        }
        catch (PostHogApiException refused) when (refused.Kind != PostHogErrorKind.FateUnknown)
        {
            wait = TimeSpan.Zero;
            throw;
        }
        finally
        {
            lock (_gate)
                expected.Until = _clock.UtcNow + wait;
        }
    }

    /// <summary>Those of an export that are not among the rows of its list. One row belongs to one start.</summary>
    internal List<BatchExportBackfill> NotAmong(IReadOnlyList<BatchExportBackfill> rows, Guid export)
    {
        lock (_gate)
        {
            Prune();
            List<ExpectedBackfill> own = _expected.FindAll(expected => expected.Backfill.BatchExportId == export);
            // The newest row comes first in a list, the oldest start here.
            foreach (ExpectedBackfill expected in own.Where(expected => expected.Row is null))
                expected.Row = rows.LastOrDefault(row => own.All(other => other.Row != row.Id) && IsRow(expected.Backfill, row))?.Id;
            return own.Where(expected => expected.Row is null).Select(expected => expected.Backfill).ToList();
        }
    }

    /// <summary>Notes which start a row belongs to. Two starts of the same range can follow each other within the slack of the clocks.</summary>
    /// <param name="row">The id of the row.</param>
    /// <param name="sentAt">When the backfill was sent.</param>
    internal void Claim(Guid row, DateTimeOffset sentAt)
    {
        lock (_gate)
            _claimed[row] = sentAt;
    }

    /// <summary>Whether the row is known to belong to another start than the one of that time.</summary>
    internal bool IsClaimedByAnother(Guid row, DateTimeOffset sentAt)
    {
        lock (_gate)
            return _claimed.TryGetValue(row, out DateTimeOffset known) && (known - sentAt).Duration() > SameMoment;
    }

    // The end of a pause's backfill is the server's word for now, which nobody is told.
    private static bool IsRow(BatchExportBackfill expected, BatchExportBackfill row) =>
        expected.IsSameAs(row)
        || (expected.Id is null && expected.End is null && row.Start == expected.Start
            && !(row.CreatedAt < SafeTime.Subtract(expected.CreatedAt, BatchExportBackfill.ClockSlack)));

    private void Prune()
    {
        DateTimeOffset now = _clock.UtcNow;
        _expected.RemoveAll(expected => now >= expected.Until && !(IsUnlisted && expected.Backfill.WorkflowId is not null));
    }

    private sealed class ExpectedBackfill(BatchExportBackfill backfill)
    {
        internal BatchExportBackfill Backfill { get; } = backfill;

        /// <summary>Not while it is being sent.</summary>
        internal DateTimeOffset Until { get; set; } = DateTimeOffset.MaxValue;

        /// <summary>The row that turned out to be its.</summary>
        internal Guid? Row { get; set; }
    }
}
