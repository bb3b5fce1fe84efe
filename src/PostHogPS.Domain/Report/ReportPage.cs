using System.IO;
using System.Linq;
using System.Text;
using PostHogPS.Storage;
using PostHogPS.Text;

namespace PostHogPS.Report;

/// <summary>The page: one file, no script, nothing from elsewhere.</summary>
internal sealed class ReportPage
{
    // A second protection in the browser: markup that was not escaped can neither run nor load anything.
    private const string Policy = "default-src 'none'; style-src 'unsafe-inline'; img-src data:";

    private readonly ReportData _report;
    private readonly HtmlWriter _html;

    private ReportPage(ReportData report, TextWriter output)
    {
        _report = report;
        _html = new HtmlWriter(output);
    }

    /// <summary>Writes the page as a file.</summary>
    /// <param name="report">What it says.</param>
    /// <param name="path">The file.</param>
    /// <param name="force">Whether a read-only file is replaced too.</param>
    internal static void Write(ReportData report, string path, bool force) => AtomicFile.Write(path, force, stream =>
    {
        using var writer = new StreamWriter(stream, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false), 1 << 16, leaveOpen: true);
        Write(report, writer);
    });

    internal static void Write(ReportData report, TextWriter output) => new ReportPage(report, output).Write();

    private void Write()
    {
        _html.Doctype().Open("html", "lang", "en");
        Head();
        _html.Open("body").Leaf("a", "Skip to the exports", "class", "skip", "href", "#exports");
        Header();
        _html.Open("main");
        Tiles();
        Totals();
        new ExportSection(_html, _report).Write();
        new ErrorSection(_html, _report).Write();
        new RepairSection(_html, _report).Write();
        _html.Close();
        _html.Open("footer");
        _html.Leaf("p", $"Made by PostHogPS {_report.ModuleVersion}. All times are UTC. "
            + "An interval counts as covered when a run exported it or is exporting it "
            + "now, or when PostHog found no rows in it.").Close();
        _html.Close().Close();
    }

    private void Head()
    {
        _html.Open("head").Single("meta", "charset", "utf-8")
            .Single("meta", "name", "viewport", "content", "width=device-width, initial-scale=1")
            .Single("meta", "http-equiv", "Content-Security-Policy", "content", Policy)
            .Single("meta", "name", "color-scheme", "content", "light dark")
            .Leaf("title", $"{_report.Title}, {ReportText.Time(_report.Before)} UTC")
            .Single("link", "rel", "icon", "href", "data:,")
            .Style().Close();
    }

    private void Header()
    {
        _html.Open("header").Leaf("h1", _report.Title);
        _html.Open("p", "class", "where").Text(string.Join(", ", _report.Hosts)
            + (_report.Exports.Count == 0 ? "" : ", " + ReportText.Count(_report.Projects, "project", "projects") + " · "))
            .Leaf("time", ReportText.Time(_report.After), "datetime", InstantText.FormatForCommand(_report.After)).Text(" to ")
            .Leaf("time", ReportText.Time(_report.Before), "datetime", InstantText.FormatForCommand(_report.Before)).Text(" UTC · generated ")
            .Leaf("time", ReportText.Time(_report.GeneratedAt), "datetime", InstantText.FormatForCommand(_report.GeneratedAt)).Close();
        (string style, string verdict) = Verdict();
        _html.Leaf("p", verdict, "class", "verdict " + style);
        _html.Open("nav", "aria-label", "Sections").Open("ul");
        foreach ((string id, string name) in new[] { ("exports", "Exports"), ("errors", "Errors by cause"), ("repair", "Repair") })
            _html.Open("li").Leaf("a", name, "href", "#" + id).Close();
        _html.Close().Close().Close();
    }

    private (string Style, string Text) Verdict()
    {
        int bad = _report.Exports.Count(e => !e.Health.IsHealthy);
        int uncovered = _report.Exports.Sum(e => e.Uncovered);
        long lacking = _report.Exports.Sum(e => e.RowsHeld?.Lacking ?? 0), failed = _report.Exports.Sum(e => e.FailedRows);
        if (_report.Exports.Count == 0)
            return ("warn", "There are no batch exports here.");
        // A window before the export began, or shorter than an interval, is not complete: no interval was checked.
        if (bad == 0 && _report.Exports.TrueForAll(static e => e.Expected == 0 && e.Note is null))
            return ("warn", (_report.Exports.Count == 1 ? "The export is healthy." : "All exports are healthy.") + " No interval was due in this window.");
        if (bad == 0 && uncovered == 0 && lacking + failed == 0)
            return ("good", _report.Exports.Count == 1 ? "The export is healthy and complete." : "All exports are healthy and complete.");
        string health = bad == 0 ? "All exports run." : bad == 1 ? "1 export needs attention." : $"{ReportText.Number(bad)} exports need attention.";
        string gaps = uncovered == 0 ? " No interval is missing."
            : $" {ReportText.Count(uncovered, "interval", "intervals")} of "
                + $"{ReportText.Count(_report.Exports.Count(e => e.Uncovered > 0), "export", "exports")} "
                + "failed or are missing.";
        string rows = (lacking > 0 ? $" {CountText.FormatRows(lacking)} {CountText.Choose(lacking, "was", "were")} not exported." : "")
            + (failed > 0 ? $" {CountText.FormatRows(failed)} failed." : "");
        return (bad == 0 ? "warn" : "bad", health + gaps + rows);
    }

    private void Tiles()
    {
        int expected = _report.Exports.Sum(e => e.Expected);
        int covered = _report.Exports.Sum(e => e.Covered);
        int uncovered = expected - covered;
        int healthy = _report.Exports.Count(e => e.Health.IsHealthy);
        int unhealthy = _report.Exports.Count - healthy;
        long rows = _report.Exports.Sum(e => e.Rows);
        long bytes = _report.Exports.Sum(e => e.Bytes);
        _html.Open("dl", "class", "tiles", "aria-label", "Summary");
        Tile("Exports", ReportText.Number(_report.Exports.Count), null, null);
        Tile("Healthy", ReportText.Number(healthy), null, unhealthy == 0 ? "good" : null);
        Tile("Need attention", ReportText.Number(unhealthy), null, unhealthy > 0 ? "bad" : null);
        Tile("Missing intervals", ReportText.Number(uncovered), null, uncovered > 0 ? "warn" : null);
        Tile("Coverage", ReportText.Percent(covered, expected), $"{ReportText.Number(covered)} of {ReportText.Number(expected)} intervals", null);
        Tile("Rows", ReportText.Short(rows), ReportText.Number(rows) + " rows", null);
        Tile("Bytes", bytes == 0 && rows > 0 ? "–" : ReportText.Bytes(bytes), ReportText.Number(bytes) + " bytes", null);
        _html.Close();
    }

    private void Tile(string name, string value, string? exact, string? style) =>
        _html.Open("div", "class", style is null ? "tile" : "tile " + style).Leaf("dt", name).Leaf("dd", value, "title", exact).Close();

    private void Totals()
    {
        if (_report.Exports.Count == 0)
            return;
        VolumeSeries volume = _report.Volume;
        string per = "in " + ReportText.Span(volume.Bucket);
        _html.Open("section", "class", "charts", "aria-label", "All exports over time");
        Chart.Bars(_html, "fai", "Not covered", $"at most {ReportText.Number(_report.Trouble.Max())} {per}", _report.Trouble);
        Chart.Bars(_html, "vol", "Rows", $"at most {ReportText.Short(volume.Rows.Max())} {per}", volume.Rows);
        // Servers that do not count bytes send none.
        if (volume.Bytes.Max() > 0)
            Chart.Bars(_html, "vol", "Bytes", $"at most {ReportText.Bytes(volume.Bytes.Max())} {per}", volume.Bytes);
        _html.Close();
    }
}
