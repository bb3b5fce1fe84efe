using System.Collections.Generic;
using System.Linq;
using PostHogPS.Health;
using PostHogPS.Text;

namespace PostHogPS.Report;

/// <summary>The commands to paste. They are made of ids, numbers and times alone: a name could hold a line break and a command of its own.</summary>
internal sealed class RepairSection
{
    private readonly HtmlWriter _html;
    private readonly ReportData _report;

    internal RepairSection(HtmlWriter html, ReportData report)
    {
        _html = html;
        _report = report;
    }

    internal void Write()
    {
        _html.Open("section", "id", "repair", "tabindex", "-1").Leaf("h2", "Repair");
        List<string> commands = Commands();
        if (commands.Count == 0)
        {
            _html.Leaf("p", "No gap can be closed by a backfill.");
        }
        else
        {
            _html.Open("p").Text("Paste this into PowerShell; add ")
                .Leaf("code", "-WhatIf").Text(" to see the plan first. Intervals covered by then are not exported again.").Close();
            _html.Leaf("pre", string.Join("\n", commands), "class", "paste", "tabindex", "0");
        }

        int paused = _report.Exports.Count(e => e.Health.State == HealthState.AutoPaused);
        if (paused > 0)
            _html.Leaf("p", $"{ReportText.Count(paused, "export is", "exports are")} paused by PostHog and left out: correct the cause, "
                + "then use the command under the export.");
        int billing = _report.Exports.Count(e => e[IntervalState.Billing] > 0);
        if (billing > 0)
            _html.Leaf("p", $"{ReportText.Count(billing, "export has", "exports have")} intervals blocked by billing; "
                + "a repair works when the bill is settled.");
        _html.Close();
    }

    // One command per project; a repair finds out by itself what is missing in the window.
    private List<string> Commands() =>
        _report.ByProject()
            .Select(project => project.Where(e => e.Repairable.Any() && e.Health.State is not HealthState.AutoPaused and not HealthState.PausedByUser).ToList())
            .Where(exports => exports.Count > 0)
            .Select(Command).ToList();

    private static string Command(List<ExportHistory> exports)
    {
        IEnumerable<BatchExportGap> gaps = exports.SelectMany(e => e.Repairable).ToList();
        return new CommandLine("Repair-PHBatchExport")
            .WithExports(exports[0].Health.ProjectId, exports[0].Health.ConnectionToName, exports.Select(e => e.Health.BatchExportId).ToArray())
            .WithWindow(gaps.Min(g => g.Start), gaps.Max(g => g.End)).With("-Wait").ToString();
    }
}
