using System;
using System.Collections.Generic;
using System.Linq;

namespace PostHogPS.Alerts;

/// <summary>The events of batch exports, the words for them, and the messages about them. The one table.</summary>
internal static class AlertEvents
{
    private const string Export = "Batch export {event.properties.batch_export_name}";
    private const string Interval = "Interval: {event.properties.data_interval_start} to {event.properties.data_interval_end}.";
    private const string Error = "Error: {event.properties.error}";
    private const string Completed = "$batch_export_run_completed";

    // A property that an event does not have is an empty text.
    private static readonly (string State, string Event, string Text, string Words)[] All =
    [
        ("Failed", "$batch_export_run_failed", $"{Export} failed. {Interval} {Error}", "a run failed"),
        ("Paused", "$batch_export_paused", $"{Export} was paused by PostHog, because its runs failed. {Error}", "PostHog paused it"),
        ("BillingBlocked", "$batch_export_run_failed_billing", $"{Export} did not run: billing limit. {Interval} {Error}", "the billing limit stopped a run"),
        ("Cancelled", "$batch_export_run_cancelled", $"A run was cancelled: {Export}. {Interval}", "a run was cancelled"),
        ("Completed", Completed, $"{Export} completed: {{event.properties.rows_exported}} rows. {Interval}", "a run completed"),
    ];

    internal static readonly string[] States = [.. All.Select(static one => one.State)];

    /// <summary>What needs somebody to act.</summary>
    internal static readonly string[] Default = ["Failed", "Paused", "BillingBlocked"];

    /// <summary>The event of a state; a text that is no state is an event already.</summary>
    internal static string EventOf(string state) =>
        All.FirstOrDefault(one => one.State.Equals(state, StringComparison.OrdinalIgnoreCase)).Event ?? state;

    /// <summary>The state of an event; null for an event that is not one of batch exports.</summary>
    internal static string? FindState(string name) => All.FirstOrDefault(one => one.Event == name).State;

    /// <summary>The states in the order of the table, each once.</summary>
    internal static string[] Sort(string[] states) =>
        [.. All.Select(static one => one.State).Where(state => states.Contains(state, StringComparer.OrdinalIgnoreCase))];

    /// <summary>
    /// The text of a message. One about several events says which there are, since all that is certain of PostHog's expressions is the paths
    /// in single braces, and the name of an event is no word for people. What it tells of shows in the rows and the error.
    /// </summary>
    internal static string Message(IReadOnlyList<string> states)
    {
        (string State, string Event, string Text, string Words)[] told = [.. All.Where(one => states.Contains(one.State))];
        if (told.Length == 1 && states.Count == 1)
            return told[0].Text;
        string[] words = [.. told.Select(static one => one.Words)];
        string said = words.Length == 0 ? "" : words.Length == 1 ? ": " + words[0]
            : $": {string.Join(", ", words.Take(words.Length - 1))} or {words[words.Length - 1]}";
        string rows = Array.Exists(told, static one => one.Event == Completed) ? "Rows: {event.properties.rows_exported}. " : "";
        return $"{Export}{said}. {Interval} {rows}{Error}";
    }
}
