using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using PostHogPS.Text;

namespace PostHogPS.Watching;

/// <summary>What one look at all watched projects has shown, against the look before it.</summary>
internal sealed class WatchLook
{
    private readonly IReadOnlyDictionary<Guid, WatchedExport> _before;

    /// <param name="exports">The exports as they are now.</param>
    /// <param name="before">The exports as the look before has shown them, by id.</param>
    /// <param name="failures">Messages of what could not be read.</param>
    /// <param name="now">The server's time.</param>
    internal WatchLook(
        IReadOnlyCollection<WatchedExport> exports, IReadOnlyDictionary<Guid, WatchedExport> before, IReadOnlyCollection<string> failures, DateTimeOffset now)
    {
        _before = before;
        Exports = exports;
        Failures = failures;
        Now = now;
        Changed = exports.Where(export => FindBefore(export) is not { } old || old.Mark != export.Mark).ToList();
    }

    internal IReadOnlyCollection<WatchedExport> Exports { get; }

    /// <summary>The exports that are new or whose state or number of failures has changed.</summary>
    internal IReadOnlyCollection<WatchedExport> Changed { get; }

    internal IReadOnlyCollection<string> Failures { get; }

    /// <summary>The server's time.</summary>
    internal DateTimeOffset Now { get; }

    /// <summary>True at the first look.</summary>
    internal bool IsFirst { get; set; }

    /// <summary>True where there may be exports that could not be read.</summary>
    internal bool IsPartial { get; set; }

    /// <summary>The export at the look before; null for a new one.</summary>
    internal WatchedExport? FindBefore(WatchedExport export) => _before.TryGetValue(export.Health.BatchExportId, out WatchedExport? old) ? old : null;

    /// <summary>The line above the table.</summary>
    /// <param name="hosts">The servers that are watched.</param>
    /// <param name="interval">The time between two looks.</param>
    internal string FormatTitle(IEnumerable<string> hosts, TimeSpan interval) => string.Format(CultureInfo.InvariantCulture,
        "{0} {1:HH:mm:ss}, {2}, {3}, every {4}. Ctrl+C ends.",
        string.Join(", ", hosts.Distinct()), Now.LocalDateTime, CountText.FormatCount(Exports.Count, "export"), WatchTable.FormatAttention(Exports, IsPartial),
        interval.TotalMinutes >= 2 ? $"{interval.TotalMinutes:0.#} min" : $"{interval.TotalSeconds:0.#} s");
}
