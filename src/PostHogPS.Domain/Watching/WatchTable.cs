using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Text;
using PostHogPS.Health;
using PostHogPS.Text;

namespace PostHogPS.Watching;

/// <summary>The table of one look, as lines that fit the screen. What needs attention comes first.</summary>
internal sealed class WatchTable
{
    private const int RoomForLag = 54;
    private const int RoomForRun = 76;
    private const int RoomForProject = 100;
    private const int RoomForReason = 120;

    private readonly Func<string, int> _cells;
    private readonly bool _colour;

    /// <param name="cells">How many cells of the screen a text takes.</param>
    /// <param name="colour">Whether the state is coloured.</param>
    internal WatchTable(Func<string, int> cells, bool colour)
    {
        _cells = cells;
        _colour = colour;
    }

    internal List<string> Lines(
        IReadOnlyCollection<WatchedExport> exports, string title, IEnumerable<string> failures, DateTimeOffset now, int width, int height)
    {
        List<string> notes = failures.Select(t => Fit("! " + t, width)).ToList();
        List<(string Head, int Width, Func<WatchedExport, string> Text)> columns = Columns(exports, now, width);
        var lines = new List<string> { Fit(title, width), "", Row(columns.Select(c => (c.Head, c.Width)), null) };
        int room = Math.Max(1, height - lines.Count - notes.Count - 1);
        List<WatchedExport> sorted = Sort(exports);
        int shown = sorted.Count <= room ? sorted.Count : Math.Max(0, room - 1);
        lines.AddRange(sorted.Take(shown).Select(e => Row(columns.Select(c => (c.Text(e), c.Width)), e.Health)));
        if (shown < sorted.Count)
            lines.Add(string.Format(CultureInfo.InvariantCulture, "... and {0} more, {1}", sorted.Count - shown, FormatAttention(sorted.Skip(shown))));
        lines.AddRange(notes);
        return lines;
    }

    /// <summary>What needs attention first; within that, what keeps an export from running above what is merely late.</summary>
    internal static List<WatchedExport> Sort(IEnumerable<WatchedExport> exports) =>
        exports.OrderBy(e => e.Health.IsHealthy).ThenBy(e => Array.IndexOf(HealthState.InOrder, e.Health.State))
            .ThenBy(e => e.Health.ProjectName, StringComparer.OrdinalIgnoreCase).ThenBy(e => e.Health.BatchExportName, StringComparer.OrdinalIgnoreCase)
            .ThenBy(e => e.Health.BatchExportId).ToList();

    /// <summary>How many need attention.</summary>
    /// <param name="exports">The exports.</param>
    /// <param name="isPartial">Whether there may be others that could not be read.</param>
    internal static string FormatAttention(IEnumerable<WatchedExport> exports, bool isPartial = false) =>
        exports.Count(e => !e.Health.IsHealthy) switch { 0 when isPartial => "health not known yet", 0 => "all healthy", int n => CountText.Format(n)
            + CountText.Choose(n, " needs attention", " need attention") };

    // A name or an error of the server must not move the cursor or colour the screen.
    internal static string RemoveControls(string text)
    {
        var plain = new StringBuilder(text.Length);
        foreach (char c in text)
            plain.Append(char.IsControl(c) || char.GetUnicodeCategory(c) == UnicodeCategory.Format ? ' ' : c);
        return plain.ToString();
    }

    private static List<(string Head, int Width, Func<WatchedExport, string> Text)> Columns(IReadOnlyCollection<WatchedExport> exports,
        DateTimeOffset now, int width)
    {
        bool manyConnections = exports.Select(e => e.Health.ConnectionName).Distinct().Skip(1).Any();
        bool manyProjects = manyConnections || exports.Select(e => e.Health.ProjectId).Distinct().Skip(1).Any();
        var columns = new List<(string Head, int Width, Func<WatchedExport, string> Text)> { ("State", 14, e => e.Health.State) };
        if (width >= RoomForLag)
            columns.Add(("Lag", 8, e => e.Lag));
        if (width >= RoomForRun)
            columns.Add(("Last run", 21, e => e.LastRunText(now)));
        columns.Add(("Fail", 4, e => e.Failures));
        if (manyProjects && width >= RoomForProject)
            columns.Insert(0, ("Project", 18, e => (manyConnections ? e.Health.ConnectionName + ": " : "")
                + (e.Health.ProjectName ?? e.Health.ProjectId.ToString(CultureInfo.InvariantCulture))));
        int left = width - 1 - columns.Sum(c => c.Width + 2);
        int name = Math.Max(10, width >= RoomForReason ? Math.Min(30, left) : left);
        columns.Insert(0, ("Name", name, e => e.Health.BatchExportName));
        if (left - name > 12)
            columns.Add(("Reason", left - name - 2, e => e.Health.IsHealthy ? "" : e.Health.LastError ?? e.Health.Reason));
        return columns;
    }

    private string Row(IEnumerable<(string Text, int Width)> cells, BatchExportHealth? health)
    {
        var row = new StringBuilder();
        foreach ((string text, int width) in cells)
        {
            string fitted = Fit(text, width);
            string padding = new(' ', Math.Max(0, width - _cells(fitted)) + 2);
            row.Append(health is not null && _colour && text == health.State ? Colour(health) + fitted + "\u001b[0m" : fitted).Append(padding);
        }

        return row.ToString().TrimEnd();
    }

    private static string Colour(BatchExportHealth health) => health.State switch
    {
        HealthState.NotFound or HealthState.AutoPaused or HealthState.Failing or HealthState.BillingBlocked or HealthState.Stale => "\u001b[31m",
        _ when !health.IsHealthy => "\u001b[33m",
        HealthState.Backfilling => "\u001b[36m",
        HealthState.PausedByUser or HealthState.Ended => "\u001b[90m",
        _ => "\u001b[32m",
    };

    private string Fit(string text, int width)
    {
        string plain = RemoveControls(text);
        if (_cells(plain) <= width)
            return plain;
        int length = Math.Min(plain.Length, width);
        while (length > 0 && (_cells(plain.Substring(0, length)) > width - 1 || char.IsHighSurrogate(plain[length - 1])))
            length--;
        return plain.Substring(0, length) + "…";
    }
}
