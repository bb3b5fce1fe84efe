using System.Globalization;
using System.Linq;
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
        if (!_report.HasRows && _report.Exports.Count > 0)
            _html.Open("p", "class", "where").Text("Rows were not compared with what PostHog holds, nor with earlier weeks: ")
                .Leaf("code", "Export-PHBatchExportReport -Rows").Text(" does both.").Close();
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
            _html.Leaf("span", label, "style", "left:" + PathText.Coordinate(position * 100) + "%");
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
        _html.Add(export.Strip ?? HtmlPart.Create(html => _timeline.Write(html, export)));
        Figure("Coverage", ReportText.Percent(export.Covered, export.Expected), null);
        Figure("Lag", ReportText.Span(export.Health.Lag), null);
        Figure("Rows", ReportText.Short(export.Rows), ReportText.Number(export.Rows) + " rows");
        _html.Close();
        _html.Add(export.Body ?? HtmlPart.Create(html => ExportBody.Write(html, export)));
        _html.Close();
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
        !export.Health.IsHealthy ? (export.Health.State is HealthState.Late or HealthState.Incomplete ? "warn" : "bad")
        : export.Uncovered > 0 ? "warn"
        : export.Health.State is HealthState.PausedByUser or HealthState.Ended or HealthState.NeverRan ? "quiet" : "good";
}
