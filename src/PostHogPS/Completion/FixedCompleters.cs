using System;
using System.Collections.Generic;
using System.Linq;
using PostHogPS.Binding;
using PostHogPS.Hosting;

namespace PostHogPS.Completion;

/// <summary>Names of the runspace's connections.</summary>
internal sealed class ConnectionNameCompleter : Completer
{
    private protected override IEnumerable<CompletionItem> Suggest(CompletionRequest request) =>
        (ConnectionStore.CurrentOrNull?.All ?? []).Select(c => new CompletionItem(c.Name, $"{c.Host}, project {c.ProjectId}"));
}

/// <summary>Statuses of runs and backfills, as the server spells them.</summary>
internal sealed class RunStatusCompleter : Completer
{
    private protected override IEnumerable<CompletionItem> Suggest(CompletionRequest request) =>
        new[] { RunStates.Running, RunStates.Completed, RunStates.Failed, RunStates.Cancelled }
            .SelectMany(state => RunStates.Statuses(state).Select(status => new CompletionItem(status, $"{status} (state {state})")));
}

/// <summary>Destination types.</summary>
internal sealed class DestinationTypeCompleter : Completer
{
    /// <summary>What the servers of 2026 know. A newer one may know more.</summary>
    internal static readonly string[] Types = ServerWords.DestinationTypes;

    private protected override IEnumerable<CompletionItem> Suggest(CompletionRequest request) => Types.Select(t => new CompletionItem(t));
}

/// <summary>Models.</summary>
internal sealed class ModelCompleter : Completer
{
    /// <summary>What the servers of 2026 know. A newer one may know more.</summary>
    internal static readonly string[] Models = ServerWords.Models;

    private protected override IEnumerable<CompletionItem> Suggest(CompletionRequest request) =>
        Models.Select(m => new CompletionItem(m, m == "hogql" ? "a query of your own (newer servers)" : null));
}

/// <summary>Intervals.</summary>
internal sealed class IntervalCompleter : Completer
{
    private protected override IEnumerable<CompletionItem> Suggest(CompletionRequest request) =>
        [new("hour"), new("day"), new("week"), new("every 5 minutes", "where the project has it enabled"),
            new("every 15 minutes", "where the project has it enabled")];
}

/// <summary>IANA timezone names this machine knows.</summary>
internal sealed class TimezoneCompleter : Completer
{
    private protected override IEnumerable<CompletionItem> Suggest(CompletionRequest request) =>
        TimeZoneInfo.GetSystemTimeZones().Select(z => z.Id)
            .Where(id => id.IndexOf('/') > 0 || id == "UTC")
            .OrderBy(id => id, StringComparer.Ordinal)
            .Select(id => new CompletionItem(id));
}

/// <summary>Levels of log entries.</summary>
internal sealed class LogLevelCompleter : Completer
{
    private protected override IEnumerable<CompletionItem> Suggest(CompletionRequest request) =>
        [new("Error"), new("Warning"), new("Info"), new("Log"), new("Debug")];
}

/// <summary>Lengths of time, in the short form that is typed most.</summary>
internal sealed class TimeSpanCompleter : Completer
{
    private protected override IEnumerable<CompletionItem> Suggest(CompletionRequest request) =>
        [new("30s", "30 seconds"), new("5m", "5 minutes"), new("30m", "30 minutes"), new("1h", "1 hour"), new("6h", "6 hours"), new("1d", "1 day")];
}
