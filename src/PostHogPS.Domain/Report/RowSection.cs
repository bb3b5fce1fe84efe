using System.Collections.Generic;
using System.Linq;

namespace PostHogPS.Report;

/// <summary>Rows of one export: a strip of what was expected behind what was exported, marks at what is unusual, and the intervals.</summary>
internal static class RowSection
{
    internal static void Write(HtmlWriter html, ExportHistory export)
    {
        if (export.RowsHeld is not { } rows)
            return;
        if (rows.Note is { } note)
            html.Leaf("p", "Rows are not compared. " + note, "class", "note");
        else if (rows.Expected > 0)
        {
            Chart.Pair(html, "Rows expected and exported", Totals(rows), rows.ExpectedSeries.Rows, rows.ExportedSeries.Rows,
                rows.Anomalies.ConvertAll(anomaly => rows.ExpectedSeries.ShareOf(anomaly.Start)));
        }

        Table(html, export, rows);
    }

    private static string Totals(RowHistory rows) =>
        $"{ReportText.Number(rows.Expected)} expected, {ReportText.Number(rows.Exported)} exported"
        + (rows.Lacking > 0 ? $", {ReportText.Number(rows.Lacking)} not exported" : "")
        + (rows.Anomalies.Count > 0 ? $", {ReportText.Count(rows.Anomalies.Count, "anomaly", "anomalies")} marked" : "");

    private static void Table(HtmlWriter html, ExportHistory export, RowHistory rows)
    {
        List<(System.DateTimeOffset Start, System.DateTimeOffset End, string Kind, string Reason)> lines =
        [
            .. rows.Findings.Select(static row => (row.Start, row.End, row.State, row.Reason)),
            .. rows.Anomalies.Select(static anomaly => (anomaly.Start, anomaly.End, anomaly.Kind, anomaly.Reason)),
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
