using System;
using System.Globalization;
using PostHogPS.Contracts;

namespace PostHogPS.Logs;

/// <summary>The time of a run in its export's log: entries do not say which run they belong to.</summary>
internal static class RunTime
{
    // PostHog notes the times of a run a moment after or before what it logs.
    private static readonly TimeSpan Slack = TimeSpan.FromSeconds(1);

    /// <summary>Narrows a query to the time of a run.</summary>
    /// <param name="query">What is asked for.</param>
    /// <param name="run">The run.</param>
    /// <param name="isOpen">True where the query continues with new entries: it has no end then, as while the run is active.</param>
    /// <returns>What that means, for the verbose stream.</returns>
    internal static string Narrow(LogQuery query, BatchExportRun run, bool isOpen)
    {
        DateTimeOffset? from = run.CreatedAt - Slack;
        DateTimeOffset? to = RunStates.IsActive(run.Status) || isOpen ? null : (run.FinishedAt ?? run.LastUpdatedAt) + Slack;
        query.After = query.After > from ? query.After : from;
        query.Before = query.Before < to || to is null ? query.Before : to;
        return string.Format(CultureInfo.InvariantCulture,
            "Entries do not say which run they belong to: showing those of the run's time, {0:u} to {1}. Others that ran then are among them.",
            from?.UtcDateTime, to is { } end ? end.UtcDateTime.ToString("u", CultureInfo.InvariantCulture) : "now");
    }
}
