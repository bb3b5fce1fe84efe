using System;
using System.Globalization;

namespace PostHogPS.Watching;

/// <summary>One export at one look.</summary>
internal sealed class WatchedExport
{
    internal WatchedExport(BatchExportHealth health, BatchExportRun? lastRun)
    {
        Health = health;
        LastRun = lastRun;
    }

    internal BatchExportHealth Health { get; }

    internal BatchExportRun? LastRun { get; }

    /// <summary>A lower bound when no success is known: PostHog lists ten runs.</summary>
    internal string Failures => Health.ConsecutiveFailures == 0 ? ""
        : Health.ConsecutiveFailures.ToString(CultureInfo.InvariantCulture) + (Health.LastSuccess is null ? "+" : "");

    internal string Lag => Health.Lag is { } lag ? ShortSpan(lag) : "";

    /// <summary>Local time and outcome of the newest run.</summary>
    internal string LastRunText(DateTimeOffset now)
    {
        if (LastRun?.CreatedAt is not { } created)
            return "";
        DateTime local = created.LocalDateTime;
        string form = local.Date == now.LocalDateTime.Date ? "HH:mm" : "MM-dd HH:mm";
        return local.ToString(form, CultureInfo.InvariantCulture) + " " + (LastRun.State == RunStates.Unknown ? LastRun.Status : LastRun.State);
    }

    /// <summary>What has to differ for a line of its own where nothing can be redrawn.</summary>
    internal string Mark => Health.State + Health.ConsecutiveFailures.ToString(CultureInfo.InvariantCulture);

    private static string ShortSpan(TimeSpan span) =>
        span.TotalDays >= 2 ? string.Format(CultureInfo.InvariantCulture, "{0}d {1:00}h", (int)span.TotalDays, span.Hours)
        : string.Format(CultureInfo.InvariantCulture, "{0}h {1:00}m", (int)span.TotalHours, span.Minutes);
}
