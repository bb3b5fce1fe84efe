using System;
using System.Collections.Generic;
using System.Linq;
using System.Text;

namespace PostHogPS.Report;

/// <summary>
/// The bar of one export: time from left to right, one path for each state. The states differ in height as well as in
/// colour, and the longest bad stretches say what they are.
/// </summary>
internal sealed class Timeline
{
    private const double Width = 1000;
    private const double Height = 20;
    private const double Visible = 2.5;

    private static readonly IntervalState[] States = (IntervalState[])Enum.GetValues(typeof(IntervalState));

    private readonly DateTimeOffset _after;
    private readonly double _scale;

    internal Timeline(DateTimeOffset after, DateTimeOffset before)
    {
        _after = after;
        _scale = Width / (before - after).Ticks;
    }

    /// <summary>Lines that all strips share: one per <see cref="Axis"/> label.</summary>
    internal static void WriteGrid(HtmlWriter html, Axis axis)
    {
        html.Open("svg", "width", "0", "height", "0", "class", "off", "aria-hidden", "true").Open("defs");
        html.Shape("path", "id", "grid", "d", string.Concat(axis.Marks.Select(mark => $"M{PathText.Coordinate(mark.Position * Width)} 0h1v20h-1z")));
        html.Close().Close();
    }

    internal void Write(HtmlWriter html, ExportHistory export)
    {
        html.Open("svg", "class", "strip", "viewBox", "0 0 1000 20", "preserveAspectRatio", "none", "role", "img", "aria-label", Describe(export));
        var named = new HashSet<TimelineSegment>(export.Segments.Where(IsBad).OrderByDescending(s => s.Intervals).Take(ReportLimits.NamedSegments));
        foreach (IGrouping<IntervalState, TimelineSegment> state in export.Segments.Where(s => !named.Contains(s)).GroupBy(s => s.State).OrderBy(s => s.Key))
            html.Shape("path", "class", Class(state.Key), "d", string.Concat(state.Select(Path)));
        foreach (TimelineSegment segment in export.Segments.Where(named.Contains))
            html.Open("path", "class", Class(segment.State), "d", Path(segment)).Leaf("title", Title(segment)).Close();
        html.Shape("use", "href", "#grid", "class", "grid").Close();
    }

    internal static string Class(IntervalState state) => state switch
    {
        IntervalState.Completed => "ok",
        IntervalState.Running => "run",
        IntervalState.Paused => "pau",
        IntervalState.Missing => "mis",
        IntervalState.Failed => "fai",
        _ => "bil",
    };

    internal static string Word(IntervalState state) => state switch
    {
        IntervalState.Completed => "completed",
        IntervalState.Running => "running",
        IntervalState.Paused => "paused",
        IntervalState.Missing => "missing",
        IntervalState.Failed => "failed",
        _ => "billing blocked",
    };

    internal static bool IsBad(TimelineSegment segment) => segment.State is IntervalState.Missing or IntervalState.Failed or IntervalState.Billing;

    /// <summary>The strip in words.</summary>
    internal static string Describe(ExportHistory export)
    {
        string[] counts = States.Where(s => export[s] > 0).Select(s => ReportText.Number(export[s]) + " " + Word(s)).ToArray();
        string cut = export.Cut is { } state ? $" The window begins within {(counts.Length == 0 ? "one" : "another one")}: {Word(state)}." : "";
        return (counts.Length > 0 ? "Intervals: " + string.Join(", ", counts) + "." : cut.Length > 0 ? "No interval lies completely in the window."
            : "No interval was due.") + cut;
    }

    private static string Title(TimelineSegment segment) =>
        $"{ReportText.Time(segment.Start)} to {ReportText.Time(segment.End)} UTC: "
            + $"{ReportText.Count(segment.Intervals, "interval", "intervals")} {Word(segment.State)}";

    private string Path(TimelineSegment segment)
    {
        double from = Math.Max(0, (segment.Start - _after).Ticks * _scale);
        double width = Math.Min(Width, (segment.End - _after).Ticks * _scale) - from;
        // A failed five minutes of a week would be thinner than a pixel.
        if (IsBad(segment) && width < Visible)
        {
            from = Math.Min(Width - Visible, Math.Max(0, from - ((Visible - width) / 2)));
            width = Visible;
        }

        (double top, double height) = Shape(segment.State);
        return new StringBuilder("M").AppendCoordinate(from).Append(' ').AppendCoordinate(top)
            .Append('h').AppendCoordinate(width).Append('v').AppendCoordinate(height)
            .Append('h').AppendCoordinate(-width).Append('z').ToString();
    }

    private static (double Top, double Height) Shape(IntervalState state) => state switch
    {
        IntervalState.Completed => (4, Height - 8),
        IntervalState.Running => (4, Height - 8),
        IntervalState.Paused => (9, 2),
        IntervalState.Missing => (12, 8),
        _ => (0, Height),
    };
}
