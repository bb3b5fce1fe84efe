using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Security;
using PostHogPS.Contracts;
using PostHogPS.Text;

namespace PostHogPS.Alerts;

/// <summary>An alert to make.</summary>
internal sealed class NewAlert
{
    internal static readonly TimeSpan UsualQuietTime = TimeSpan.FromHours(1);

    /// <param name="channel">Where messages go.</param>
    /// <param name="target">The channel in Slack, or a protected address.</param>
    internal NewAlert(AlertChannel channel, object target)
    {
        Channel = channel;
        Target = target;
    }

    internal AlertChannel Channel { get; }

    internal object Target { get; private set; }

    internal string[] On { get; set; } = AlertEvents.Default;

    /// <summary>The exports; empty for all of the project.</summary>
    internal IReadOnlyList<(Guid Id, string Name)> Exports { get; set; } = [];

    internal string? Name { get; set; }

    internal string? Message { get; set; }

    internal TimeSpan QuietTime { get; set; } = UsualQuietTime;

    internal long? Integration { get; set; }

    internal IDictionary<string, object?>? Headers { get; set; }

    /// <summary>Where to, without a secret.</summary>
    internal string ShownTarget => Target is SecureString address ? AlertAddress.HostOf(address) : (string)Target;

    /// <summary>What it is about, when, and how often.</summary>
    internal string Summary => "about "
        + (Exports.Count == 0 ? "every batch export" : NameList.Format(Exports.Select(static export => $"'{MessageText.Name(export.Name)}'")))
        + $", on {string.Join(", ", On)}, "
        + (QuietTime == TimeSpan.Zero ? "without a quiet time" : $"quiet time {QuietTime.ToString("c", CultureInfo.InvariantCulture)}");

    /// <summary>What questions call it.</summary>
    internal string Describe(string where) =>
        $"alert '{MessageText.Name(FullName)}' to {Channel.Name} ({MessageText.Name(ShownTarget)}) in {where}, {Summary}";

    internal string FullName => Name ?? DescribeName([.. Exports.Select(static export => export.Name)], On, Channel);

    /// <summary>The name of one that was given none: "events-to-s3 +1 to Slack: Completed".</summary>
    internal static string DescribeName(IReadOnlyList<string> exports, IReadOnlyList<string> states, AlertChannel channel) =>
        (exports.Count == 0 ? "All batch exports" : exports.Count == 1 ? exports[0] : $"{exports[0]} +{CountText.Format(exports.Count - 1)}")
            + $" to {channel.Name}" + (states.SequenceEqual(AlertEvents.Default, StringComparer.Ordinal) ? "" : ": " + string.Join(", ", states));

    /// <summary>The name that an export has in messages when it does not exist any more.</summary>
    internal static string DescribeRemoved(Guid export) => $"{export} (removed)";

    internal static string DescribeStates(IReadOnlyList<string> states) =>
        $"Sends a message about batch exports: {string.Join(", ", states)}. {AlertFunction.Marker}";

    /// <summary>What is wrong with it, found before a request.</summary>
    internal void Check(bool force)
    {
        CheckOn(On);
        CheckName(Name);
        Target = Target is SecureString address ? AlertAddress.Check(address) : SlackChannel.Check((string)Target);
        CheckQuietTime(QuietTime);
        if (Headers is not null)
            AlertHeaders.Check(Headers, force);
        CheckMessage(Message);
    }

    /// <summary>Rejects a server without the events of batch exports; gives the warning where nothing tells.</summary>
    /// <param name="hasEvents">Whether the server has them; null where that is not known.</param>
    /// <param name="where">The project in words.</param>
    internal static string? CheckServer(bool? hasEvents, string where) => hasEvents switch
    {
        null => $"There is no batch export in {where}, so nothing tells whether its server sends the events of "
            + "batch exports; servers before summer 2026 do not.",
        false => throw Problems.NoAlertEvents(where),
        _ => null,
    };

    /// <summary>What speaks against its address; null for nothing.</summary>
    internal string? FindHostWarning() => Target is SecureString address ? AlertAddress.FindHostWarning(Channel, address) : null;

    internal static void CheckMessage(string? message)
    {
        if (message is null)
            return;
        if (string.IsNullOrWhiteSpace(message))
            throw Problems.Validation("-Message is blank. Nothing was sent.");
        if (message.IndexOf("{{", StringComparison.Ordinal) >= 0 || message.IndexOf("}}", StringComparison.Ordinal) >= 0)
            throw Problems.Validation("-Message has double braces. PostHog takes expressions in single braces: "
                + "{event.properties.batch_export_name}. Nothing was sent.");
    }

    /// <summary>A function without events would get every event of the project.</summary>
    internal static void CheckOn(IReadOnlyCollection<string> states)
    {
        if (states.Count == 0)
            throw Problems.Validation("-On names no event: such an alert would restrict nothing. Nothing was sent.", "-On Failed, Paused");
    }

    internal static void CheckName(string? name)
    {
        if (name is not null && string.IsNullOrWhiteSpace(name))
            throw Problems.Validation("-Name is blank. Nothing was sent.");
    }

    internal static void CheckQuietTime(TimeSpan time)
    {
        if (time != TimeSpan.Zero && (time < TimeSpan.FromMinutes(1) || time > TimeSpan.FromDays(1) || time.Ticks % TimeSpan.TicksPerSecond != 0))
            throw Problems.Validation($"-QuietTime was read as {time.ToString("c", CultureInfo.InvariantCulture)}; it is 0, or a number of seconds "
                + "from one minute to one day: PostHog takes nothing else. Nothing was sent.", "-QuietTime 1h");
    }

    /// <summary>An alert that does the same; null for none.</summary>
    /// <param name="all">The alerts of the project.</param>
    internal BatchExportAlert? FindSame(IEnumerable<BatchExportAlert> all) => all.FirstOrDefault(one =>
        one.Channel == Channel.Name
        && one.On.OrderBy(static s => s, StringComparer.Ordinal).SequenceEqual(On.OrderBy(static s => s, StringComparer.Ordinal), StringComparer.Ordinal)
        && one.AllBatchExports == (Exports.Count == 0) && new HashSet<Guid>(one.BatchExportId).SetEquals(Exports.Select(static export => export.Id))
        && HasSameTarget(one));

    /// <summary>What the server made otherwise.</summary>
    internal IEnumerable<string> NotTaken(BatchExportAlert made)
    {
        if (!made.Enabled)
            yield return "enabled";
        if (!made.On.SequenceEqual(On, StringComparer.Ordinal) || made.AllBatchExports != (Exports.Count == 0))
            yield return "filters";
    }

    /// <summary>The next step after a refusal, where there is a better one than usual.</summary>
    /// <param name="e">The refusal.</param>
    /// <param name="channel">Where messages were to go.</param>
    /// <param name="hasMessage">Whether a text was given.</param>
    internal static string? Advise(PostHogApiException e, AlertChannel channel, bool hasMessage)
    {
        bool isAboutInput = e.Attr?.StartsWith("inputs__", StringComparison.Ordinal) == true;
        return e.Kind switch
        {
            PostHogErrorKind.FateUnknown => "Look before you try again: Get-PHBatchExportAlert shows whether it was made.",
            PostHogErrorKind.Validation when hasMessage && isAboutInput => "Correct the braces of -Message: expressions are paths in single braces, "
                + "{event.properties.batch_export_name}. Nothing was stored.",
            PostHogErrorKind.Validation or PostHogErrorKind.Forbidden when channel == AlertChannel.Webhook && !isAboutInput =>
                "PostHog's template for webhooks is not free: the organization needs the paid feature for data pipelines. Slack, Teams and Discord do not. "
                    + "Otherwise correct what the server names.",
            PostHogErrorKind.NotFound when e.Path?.IndexOf("hog_function_templates", StringComparison.Ordinal) >= 0 =>
                "This server has no such template. Use another channel, or make the alert on PostHog's own page.",
            PostHogErrorKind.Validation => "Correct what the server names and try again. Nothing was stored.",
            _ => null,
        };
    }

    /// <summary>The body of the POST.</summary>
    internal Dictionary<string, object?> CreateBody(AlertTemplate template) => new(StringComparer.Ordinal)
    {
        ["type"] = AlertFunction.Type,
        ["template_id"] = Channel.Template,
        ["name"] = FullName,
        ["description"] = DescribeStates(On),
        ["enabled"] = true,
        ["filters"] = CreateFilters(On, Exports.Select(static export => export.Id).ToArray()),
        ["masking"] = CreateMasking(QuietTime),
        ["inputs"] = AlertInputs.Create(Channel, template, Target, Message, On, Integration, Headers),
    };

    internal static Dictionary<string, object?> CreateFilters(string[] states, Guid[] exports)
    {
        var filters = new Dictionary<string, object?>(StringComparer.Ordinal) { ["events"] = CreateEvents(states) };
        if (CreateProperties(exports) is { } properties)
            filters["properties"] = properties;
        return filters;
    }

    /// <summary>The filter by exports; null where all of the project pass.</summary>
    internal static object?[]? CreateProperties(Guid[] exports) => exports.Length == 0 ? null :
    [
        new Dictionary<string, object?>(StringComparer.Ordinal)
        {
            ["key"] = "batch_export_id",
            ["type"] = "event",
            ["operator"] = "exact",
            // One as PostHog's own page writes it, so that its page finds it.
            ["value"] = exports.Length == 1 ? exports[0].ToString() : exports.Select(static id => (object?)id.ToString()).ToArray(),
        },
    ];

    internal static object?[] CreateEvents(string[] states) => [.. states.Select(static state =>
        (object?)new Dictionary<string, object?>(StringComparer.Ordinal) { ["id"] = AlertEvents.EventOf(state), ["type"] = "events" })];

    /// <summary>One message for each export and event within the time; none of the kind for zero.</summary>
    internal static Dictionary<string, object?>? CreateMasking(TimeSpan time) => time == TimeSpan.Zero ? null : new(StringComparer.Ordinal)
    {
        ["hash"] = "{event.properties.batch_export_id}-{event.event}",
        ["ttl"] = (long)time.TotalSeconds,
        ["threshold"] = null,
    };

    private bool HasSameTarget(BatchExportAlert stored) => Target switch
    {
        string channel => SlackChannel.AreSame(channel, stored.Target)
            && (Integration is null || stored.IntegrationId == Integration),
        // An address that the server does not show may be the same: then a person has to look.
        SecureString address => AlertFunction.InputOf(stored, Channel.Target) is not SecureString known || AlertAddress.AreSame(known, address),
        _ => false,
    };
}
