using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using PostHogPS.Coverage;
using PostHogPS.Health;

namespace PostHogPS.Report;

/// <summary>One line per export with its strip, and what there is to say about it underneath.</summary>
internal sealed class ExportSection
{
    private readonly HtmlWriter _html;
    private readonly ReportData _report;
    private readonly Timeline _timeline;
    private readonly Axis _axis;
    private int _open;

    internal ExportSection(HtmlWriter html, ReportData report)
    {
        _html = html;
        _report = report;
        _timeline = new Timeline(report.After, report.Before);
        _axis = new Axis(report.After, report.Before);
    }

    internal void Write()
    {
        Timeline.WriteGrid(_html, _axis);
        _html.Open("section", "id", "exports", "tabindex", "-1").Leaf("h2", "Exports");
        _html.Open("div", "class", "tools");
        Legend();
        _html.Open("label", "class", "filter").Single("input", "type", "checkbox", "id", "only").Text(" Only what needs attention").Close();
        _html.Close();
        foreach (IGrouping<(string Host, long ProjectId), ExportHistory> project in _report.ByProject())
        {
            _html.Open("div", "class", project.Any(e => e.NeedsAttention) ? "project" : "project fine");
            ProjectHead(project.First());
            foreach (ExportHistory export in project)
                Export(export);
            _html.Close();
        }

        _html.Close();
    }

    private void Legend()
    {
        _html.Open("ul", "class", "legend", "aria-label", "Colours");
        foreach (IntervalState state in new[] { IntervalState.Completed, IntervalState.Running, IntervalState.Failed, IntervalState.Missing,
            IntervalState.Billing, IntervalState.Paused })
            _html.Open("li").Shape("i", "class", Timeline.Class(state)).Text(Timeline.Word(state)).Close();
        _html.Close();
    }

    private void ProjectHead(ExportHistory export)
    {
        _html.Open("div", "class", "row head");
        _html.Open("h3").Leaf("bdi", (export.Health.ProjectName ?? "Project " + export.Health.ProjectId.ToString(CultureInfo.InvariantCulture))
            + (_report.Hosts.Skip(1).Any() ? " on " + export.Host : "")).Close();
        _html.Open("div", "class", "axis", "aria-hidden", "true");
        foreach ((double position, string label) in _axis.Marks.Where(mark => mark.Position <= Axis.LastLabel))
            _html.Leaf("span", label, "style", "left:" + Timeline.Coordinate(position * 100) + "%");
        _html.Close();
        foreach (string name in new[] { "Coverage", "Lag", "Rows" })
            _html.Leaf("span", name, "class", "num", "aria-hidden", "true");
        _html.Close();
    }

    private void Export(ExportHistory export)
    {
        bool open = !export.Health.IsHealthy && _open++ < ReportLimits.Open;
        _html.Open("details", "class", export.NeedsAttention ? "export" : "export fine", "id", "e-" + export.Health.BatchExportId, "open", open ? "" : null);
        _html.Open("summary", "class", "row");
        _html.Open("span", "class", "name").Leaf("bdi", export.Health.BatchExportName).Close();
        _html.Open("span", "class", "state").Leaf("span", State(export), "class", "badge " + BadgeStyle(export)).Close();
        _timeline.Write(_html, export);
        Figure("Coverage", ReportText.Percent(export.Covered, export.Expected), null);
        Figure("Lag", ReportText.Span(export.Health.Lag), null);
        Figure("Rows", ReportText.Short(export.Rows), ReportText.Number(export.Rows) + " rows");
        _html.Close();
        _html.Open("div", "class", "body");
        Reason(export);
        Facts(export);
        Gaps(export);
        Charts(export);
        RowSection.Write(_html, export);
        _html.Close().Close();
    }

    private void Figure(string name, string value, string? exact) =>
        _html.Open("span", "class", "num", "title", exact).Leaf("span", name + " ", "class", "label").Text(value).Close();

    private static string State(ExportHistory export) => export.Health.State switch
    {
        HealthState.AutoPaused => "Auto-paused",
        HealthState.PausedByUser => "Paused",
        HealthState.BillingBlocked => "Billing blocked",
        HealthState.NeverRan => "Never ran",
        HealthState.Healthy when export.Uncovered > 0 => "With gaps",
        string state => state,
    };

    private static string BadgeStyle(ExportHistory export) =>
        !export.Health.IsHealthy ? (export.Health.State == HealthState.Late ? "warn" : "bad")
        : export.Uncovered > 0 ? "warn"
        : export.Health.State is HealthState.PausedByUser or HealthState.Ended or HealthState.NeverRan ? "quiet" : "good";

    private void Reason(ExportHistory export)
    {
        _html.Leaf("p", export.Health.Reason);
        if (export.Note is not null)
            _html.Leaf("p", "There is no history: " + export.Note, "class", "note");
        if (export.Health.LastError is { Length: > 0 } error && !export.Health.IsHealthy)
            _html.Leaf("pre", ReportText.Truncate(error, ReportLimits.ErrorText), "class", "error");
        if (export.Health.Suggestion is { } suggestion)
            _html.Open("p", "class", "next").Text("Next: ").Leaf("code", suggestion).Close();
    }

    private void Facts(ExportHistory export)
    {
        _html.Open("dl", "class", "facts");
        Fact("Every", export.Health.Interval);
        Fact("To", export.Health.DestinationType);
        Fact("Model", export.Model);
        Fact("Last success", export.Health.LastSuccess is { } last ? "up to " + ReportText.Time(last) : "unknown");
        Fact("Allowed lag", "up to " + ReportText.Span(export.Health.AllowedLag));
        Fact("Runs", export.FailedRuns == 0 ? ReportText.Number(export.Runs) : $"{ReportText.Number(export.Runs)}, {ReportText.Number(export.FailedRuns)} failed");
        if (export.AutoPaused > 0)
            Fact("Lost to the pause", ReportText.Count(export.AutoPaused, "interval", "intervals"));
        Fact("Rows", ReportText.Number(export.Rows));
        Fact("Bytes", export.Bytes == 0 && export.Rows > 0 ? "–" : ReportText.Bytes(export.Bytes));
        Fact("Id", export.Health.BatchExportId.ToString());
        _html.Close();
    }

    private void Fact(string name, string value) => _html.Open("div").Leaf("dt", name).Leaf("dd", value).Close();

    private void Gaps(ExportHistory export)
    {
        if (export.Gaps.Count == 0)
            return;
        List<BatchExportGap> shown = export.Gaps.OrderByDescending(g => g.Intervals).ThenBy(g => g.Start).Take(ReportLimits.Gaps).OrderBy(g => g.Start).ToList();
        string caption = shown.Count == export.Gaps.Count ? "Gaps" : $"The longest {shown.Count} of {ReportText.Number(export.Gaps.Count)} gaps";
        _html.Open("div", "class", "scroll", "tabindex", "0", "role", "region", "aria-label", caption + " of " + export.Health.BatchExportName);
        _html.Open("table").Leaf("caption", caption);
        _html.Open("tr");
        foreach (string head in new[] { "From (UTC)", "To (UTC)", "Intervals", "Kind", "Last error" })
            _html.Leaf("th", head, "scope", "col");
        _html.Close();
        foreach (BatchExportGap gap in shown)
        {
            _html.Open("tr").Leaf("td", ReportText.Time(gap.Start)).Leaf("td", ReportText.Time(gap.End)).Leaf("td", ReportText.Number(gap.Intervals), "class", "num")
                .Leaf("td", gap.Kind switch { GapKind.BillingBlocked => "Billing blocked", GapKind.AutoPaused => "Auto-paused", _ => gap.Kind })
                .Leaf("td", ReportText.Truncate(gap.LastError ?? "", 160)).Close();
        }

        _html.Close().Close();
    }

    private void Charts(ExportHistory export)
    {
        if (export.Volume is not { } volume || export.Runs == 0)
            return;
        string per = "in " + ReportText.Span(volume.Bucket);
        double? lag = export.Lag.Max(l => l?.TotalHours);
        _html.Open("div", "class", "charts");
        if (lag is { } hours)
            Chart.Area(_html, "lag", "Lag", $"at most {ReportText.Span(System.TimeSpan.FromHours(hours))}", export.Lag.Select(l => l?.TotalHours).ToList(),
                export.Health.AllowedLag.TotalHours);
        if (export.Rows > 0)
            Chart.Bars(_html, "vol", "Rows", $"at most {ReportText.Short(volume.Rows.Max())} {per}", volume.Rows);
        if (export.Bytes > 0)
            Chart.Bars(_html, "vol", "Bytes", $"at most {ReportText.Bytes(volume.Bytes.Max())} {per}", volume.Bytes);
        _html.Close();
    }
}
