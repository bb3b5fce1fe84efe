using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Runtime.InteropServices;
using PostHogPS.TestHost;

namespace PostHogPS.Benchmarks;

/// <summary>Writes what was measured into its table of docs/benchmarks.md; what was not measured stays as it is.</summary>
internal static class Report
{
    private static readonly string[] Programs = ["node", "curl", "jq"];

    internal static void Write(string path, string group, IReadOnlyList<Row> rows, Child child)
    {
        string table = string.Join("\n", rows.Select(r => "| " + r.What.Replace("|", "\\|", StringComparison.Ordinal) + " | " + r.Target + " | " + r.Measured + " |"));
        string others = string.Concat(Programs.Where(static p => Child.Find(p) is not null).Select(p => ", " + child.Version(p)));
        string heading = "### " + group + "\n";
        string section = string.Create(CultureInfo.InvariantCulture, $"""
            {heading}
            Measured on {DateTime.UtcNow:yyyy-MM-dd}: PostHogPS {StagedModule.Version}, {child.ShellVersion()}, {RuntimeInformation.FrameworkDescription}, {RuntimeInformation.RuntimeIdentifier}, {Environment.ProcessorCount} processors{others}.

            | What | Target | Measured |
            |--|--|--|
            {table}

            """).ReplaceLineEndings("\n");

        string page = File.ReadAllText(path);
        int from = page.IndexOf(heading, StringComparison.Ordinal);
        if (from < 0)
            throw new InvalidOperationException($"{path} has no section '{group}'.");
        int next = page.IndexOf("\n#", from, StringComparison.Ordinal);
        File.WriteAllText(path, page[..from] + section + (next < 0 ? "" : page[next..]));
    }
}
