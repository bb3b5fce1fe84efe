using System;
using System.Collections.Generic;
using System.Linq;
using System.Text;
using System.Text.RegularExpressions;

namespace PostHogPS.HelpTool;

/// <summary>The table of cmdlets on the module's page, between two marks.</summary>
internal static class ModulePage
{
    private const string Begin = "<!-- cmdlets: made by tools/Help -->";
    private const string End = "<!-- /cmdlets -->";

    // Folders under src/PostHogPS/Commands in the order a reader meets them; a new folder goes to the end by itself.
    private static readonly List<string> Order = ["Connection", "Projects", "Organizations", "BatchExports", "Runs", "Backfills", "Logs", "Operations",
        "FileDownloads", "Dashboards", "Rest"];

    internal static string Table(IEnumerable<(CmdletFacts Cmdlet, HelpPage Page)> pages)
    {
        var text = new StringBuilder("| | Cmdlet | |\n|--|--|--|\n");
        foreach (var group in pages.GroupBy(p => p.Cmdlet.Group).OrderBy(g => Rank(g.Key)).ThenBy(g => g.Key, StringComparer.Ordinal))
        {
            string title = Title(group.Key);
            foreach ((CmdletFacts cmdlet, HelpPage page) in group)
            {
                text.Append("| ").Append(title).Append(title.Length > 0 ? " " : "")
                    .Append("| [").Append(cmdlet.Name).Append("](").Append(cmdlet.Name).Append(".md) | ")
                    .Append(page.Text("SYNOPSIS").Replace("|", "\\|", StringComparison.Ordinal)).Append(" |\n");
                title = "";
            }
        }

        return text.ToString();
    }

    internal static string Put(string page, string table)
    {
        int begin = page.IndexOf(Begin, StringComparison.Ordinal);
        int end = page.IndexOf(End, StringComparison.Ordinal);
        return begin < 0 || end < begin ? page : page[..begin] + Begin + "\n\n" + table + "\n" + page[end..];
    }

    private static int Rank(string folder) => Order.IndexOf(folder) is >= 0 and int rank ? rank : Order.Count;

    private static string Title(string folder) => Regex.Replace(folder, "(?<=[a-z])(?=[A-Z])", " ").ToLowerInvariant() is var words ? char.ToUpperInvariant(words[0])
        + words[1..] : folder;
}
