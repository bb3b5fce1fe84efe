using System;
using System.Collections.Concurrent;
using System.Collections.Generic;
using System.Threading.Tasks;
using PostHogPS.Connections;
using PostHogPS.Contracts;
using PostHogPS.Coverage;
using PostHogPS.Gaps;
using PostHogPS.Reading;
using PostHogPS.Schedule;
using PostHogPS.Text;

namespace PostHogPS.Health;

/// <summary>
/// The health of exports, for every command: from the list of exports alone. Only where an ended backfill hides the runs of
/// the schedule does it cost a request of its own.
/// </summary>
internal sealed class HealthReader
{
    // As many as come with an export, and as many as the server gives at once.
    private const int MostRuns = 10;
    private const int PageLength = 100;
    private static readonly TimeSpan GoodFor = TimeSpan.FromMinutes(5);

    private readonly ConcurrentDictionary<(PostHogConnection, Guid), (DateTimeOffset At, List<BatchExportRun> Runs)> _scheduled = new();

    /// <summary>The health of an export.</summary>
    /// <param name="scope">Where it lives.</param>
    /// <param name="export">The export with its latest runs.</param>
    /// <param name="maxLag">Allowed lag; null for the default.</param>
    /// <param name="call">The work it belongs to.</param>
    internal async Task<BatchExportHealth> ReadAsync(ProjectScope scope, BatchExport export, TimeSpan? maxLag, CallContext call)
    {
        DateTimeOffset now = scope.Session.ServerNow;
        if (!HealthCheck.IsHidden(export, now))
            return scope.Stamp(HealthCheck.Judge(export, now, maxLag));
        List<BatchExportRun> runs = await ReadScheduledAsync(scope, export, now, call).ConfigureAwait(false);
        return scope.Stamp(HealthCheck.Judge(runs.Count > 0 ? export.With(runs) : export, now, maxLag, hasScheduled: runs.Count > 0));
    }

    /// <summary>The same with the intervals from an instant on: a request per hundred runs, and one for the backfills where an interval is missing.</summary>
    /// <param name="scope">Where it lives.</param>
    /// <param name="export">The export with its latest runs.</param>
    /// <param name="maxLag">Allowed lag; null for the default.</param>
    /// <param name="after">The instant.</param>
    /// <param name="shared">Runs that others look at too; null where nobody does.</param>
    /// <param name="call">The work it belongs to.</param>
    internal async Task<BatchExportHealth> ReadAsync(
        ProjectScope scope, BatchExport export, TimeSpan? maxLag, DateTimeOffset after, SharedRuns? shared, CallContext call)
    {
        BatchExportHealth health = await ReadAsync(scope, export, maxLag, call).ConfigureAwait(false);
        var reader = new GapReader(scope, export, after, null) { Shared = shared };
        var tally = new CoverageTally();
        while (await reader.ReadAsync(call).ConfigureAwait(false) is { } verdicts)
        {
            foreach (IntervalVerdict verdict in verdicts)
                tally.Add(verdict);
        }

        HealthCheck.AddCoverage(health, tally, reader.After);
        return health;
    }

    /// <summary>
    /// The health of an export that was remembered and is not listed any more. A page of the list can miss one, so it is asked for by its id.
    /// </summary>
    /// <param name="scope">Where it lived.</param>
    /// <param name="before">What is remembered of it.</param>
    /// <param name="read">Judges it, where it is there after all.</param>
    internal static async Task<BatchExportHealth> ReadUnlistedAsync(ProjectScope scope, RememberedHealth before, Func<Task<BatchExportHealth>> read)
    {
        try
        {
            return await read().ConfigureAwait(false);
        }
        catch (PostHogApiException e) when (e.Kind == PostHogErrorKind.NotFound)
        {
            return scope.Stamp(new BatchExportHealth
            {
                BatchExportId = before.Id,
                BatchExportName = before.Name,
                ProjectId = before.ProjectId,
                State = HealthState.NotFound,
                Reason = "It is not in the project any more: removed, or hidden from this key.",
                Suggestion = new CommandLine("Get-PHBatchExport")
                    .WithProject(before.ProjectId, scope.Connection.HasToBeNamed ? scope.Connection.Name : null).ToString(),
                JudgedAt = scope.Session.ServerNow,
            });
        }
    }

    private async Task<List<BatchExportRun>> ReadScheduledAsync(ProjectScope scope, BatchExport export, DateTimeOffset now, CallContext call)
    {
        // A lag is judged by hours, so repeated reads within minutes share one answer.
        if (_scheduled.TryGetValue((scope.Connection, export.Id), out (DateTimeOffset At, List<BatchExportRun> Runs) known) && now - known.At < GoodFor)
            return known.Runs;
        TimeSpan length = IntervalSchedule.Length(export.Interval) ?? TimeSpan.FromDays(1);
        // By the intervals they export: those of the schedule are the newest, and one page is enough.
        var query = new RunQuery { ByDataInterval = true, After = SafeTime.Subtract(now, SafeTime.Multiply(length, MostRuns + 2)) };
        var runs = new List<BatchExportRun>();
        int read = 0;
        await ExportLists.Runs(scope, export.Id, query, "Reading runs behind a backfill").ReadWhileAsync(
            run =>
            {
                if (run.BackfillId is null)
                    runs.Add(run);
                return ++read < PageLength && runs.Count < MostRuns;
            },
            call).ConfigureAwait(false);
        _scheduled[(scope.Connection, export.Id)] = (now, runs);
        return runs;
    }
}
