using System.Collections.Generic;
using System.Linq;

namespace PostHogPS.Report;

/// <summary>
/// Rows of one export: a strip of what was exported, in front of what was expected where that was compared, marks at what is unusual, and
/// the intervals.
/// </summary>
internal static class RowSection
{
    internal static void Write(HtmlWriter html, ExportHistory export)
    {
        if (export.Volume is not { } volume)
            return;
        RowHistory? rows = export.RowsHeld;
        if (rows?.Note is { } note)
            html.Leaf("p", "Rows are not compared. " + note, "class", "note");
        List<double> marks = export.Anomalies.ConvertAll(anomaly => volume.ShareOf(anomaly.Start));
        if (rows is { Note: null, Expected: > 0 })
            Chart.Strip(html, "Rows expected and exported", Compared(rows) + Marked(export), rows.ExpectedSeries.Rows, rows.ExportedSeries.Rows, marks);
        else if (export.Rows > 0)
            Chart.Strip(html, "Rows exported", Exported(export, volume) + Marked(export), null, volume.Rows, marks);
        Table(html, export);
    }

    private static string Compared(RowHistory rows) =>
        $"{ReportText.Number(rows.Expected)} expected, {ReportText.Number(rows.Exported)} exported"
        + (rows.Lacking > 0 ? $", {ReportText.Number(rows.Lacking)} not exported" : "");

    private static string Exported(ExportHistory export, VolumeSeries volume) =>
        $"{ReportText.Number(export.Rows)} in total, at most {ReportText.Short(volume.Rows.Max())} in {ReportText.Span(volume.Bucket)}"
        + (export.FailedRows > 0 ? $", {ReportText.Number(export.FailedRows)} failed" : "");

    private static string Marked(ExportHistory export) =>
        export.Anomalies.Count > 0 ? $", {ReportText.Count(export.Anomalies.Count, "anomaly", "anomalies")} marked" : "";

    private static void Table(HtmlWriter html, ExportHistory export)
    {
        IEnumerable<BatchExportRowComparison> findings = export.RowsHeld?.Findings ?? [];
        List<(System.DateTimeOffset Start, System.DateTimeOffset End, string Kind, string Reason)> lines =
        [
            .. findings.Select(static row => (row.Start, row.End, row.State, row.Reason)),
            .. export.Anomalies.Select(static anomaly => (anomaly.Start, anomaly.End, anomaly.Kind, anomaly.Reason)),
        ];
        if (lines.Count == 0)
            return;
        string caption = lines.Count <= ReportLimits.Gaps ? "Rows" : $"Rows: the first {ReportLimits.Gaps} of {ReportText.Number(lines.Count)} intervals";
        html.Open("div", "class", "scroll", "tabindex", "0", "role", "region", "aria-label", caption + " of " + export.Health.BatchExportName);
        html.Open("table").Leaf("caption", caption).Open("tr");
        foreach (string head in new[] { "From (UTC)", "To (UTC)", "Kind", "Reason" })
            html.Leaf("th", head, "scope", "col");
        html.Close();
        foreach ((System.DateTimeOffset start, System.DateTimeOffset end, string kind, string reason) in lines.OrderBy(static line => line.Start)
            .Take(ReportLimits.Gaps))
            html.Open("tr").Leaf("td", ReportText.Time(start)).Leaf("td", ReportText.Time(end)).Leaf("td", kind).Leaf("td", reason).Close();
        html.Close().Close();
    }
}
