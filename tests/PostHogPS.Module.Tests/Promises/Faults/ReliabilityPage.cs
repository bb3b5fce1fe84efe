using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Runtime.InteropServices;
using System.Text;
using PostHogPS.TestHost;

namespace PostHogPS.Module.Tests.Promises.Faults;

/// <summary>The parts of docs/reliability.md that are made from the run. UPDATE_DOCS=1 writes them.</summary>
internal static class ReliabilityPage
{
    internal const string Outcomes = "fault matrix";
    internal const string Stops = "stop times";

    private static readonly object Gate = new();

    private static readonly (CommandKind Kind, string Title)[] Columns =
    [
        (CommandKind.Read, "Read"),
        (CommandKind.List, "List"),
        (CommandKind.Repeatable, "Repeatable write"),
        (CommandKind.Once, "Write never repeated"),
        (CommandKind.Wait, "Wait"),
        (CommandKind.Download, "Download"),
    ];

    private static string File => Path.Combine(StagedModule.RepositoryRoot, "docs", "reliability.md");

    internal static bool IsWanted => Environment.GetEnvironmentVariable("UPDATE_DOCS") == "1";

    /// <summary>Where and when something was measured; nothing that names the machine.</summary>
    internal static string Machine(string command) => string.Create(CultureInfo.InvariantCulture,
        $"Measured on {DateTime.UtcNow:yyyy-MM-dd} with `{command}`: {Environment.ProcessorCount} processors, {RuntimeInformation.OSDescription}, {RuntimeInformation.FrameworkDescription}.");

    /// <summary>What stands between the marks of a part.</summary>
    internal static string Read(string part)
    {
        string text = Text();
        int from = text.IndexOf(Begin(part), StringComparison.Ordinal) + Begin(part).Length;
        return text[from..text.IndexOf(End(part), StringComparison.Ordinal)];
    }

    internal static void Write(string part, string content)
    {
        lock (Gate)
        {
            string text = Text();
            int from = text.IndexOf(Begin(part), StringComparison.Ordinal) + Begin(part).Length;
            int to = text.IndexOf(End(part), StringComparison.Ordinal);
            System.IO.File.WriteAllText(File, text[..from] + content + text[to..]);
        }
    }

    /// <summary>The table, the commands of each column, and what differs from its column.</summary>
    internal static string Table(IReadOnlyList<Cell> cells)
    {
        var text = new StringBuilder("\n");
        text.Append("| Fault | ").AppendJoin(" | ", Columns.Select(c => c.Title)).Append(" |\n|--|").Insert(text.Length, "--|", Columns.Length).Append('\n');
        var exceptions = new List<string>();
        foreach (FaultCase fault in FaultCases.All)
        {
            text.Append("| ").Append(fault.Name);
            foreach ((CommandKind kind, _) in Columns)
            {
                List<IGrouping<string, Cell>> ways = [.. cells.Where(c => c.Fault.Name == fault.Name && c.Driven.Kind == kind)
                    .GroupBy(Outcome).OrderByDescending(g => g.Count()).ThenBy(g => g.Key, StringComparer.Ordinal)];
                text.Append(" | ").Append(ways.Count == 0 ? "" : ways[0].Key);
                exceptions.AddRange(ways.Skip(1).Select(g => $"| {fault.Name} | {string.Join(", ", g.Select(c => $"`{c.Driven.Name}`"))} | {g.Key} |"));
            }

            text.Append(" |\n");
        }

        text.Append("\nThe commands of each column, at their main work:\n\n");
        foreach ((CommandKind kind, string title) in Columns)
            text.Append("- ").Append(title).Append(": ").AppendJoin(", ", FaultMatrix.Cases.Where(c => c.Kind == kind).Select(c => $"`{c.Name}`")).Append('\n');
        text.Append("- Send nothing, and are not in the table: ")
            .AppendJoin(", ", CmdletCases.All.Where(c => c.Kind == CommandKind.Local).Select(c => $"`{c.Name}`")).Append('\n');
        text.Append(CultureInfo.InvariantCulture, $"\n{cells.Count} pairs of a command and a fault. What differs from its column:\n\n");
        text.Append("| Fault | Commands | |\n|--|--|--|\n").AppendJoin('\n', exceptions).Append("\n\n");
        return text.ToString();
    }

    /// <summary>What was seen; the rule's own words where the number of requests is not the module's to decide.</summary>
    private static string Outcome(Cell cell) => cell.Fault.Expect(cell.Driven) is { Error: null } or { Counting: not Counting.Exactly }
        ? (cell.Fault.Expect(cell.Driven) with { Error = cell.Error }).ToString()
        : new Ending(cell.Error, cell.Sends).ToString();

    private static string Text() => System.IO.File.ReadAllText(File).ReplaceLineEndings("\n");

    private static string Begin(string part) => $"<!-- {part}: made by the tests, do not edit -->\n";

    private static string End(string part) => $"<!-- end of the {part} -->";
}
