using System;
using System.Collections.Generic;
using System.Linq;
using PostHogPS.Coverage;

namespace PostHogPS.Report;

/// <summary>What there is to say about one export: why it is as it is, facts, gaps, rows and charts.</summary>
internal static class ExportBody
{
    internal static void Write(HtmlWriter html, ExportHistory export)
    {
        html.Open("div", "class", "body");
        Reason(html, export);
        Facts(html, export);
        Gaps(html, export);
        RowSection.Write(html, export);
        Charts(html, export);
        html.Close();
    }

    private static void Reason(HtmlWriter html, ExportHistory export)
    {
        html.Leaf("p", export.Health.Reason);
        if (export.Note is not null)
            html.Leaf("p", "There is no history: " + export.Note, "class", "note");
        if (export.Health.LastError is { Length: > 0 } error && !export.Health.IsHealthy)
            html.Leaf("pre", ReportText.Truncate(error, ReportLimits.ErrorText), "class", "error");
        if (export.Health.Suggestion is { } suggestion)
            html.Open("p", "class", "next").Text("Next: ").Leaf("code", suggestion).Close();
    }

    private static void Facts(HtmlWriter html, ExportHistory export)
    {
        html.Open("dl", "class", "facts");
        // PostHog's own word is "hour", and "every 5 minutes".
        Fact(html, "Every", export.Health.Interval.StartsWith("every ", StringComparison.Ordinal) ? export.Health.Interval.Substring(6)
            : export.Health.Interval);
        Fact(html, "To", export.Health.DestinationType);
        Fact(html, "Model", export.Model);
        Fact(html, "Last success", export.Health.LastSuccess is { } last ? "up to " + ReportText.Time(last) : "unknown");
        Fact(html, "Allowed lag", "up to " + ReportText.Span(export.Health.AllowedLag));
        Fact(html, "Runs", export.FailedRuns == 0 ? ReportText.Number(export.Runs)
            : $"{ReportText.Number(export.Runs)}, {ReportText.Number(export.FailedRuns)} failed");
        if (export.Tally.AutoPaused > 0)
            Fact(html, "Lost to the pause", ReportText.Count((int)export.Tally.AutoPaused, "interval", "intervals"));
        Fact(html, "Rows", ReportText.Number(export.Rows));
        if (export.FailedRows > 0)
            Fact(html, "Rows failed", ReportText.Number(export.FailedRows));
        Fact(html, "Bytes", export.Bytes == 0 && export.Rows > 0 ? "–" : ReportText.Bytes(export.Bytes));
        Fact(html, "Id", export.Health.BatchExportId.ToString());
        html.Close();
    }

    private static void Fact(HtmlWriter html, string name, string value) => html.Open("div").Leaf("dt", name).Leaf("dd", value).Close();

    private static void Gaps(HtmlWriter html, ExportHistory export)
    {
        if (export.Gaps.Count == 0)
            return;
        List<BatchExportGap> shown = export.Gaps.OrderByDescending(g => g.Intervals).ThenBy(g => g.Start).Take(ReportLimits.Gaps)
            .OrderBy(g => g.Start).ToList();
        string caption = shown.Count == export.Gaps.Count ? "Gaps" : $"The longest {shown.Count} of {ReportText.Number(export.Gaps.Count)} gaps";
        html.Open("div", "class", "scroll", "tabindex", "0", "role", "region", "aria-label", caption + " of " + export.Health.BatchExportName);
        html.Open("table").Leaf("caption", caption);
        html.Open("tr");
        foreach (string head in new[] { "From (UTC)", "To (UTC)", "Intervals", "Kind", "Last error" })
            html.Leaf("th", head, "scope", "col");
        html.Close();
        foreach (BatchExportGap gap in shown)
        {
            html.Open("tr").Leaf("td", ReportText.Time(gap.Start)).Leaf("td", ReportText.Time(gap.End))
                .Leaf("td", ReportText.Number(gap.Intervals), "class", "num")
                .Leaf("td", gap.Kind switch { GapKind.BillingBlocked => "Billing blocked", GapKind.AutoPaused => "Auto-paused", _ => gap.Kind })
                .Leaf("td", ReportText.Truncate(gap.LastError ?? "", 160)).Close();
        }

        html.Close().Close();
    }

    private static void Charts(HtmlWriter html, ExportHistory export)
    {
        if (export.Volume is not { } volume || export.Runs == 0)
            return;
        string per = "in " + ReportText.Span(volume.Bucket);
        double? lag = export.Lag.Max(l => l?.TotalHours);
        html.Open("div", "class", "charts");
        if (lag is { } hours)
            Chart.Area(html, "lag", "Lag", $"at most {ReportText.Span(System.TimeSpan.FromHours(hours))}", export.Lag.Select(l => l?.TotalHours).ToList(),
                export.Health.AllowedLag.TotalHours);
        if (export.Bytes > 0)
            Chart.Bars(html, "vol", "Bytes", $"at most {ReportText.Bytes(volume.Bytes.Max())} {per}", volume.Bytes);
        html.Close();
    }
}
