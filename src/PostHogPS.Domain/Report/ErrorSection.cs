using System.Linq;

namespace PostHogPS.Report;

/// <summary>What failed, by cause.</summary>
internal sealed class ErrorSection
{
    private readonly HtmlWriter _html;
    private readonly ReportData _report;

    internal ErrorSection(HtmlWriter html, ReportData report)
    {
        _html = html;
        _report = report;
    }

    internal void Write()
    {
        _html.Open("section", "id", "errors", "tabindex", "-1").Leaf("h2", "Errors by cause");
        if (_report.Errors.Count == 0)
            _html.Leaf("p", "No run failed in this window.");
        if (_report.Errors.Count > ReportLimits.Causes)
            _html.Leaf("p", $"The {ReportLimits.Causes} most frequent of {ReportText.Number(_report.Errors.Count)}.");
        foreach (BatchExportErrorGroup group in _report.Errors.Take(ReportLimits.Causes))
            Cause(group);
        _html.Close();
    }

    private void Cause(BatchExportErrorGroup group)
    {
        _html.Open("details", "class", "cause").Open("summary");
        _html.Leaf("span", ReportText.Count(group.Count, "failure", "failures"), "class", "badge bad");
        _html.Leaf("span", ReportText.Truncate(group.Cause, 300), "class", "what");
        _html.Leaf("span", ReportText.Count(group.BatchExports.Length, "export", "exports"), "class", "num");
        _html.Close().Open("div", "class", "body");
        _html.Leaf("p", $"First {ReportText.Time(group.FirstSeen)}, last {ReportText.Time(group.LastSeen)} UTC. Ended as {string.Join(", ", group.Statuses)}.");
        _html.Open("p").Text("Exports: ");
        string[] names = group.BatchExports.Take(ReportLimits.Names).ToArray();
        for (int i = 0; i < names.Length; i++)
            _html.Text(i == 0 ? "" : ", ").Leaf("bdi", names[i]);
        _html.Text(names.Length < group.BatchExports.Length ? $" and {ReportText.Number(group.BatchExports.Length - names.Length)} more." : ".").Close();
        _html.Leaf("pre", ReportText.Truncate(group.Example, ReportLimits.ErrorText), "class", "error");
        _html.Close().Close();
    }
}
