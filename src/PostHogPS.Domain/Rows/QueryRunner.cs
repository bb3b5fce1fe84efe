using System;
using System.Globalization;
using System.Threading;
using System.Threading.Tasks;
using PostHogPS.Connections;
using PostHogPS.Contracts;
using PostHogPS.Text;
using PostHogPS.Waiting;

namespace PostHogPS.Rows;

/// <summary>
/// Runs a query and waits for its result. A query that is not waited for any longer, by Ctrl+C or a time limit, is cancelled at
/// the server too: it would keep one of the few places.
/// </summary>
internal static class QueryRunner
{
    /// <summary>Rows that PostHog gives at most.</summary>
    internal const int MostRows = 50_000;

    /// <summary>What to do about a query that PostHog refuses.</summary>
    internal const string Advice = "Correct what the server names. Only one SELECT is taken; \"select * from events limit 1\" shows the columns of events, "
        + "and https://posthog.com/docs/sql lists tables and functions.";

    private static readonly TimeSpan CancelTime = TimeSpan.FromSeconds(10);

    /// <summary>The result; warns when it is not all of it.</summary>
    /// <param name="scope">Which project.</param>
    /// <param name="request">The query. It gets an id if it has none.</param>
    /// <param name="timeout">Longest wait; null for no limit.</param>
    /// <param name="call">The work it belongs to.</param>
    internal static async Task<QueryRows> RunAsync(ProjectScope scope, QueryRequest request, TimeSpan? timeout, CallContext call)
    {
        using IDisposable unfinished = call.Unfinished.Begin();
        Guid id = Guid.NewGuid();
        request.Id ??= id.ToString("N");
        var polls = new PollSchedule(call.Clock, timeout);
        QueryAnswer? answer = null;
        bool ended = false;
        try
        {
            bool inTime = await call.WithinAsync(polls.Remaining, async limited =>
                answer = await scope.Session.Queries.RunAsync(scope.Project, request, limited).ConfigureAwait(false)).ConfigureAwait(false);
            if (inTime && answer is { IsComplete: false })
            {
                request.Id = answer.Id ?? request.Id;
                answer = await PollAsync(scope, request.Id, new ItemKey(scope, id), polls, call).ConfigureAwait(false);
            }

            ended = answer is { IsComplete: true };
            if (!ended)
                throw TooLong(timeout!.Value);
        }
        catch (PostHogApiException)
        {
            // Refused, or failed: there is nothing left to cancel.
            ended = true;
            throw;
        }
        finally
        {
            if (!ended)
                await CancelAsync(scope, request.Id, call).ConfigureAwait(false);
        }

        if (answer!.HasFailed)
            throw Failed(answer);
        ReportAnswer(answer, call);
        return new QueryRows(answer);
    }

    /// <summary>The state of a query once it has ended; null when the time is over.</summary>
    private static async Task<QueryAnswer?> PollAsync(ProjectScope scope, string id, ItemKey key, PollSchedule polls, CallContext call)
    {
        var failures = new ReadFailures("query");
        using var progress = new Activity(call, "Waiting for the query");
        while (!polls.IsOver)
        {
            await call.DelayAsync(polls.NextDelay()).ConfigureAwait(false);
            QueryAnswer? answer = null;
            await failures.TryReadAsync(key, polls, call, async limited =>
                answer = await scope.Session.Queries.GetAsync(scope.Project, id, limited).ConfigureAwait(false)).ConfigureAwait(false);
            if (answer is { IsComplete: true } or { HasFailed: true })
            {
                answer.IsComplete = true;
                return answer;
            }

            if (answer is { RowsRead: { } read })
                progress.Update($"{CountText.Format(read)} rows read", answer.RowsTotal is > 0 and var total ? 100d * read / total : null);
            else
                progress.Update("running");
        }

        return null;
    }

    // Not with the token that has just ended. A failure to cancel is not reported: the user has stopped waiting.
    private static async Task CancelAsync(ProjectScope scope, string id, CallContext call)
    {
        using var limit = new CancellationTokenSource(CancelTime);
        CallContext last = call.With(limit.Token);
        // Else the command could not leave it behind.
        last.Waiter = 0;
        try
        {
            await scope.Session.Queries.CancelAsync(scope.Project, id, last).ConfigureAwait(false);
        }
        catch (Exception e) when (e is PostHogApiException or OperationCanceledException)
        {
            call.Verbose("The query could not be cancelled at PostHog: " + e.Message);
        }
    }

    private static void ReportAnswer(QueryAnswer answer, CallContext call)
    {
        if (answer.HasMore)
            call.Warn($"The query has no LIMIT, so PostHog gave its first {CountText.Format(answer.Rows.Count)} rows only, and there are more. "
                + $"Add LIMIT with the number of rows you want, at most {CountText.Format(MostRows)}.");
        else if (answer.Rows.Count >= MostRows)
            call.Warn($"PostHog gives {CountText.Format(MostRows)} rows at most, so there may be more. {QueryText.ReadOnByKey}");
        if (answer.CachedAt is { } at)
            call.Verbose($"PostHog answered from its cache, computed at {InstantText.FormatUtcSeconds(at)}. -Refresh ForceBlocking runs the query again.");
    }

    private static ProblemException Failed(QueryAnswer answer) => answer.Error is { Length: > 0 } error
        ? Problems.Validation("PostHog refused the query: " + error, Advice)
        : new ProblemException("QueryFailed", ProblemCategory.OperationStopped, "The query failed at PostHog, which gives no reason.",
            "It may read too much: narrow the range of timestamp, and try it with -Refresh ForceBlocking, which gives the reason.");

    private static ProblemException TooLong(TimeSpan timeout) => new("WaitTimeout", ProblemCategory.OperationTimeout,
        $"The query did not end within {timeout.ToString("c", CultureInfo.InvariantCulture)}. It was cancelled at PostHog.",
        "Narrow the range of timestamp, or allow more time with -Timeout.");
}
