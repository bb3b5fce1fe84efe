using System;
using System.Collections.Generic;

namespace PostHogPS.Contracts;

/// <summary>
/// One connection's side of the engine: pooled handler, pacing, redaction, route decisions. Thread-safe.
/// Every call takes a <see cref="CallContext"/>; failures are <see cref="PostHogApiException"/> or
/// <see cref="OperationCanceledException"/> when the caller's token was cancelled, nothing else.
/// </summary>
public interface IPostHogSession : IDisposable
{
    /// <summary>Batch exports.</summary>
    IBatchExportsApi BatchExports { get; }

    /// <summary>Runs of batch exports.</summary>
    IRunsApi Runs { get; }

    /// <summary>Backfills of batch exports.</summary>
    IBackfillsApi Backfills { get; }

    /// <summary>Logs of batch exports.</summary>
    ILogsApi Logs { get; }

    /// <summary>Dashboards.</summary>
    IDashboardsApi Dashboards { get; }

    /// <summary>Tiles of dashboards.</summary>
    IDashboardTilesApi DashboardTiles { get; }

    /// <summary>Public links of dashboards.</summary>
    IDashboardSharingApi DashboardSharing { get; }

    /// <summary>Insights.</summary>
    IInsightsApi Insights { get; }

    /// <summary>Users, projects, organizations.</summary>
    IIdentityApi Identity { get; }

    /// <summary>Integrations.</summary>
    IIntegrationsApi Integrations { get; }

    /// <summary>Alerts of batch exports.</summary>
    IAlertsApi Alerts { get; }

    /// <summary>On-demand file downloads.</summary>
    IFileDownloadsApi FileDownloads { get; }

    /// <summary>HogQL queries.</summary>
    IQueriesApi Queries { get; }

    /// <summary>Any other endpoint.</summary>
    IRestApi Rest { get; }

    /// <summary>What <c>@current</c> was resolved to; null while it is not known.</summary>
    long? CurrentProjectId { get; }

    /// <summary>Sets what <c>@current</c> means for this connection. The first answer stays.</summary>
    void PinCurrentProject(long projectId);

    /// <summary>Time as this connection's server sees it: the real clock, or the sandbox's.</summary>
    DateTimeOffset ServerNow { get; }

    /// <summary>As <see cref="ServerNow"/>, but never later than the server's own clock: for windows that end now.</summary>
    DateTimeOffset LatestPast { get; }

    /// <summary>True once an answer has told the server's time; before that the two are this machine's clock.</summary>
    bool KnowsServerTime { get; }

    /// <summary>How much of the connection's budget is used. Sends nothing.</summary>
    IReadOnlyList<RateLimitUsage> RateLimits { get; }

    /// <summary>Requests this session sent so far, repeats included.</summary>
    long RequestCount { get; }

    /// <summary>Takes the connection's key and every secret in the text out of it.</summary>
    string Redact(string text);
}
