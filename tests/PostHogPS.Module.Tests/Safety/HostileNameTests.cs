using System;
using System.Buffers;
using System.Collections.Generic;
using System.Linq;
using System.Management.Automation;
using System.Management.Automation.Language;
using System.Threading.Tasks;
using PostHogPS.Module.Tests.Faults;
using Xunit;

namespace PostHogPS.Module.Tests.Safety;

/// <summary>Names that somebody chose with care: nothing in them is run, nothing repaints the screen, and they can be typed.</summary>
public sealed class HostileNameTests
{
    private const int Width = 100;

    private static readonly SearchValues<char> Steering = SearchValues.Create("\u001b\u0007\u009b\u202E\u202C\u2066\u2069\u200F\0\u2028");

    private static readonly Dictionary<string, string> Hostile = new()
    {
        ["quotes"] = "it's \"quoted\" \u2018curly\u2019 \u201Cdouble\u201D",
        ["subexpression"] = "$($global:pwned = 1)",
        ["variable"] = "$env:PATH ${pwned}",
        ["backticks"] = "a`n`$b`",
        ["statements"] = "x; $global:pwned = 1; & { $global:pwned = 2 } | Out-Null #",
        ["redirection"] = "x > out.txt 2>&1 && y || z",
        ["escape sequences"] = "red \u001b[31mand \u001b]0;title\u0007 and \u009b2J",
        ["direction marks"] = "abc\u202Edeleted\u202C \u2066x\u2069 \u200F",
        ["line breaks"] = "one\r\ntwo\nthree\u2028four",
        ["wildcards"] = "a*b?[c-d]",
        ["unclosed"] = "[never closed",
        ["parameter"] = "-Confirm:$false",
        ["splat"] = "@args",
        ["comment"] = "<# x #> # y",
        ["stop parsing"] = "--%",
        ["null"] = "a\0b",
        ["long"] = new string('x', 64 * 1024),
        ["emoji"] = "\U0001F680 nightly \U0001F469\u200D\U0001F4BB",
    };

    public static TheoryData<string> Names => [.. Hostile.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public async Task A_name_is_a_name(string which)
    {
        string name = Hostile[which];
        await using Bench bench = await Bench.StartAsync(new BenchOptions { Width = Width });
        bench.Shell.Set("name", name);
        // The server takes no longer one for a dashboard.
        bench.Shell.Set("boardName", name[..Math.Min(name.Length, 400)]);
        bench.Prepare("$made = New-PHBatchExport $name @{ type = 'NoOp'; config = @{} }; $board = New-PHDashboard $boardName");
        Guid id = bench.Run("$made").As<BatchExport>()[0].Id;

        // Found by the name itself, also where it looks like a pattern.
        Assert.Equal(id, bench.Run("Get-PHBatchExport $name").Clean().As<BatchExport>()[0].Id);
        Assert.Equal(bench.Shell.Get("boardName"), bench.Run("Get-PHDashboard $boardName").Clean().As<Dashboard>()[0].Name);

        foreach ((string command, string parameter) in new[] { ("Get-PHBatchExport ", ""), ("Suspend-PHBatchExport -WhatIf ", ""), ("Get-PHDashboard ", "") })
        {
            foreach (CompletionResult offer in bench.Shell.Complete(command + parameter).Where(c => c.CompletionText.Length > 0))
            {
                AssertOneConstant(command + offer.CompletionText);
                AssertPlain(offer.ListItemText + offer.ToolTip);
            }

            Assert.Contains(bench.Shell.Complete(command), c => Constant(command + c.CompletionText) is { } text && (text == name || text == (string)bench.Shell.Get("boardName")!));
        }

        string line = bench.Shell.Complete("Get-PHBatchExport ").Select(c => c.CompletionText).First(t => Constant("Get-PHBatchExport " + t) == name);
        Assert.Equal(id, bench.Run("Get-PHBatchExport " + line).Clean().As<BatchExport>()[0].Id);

        // On the screen: one row, no wider than it may be, nothing that steers.
        foreach (string shown in new[] { "$made", "$board", "Get-PHBatchExportHealth $name", "$made | Set-PHBatchExport -Name other -WhatIf", "$made | Remove-PHBatchExport -WhatIf",
            "$board | Remove-PHDashboard -WhatIf", "Suspend-PHBatchExport ($name + '!')", "Start-PHBatchExportBackfill $name -Start -2h -End -1h -WhatIf", "$made | Get-PHBatchExportRun", "Watch-PHBatchExport -Count 1" })
        {
            string text = bench.Shell.Show(shown).Text;
            AssertPlain(text.Replace("\r", "", StringComparison.Ordinal).Replace("\n", "", StringComparison.Ordinal));
            Assert.True(text.Length < 12_000, shown + " wrote " + text.Length + " characters");
        }

        string[] table = [.. bench.Shell.Show("$made").Text.Split('\n').Select(l => l.TrimEnd()).Where(l => l.Length > 0)];
        Assert.Equal(3, table.Length);
        Assert.All(table, row => Assert.True(row.Length <= Width, "a row has " + row.Length + " characters"));
        if (which == "escape sequences")
            Assert.Contains("[31mand", string.Concat(table), StringComparison.Ordinal);

        // Errors and prompts say where, whatever the name does to the line.
        if (!WildcardPattern.ContainsWildcardCharacters(name))
            Assert.Contains("project 101", bench.Run("Suspend-PHBatchExport ($name + '!')").Error.ToString(), StringComparison.Ordinal);
        bench.Run("$made | Set-PHBatchExport -Name renamed -Verbose").Clean();
        Assert.Null(bench.Shell.Get("pwned"));
        Assert.DoesNotContain(bench.Run("$global:pwned").Objects, o => o is not null);
    }

    private static void AssertPlain(string text)
    {
        int at = text.AsSpan().IndexOfAny(Steering);
        Assert.True(at < 0, at < 0 ? "" : "U+" + ((int)text[at]).ToString("X4", System.Globalization.CultureInfo.InvariantCulture) + " after: " + text[Math.Max(0, at - 60)..at]);
    }

    private static void AssertOneConstant(string line) =>
        Assert.True(Constant(line) is not null, "is more than one text: " + line[..Math.Min(line.Length, 200)]);

    /// <summary>The text the last argument stands for, when it is nothing but a text.</summary>
    private static string? Constant(string line)
    {
        ScriptBlockAst script = Parser.ParseInput(line, out _, out ParseError[] errors);
        if (errors.Length > 0 || script.EndBlock.Statements.Count != 1
            || script.EndBlock.Statements[0] is not PipelineAst { PipelineElements: [CommandAst command] } || command.Redirections.Count > 0)
            return null;
        return command.CommandElements[^1] is StringConstantExpressionAst text ? text.Value
            : command.CommandElements[^1] is ConstantExpressionAst constant ? constant.Value.ToString() : null;
    }
}
