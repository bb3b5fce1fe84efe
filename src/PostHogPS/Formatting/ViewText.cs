using System;
using System.Collections;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Management.Automation;
using System.Management.Automation.Internal;
using PostHogPS.Binding;
using PostHogPS.Text;

namespace PostHogPS.Formatting;

/// <summary>The texts of the module's views.</summary>
internal static class ViewText
{
    private const int LeastRoom = 12;
    private const string Red = "\u001b[91m";
    private const string Yellow = "\u001b[93m";
    private const string Reset = "\u001b[0m";

    /// <summary>A local time, as short as it can be without being mistaken.</summary>
    internal static string Time(object? time) =>
        InstantReader.Read(time) is not { } given ? ""
        : given.LocalDateTime.ToString(given.LocalDateTime.Year == DateTime.Now.Year ? "MM-dd HH:mm" : "yyyy-MM-dd", CultureInfo.InvariantCulture);

    /// <summary>A local time to the second.</summary>
    internal static string Moment(object? time) => InstantReader.Read(time)?.LocalDateTime.ToString("MM-dd HH:mm:ss", CultureInfo.InvariantCulture) ?? "";

    /// <summary>A length of time as hours, minutes and seconds; from two days on as days and hours.</summary>
    internal static string Span(TimeSpan? span) =>
        span is { TotalDays: >= 2 } days ? string.Format(CultureInfo.InvariantCulture, "{0}d {1}h", days.Days, days.Hours)
        : span is { } length ? string.Format(CultureInfo.InvariantCulture, "{0}:{1:mm\\:ss}", (long)length.TotalHours, length) : "";

    /// <summary>A number with separators.</summary>
    internal static string Count(long? number) => number?.ToString("N0", CultureInfo.CurrentCulture) ?? "";

    /// <summary>An interval, with "every 5 minutes" as "5 min".</summary>
    internal static string Interval(string? interval) =>
        OneLine.Clean(interval).Replace("every ", "").Replace(" minutes", " min");

    /// <summary>The status of a backfill, and how many of its intervals failed where that is known.</summary>
    internal static string BackfillState(string? status, long? failedRuns, EngineIntrinsics? shell) =>
        failedRuns > 0 ? Paint(OneLine.Clean(failedRuns + " failed"), RunStates.Failed, shell) : State(status, shell);

    /// <summary>A status, coloured by what it means where the host shows colours.</summary>
    internal static string State(string? state, EngineIntrinsics? shell) => Paint(OneLine.Clean(state), state, shell);

    /// <summary>An export's name: red when its last run failed, also when it is paused since then; yellow when it is merely paused.</summary>
    internal static string Name(object? export, EngineIntrinsics? shell)
    {
        // By name, so that copies from jobs and files look like the objects they were.
        PSObject shown = PSObject.AsPSObject(export ?? "");
        string? Text(string property) => shown.Properties[property]?.Value?.ToString();
        return Paint(OneLine.Shorten(Text("Name")), RunStates.FromStatus(Text("LastStatus")) == RunStates.Failed ? RunStates.Failed : Text("State"), shell);
    }

    /// <summary>
    /// The project and the connection of an object, for the head of a group of rows; nothing where both are the ones of
    /// this session, so that its own tables have no such head. A null would be an empty head.
    /// </summary>
    internal static object Place(object? item) => OriginLabel.CreateFrom(item)?.Text ?? (object)AutomationNull.Value;

    /// <summary>The connection of an object that belongs to no project, for the head of a group of rows.</summary>
    internal static object ConnectionPlace(object? item) => OriginLabel.CreateFrom(item)?.Connection ?? (object)AutomationNull.Value;

    /// <summary>Names of exports, with their projects where one of them is not this session's own.</summary>
    internal static string Exports(object? group)
    {
        PSObject shown = PSObject.AsPSObject(group ?? "");
        string names = List(shown.Properties["BatchExports"]?.Value as IEnumerable);
        List<object?> projects = (shown.Properties["Projects"]?.Value as IEnumerable)?.Cast<object?>().ToList() ?? [];
        return projects.Count > 1 || OriginLabel.CreateFrom(group) is not null ? names + "\nin " + List(projects) : names;
    }

    /// <summary>Settings, one a line, without what looks like a secret.</summary>
    internal static string Settings(IDictionary<string, object?>? settings) =>
        string.Join(Environment.NewLine, (settings ?? new Dictionary<string, object?>()).OrderBy(pair => pair.Key, StringComparer.Ordinal)
            .Select(pair => OneLine.Clean(pair.Key) + ": "
                + (SecretNames.Hides(pair.Key, pair.Value) ? "(hidden)" : OneLine.Clean(PlainText.Describe(pair.Value)))));

    /// <summary>How the newest runs ended, such as "8 Completed, 2 Failed".</summary>
    internal static string Runs(IEnumerable<string?>? statuses) =>
        string.Join(", ", (statuses ?? []).GroupBy(status => status).OrderByDescending(g => g.Count()).Select(g => $"{g.Count()} {OneLine.Clean(g.Key)}"));

    /// <summary>A text for the last column of a table that wraps: broken between words, where the formatter would break within them.</summary>
    /// <param name="text">The text.</param>
    /// <param name="before">Columns that the others take.</param>
    /// <param name="shell">Knows the screen.</param>
    internal static string Words(object? text, int before, EngineIntrinsics? shell)
    {
        string all = OneLine.Clean(text);
        int room = ScreenWidth(shell) - before - 1;
        if (room < LeastRoom || all.Length <= room)
            return all;
        var lines = new List<string> { "" };
        foreach (string word in all.Split(' '))
        {
            string last = lines[lines.Count - 1];
            if (last.Length == 0)
                lines[lines.Count - 1] = word;
            else if (last.Length + 1 + word.Length <= room)
                lines[lines.Count - 1] = last + " " + word;
            else
                lines.Add(word);
        }

        return string.Join("\n", lines);
    }

    /// <summary>A list on one line.</summary>
    internal static string List(IEnumerable? list) => OneLine.Clean(string.Join(", ", (list ?? Array.Empty<object>()).Cast<object?>().Select(OneLine.Clean)));

    /// <summary>The first of some names, and how many more there are.</summary>
    internal static string First(IEnumerable? list)
    {
        string[] names = [.. (list ?? Array.Empty<object>()).Cast<object?>().Select(OneLine.Clean)];
        return names.Length == 0 ? "" : OneLine.Shorten(names[0]) + (names.Length > 1 ? " +" + CountText.Format(names.Length - 1) : "");
    }

    // Not every host has a screen, and those that have none say so in different ways.
    private static int ScreenWidth(EngineIntrinsics? shell)
    {
        try
        {
            return shell?.Host?.UI?.RawUI?.BufferSize.Width ?? 0;
        }
        catch (Exception e) when (e
            is System.Management.Automation.Host.HostException or NotImplementedException or NotSupportedException or System.IO.IOException
                or InvalidOperationException)
        {
            _ = e;
            return 0;
        }
    }

    private static string Paint(string text, string? state, EngineIntrinsics? shell) =>
        Colour(state) is { } colour && shell is not null && Colours.InOutput(shell.Host, shell.SessionState) ? colour + text + Reset : text;

    private static string? Colour(string? state) => (state ?? "").ToUpperInvariant() switch
    {
        "FAILED" or "FAILEDRETRYABLE" or "FAILEDBILLING" or "TIMEDOUT" or "TERMINATED" or "AUTOPAUSED" or "FAILING" or "BILLINGBLOCKED" or "STILLFAILING"
            or "SWITCHEDBACK" or "ERROR" or "DISABLEDBYSERVER" => Red,
        "PAUSED" or "PAUSEDBYUSER" or "SWITCHED" or "CANCELLED" or "LATE" or "STALE" or "NEVERRAN" or "PARTLY" or "WARN" or "WARNING" or "OFF" or "DEGRADED"
            or "SKIPPED" => Yellow,
        _ => null,
    };
}
