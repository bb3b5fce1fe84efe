using System;
using System.Collections.Concurrent;
using System.Collections.Generic;
using System.Linq;
using PostHogPS.Contracts;
using PostHogPS.Files;
using PostHogPS.Schedule;
using PostHogPS.Text;

namespace PostHogPS.Runs;

/// <summary>Chooses runs by status, state and time, and finds the statuses that no run has.</summary>
internal sealed class RunFilter
{
    private readonly string[] _given;
    private readonly string[] _statuses;
    private readonly string? _contradiction;
    private readonly DateInput? _after;
    private readonly DateInput? _before;

    // Runs are read side by side.
    private readonly ConcurrentDictionary<string, bool> _seen = new(StringComparer.OrdinalIgnoreCase);

    /// <param name="statuses">Statuses; null for all.</param>
    /// <param name="states">States; null for all. Both filters hold.</param>
    /// <param name="after">Only runs created then or later; null for no bound.</param>
    /// <param name="before">Only runs created then or earlier; null for no bound.</param>
    internal RunFilter(string[]? statuses, string[]? states, DateInput? after, DateInput? before)
    {
        _given = statuses ?? [];
        string[] byState = (states ?? []).SelectMany(RunStates.Statuses).ToArray();
        _statuses = (states is null ? _given : statuses is null ? byState
            : _given.Intersect(byState, StringComparer.OrdinalIgnoreCase)).Distinct(StringComparer.OrdinalIgnoreCase).ToArray();
        _contradiction = statuses is null || states is null || _statuses.Length > 0 ? null
            : $"No run is of the status {string.Join(", ", statuses)} and of the state {string.Join(", ", states)} at once.";
        _after = after;
        _before = before;
    }

    /// <summary>Rejects a status and a state that no run has at once.</summary>
    internal void Check()
    {
        if (_contradiction is not null)
            throw Problems.Validation(_contradiction, "Leave one of them out.");
    }

    /// <summary>What to ask the server for.</summary>
    /// <param name="now">What relative dates are counted from.</param>
    internal RunQuery CreateQuery(DateTimeOffset now) =>
        new() { After = _after?.CountFrom(now).Instant, Before = _before?.CountFrom(now).Instant, Statuses = _statuses };

    /// <summary>
    /// Tells whether a run is chosen: old servers ignore the status, and a run that was asked for by its id has passed no filter. The status
    /// of the run is remembered as a known one.
    /// </summary>
    /// <param name="now">What relative dates are counted from.</param>
    internal Func<BatchExportRun, bool> CreateTest(DateTimeOffset now)
    {
        // Once: runs come by the hundred thousand.
        DateTimeOffset? after = _after?.CountFrom(now).Instant, before = _before?.CountFrom(now).Instant;
        return run =>
        {
            if (_given.Length > 0)
                _seen[run.Status] = true;
            return (_statuses.Length == 0 || _statuses.Contains(run.Status, StringComparer.OrdinalIgnoreCase))
                && !(run.CreatedAt < after) && !(run.CreatedAt > before);
        };
    }

    /// <summary>
    /// The statuses that neither the module knows nor any run had, each with its error. Asked for once all runs have been read: a server may
    /// have statuses that this module does not know.
    /// </summary>
    internal IEnumerable<(string Status, ProblemException Problem)> FindUnknown()
    {
        string all = string.Join(", ", RunStates.AllStatuses);
        foreach (string odd in _given.Except(RunStates.AllStatuses, StringComparer.OrdinalIgnoreCase).Where(status => !_seen.ContainsKey(status)))
        {
            string meant = NearMiss.Find(odd, RunStates.AllStatuses) is { } near ? $" Did you mean {near}?" : "";
            yield return (odd, Problems.Invalid("Status", $"'{MessageText.Name(odd)}' is not a known status of a run, and no run here has it.{meant}",
                $"Known statuses: {all}. -State groups them."));
        }
    }
}
