using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Runtime.InteropServices;
using PostHogPS.TestHost;

namespace PostHogPS.Benchmarks;

/// <summary>The page that the README points to.</summary>
internal static class Report
{
    private const string Heading = "## Speed and size";

    private static readonly string[] Programs = ["node", "curl", "jq"];

    internal static void Write(string path, IReadOnlyList<Row> rows, Child child)
    {
        string table = string.Join("\n", rows.Select(r => "| " + r.What.Replace("|", "\\|", StringComparison.Ordinal) + " | " + r.Target + " | " + r.Measured + " |"));
        string shell = child.ShellVersion();
        string others = string.Concat(Programs.Where(static p => Child.Find(p) is not null).Select(p => ", " + child.Version(p)));
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        string figures = $"""
            {Heading}

            Measured with `dotnet run -c Release --project benchmarks -- --write` on {DateTime.UtcNow:yyyy-MM-dd}; run it with nothing else running.
            Each sample is a process of its own against a local server that answers from memory; ours and the rival ones take turns.
            A ratio is the median of ours over the median of theirs, below 1 is faster than they are; in brackets between which
            values the middle 80 percent of the pairs lie, then both medians. The curl and Node rows need `curl`, `jq`, `node`,
            and `npm install` in `benchmarks/rivals`; a row whose program is missing says so.

            PostHogPS {StagedModule.Version}, {shell}, {RuntimeInformation.FrameworkDescription}, {RuntimeInformation.RuntimeIdentifier}, {Environment.ProcessorCount} processors{others}.

            | What | Target | Measured |
            |--|--|--|
            {table}

            """.ReplaceLineEndings("\n");

        // The figures of other measurements stand in the same file and stay.
        string before = File.Exists(path) ? File.ReadAllText(path) : "# Measurements\n";
        int from = before.IndexOf(Heading + "\n", StringComparison.Ordinal);
        int next = from < 0 ? -1 : before.IndexOf("\n## ", from, StringComparison.Ordinal);
        string after = next < 0 ? "" : before[next..];
        File.WriteAllText(path, (from < 0 ? before : before[..from]).TrimEnd('\n') + "\n\n" + figures + after);
    }
}
