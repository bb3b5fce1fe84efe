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

    // A property that an event does not have is an empty text.
    private static readonly (string State, string Event, string Text)[] All =
    [
        ("Failed", "$batch_export_run_failed", $"{Export} failed. {Interval} {Error}"),
        ("Paused", "$batch_export_paused", $"{Export} was paused by PostHog, because its runs failed. {Error}"),
        ("BillingBlocked", "$batch_export_run_failed_billing", $"{Export} did not run: billing limit. {Interval} {Error}"),
        ("Cancelled", "$batch_export_run_cancelled", $"A run was cancelled: {Export}. {Interval}"),
        ("Completed", "$batch_export_run_completed", $"{Export} completed: {{event.properties.rows_exported}} rows. {Interval}"),
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
    /// The text of a message. One about several events names the event: what is certain of PostHog's expressions are the paths in
    /// single braces.
    /// </summary>
    internal static string Message(IReadOnlyList<string> states) =>
        states.Count == 1 && All.FirstOrDefault(one => one.State == states[0]).Text is { } text ? text
        : $"{Export}: {{event.event}}. {Interval} {{event.properties.error}}";
}
