using System;
using System.Buffers;
using System.Collections.Generic;
using System.Linq;
using System.Management.Automation;
using System.Management.Automation.Language;
using System.Text;
using System.Threading.Tasks;
using PostHogPS.TestHost;
using Xunit;

namespace PostHogPS.Module.Tests.Promises.Names;

/// <summary>Names that somebody chose with care: nothing in them is run, nothing repaints the screen, and they can be typed.</summary>
[Trait("Speed", "Slow")]
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
        ["single quote and a call"] = "'; Tripwire; '",
        ["double quote and a call"] = "\"; Tripwire; \"",
        ["curly quote and a call"] = "\u2019; Tripwire; \u2019\u2018\u201A\u201B",
        ["curly double quote and a call"] = "\u201D; Tripwire; \u201C\u201E",
        ["call"] = "$(Tripwire)",
        ["escaped call"] = "`$(Tripwire)`",
        ["block"] = "{Tripwire}",
        ["call operator"] = "&Tripwire",
        ["dot"] = ". Tripwire",
        ["line break and a call"] = "a\nTripwire\r\nTripwire",
        ["array"] = "@(Tripwire)",
        ["expression"] = "(Tripwire)",
        ["half surrogate pairs"] = "a\ud800b\udc00c\udc00\ud800",
        ["dash that is not one"] = "\u2013Confirm:$(Tripwire)",
        ["space that is not one"] = "a\u00a0;Tripwire\u0085Tripwire\u3000|Tripwire",
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
        bench.Run("function global:Tripwire { $global:pwned = 'called' }").Clean();
        // The server takes no longer one for a dashboard.
        bench.Shell.Set("boardName", name[..Math.Min(name.Length, 400)]);
        // No encoding knows half a surrogate pair: the replacement character arrives in its place, and is the name from then on.
        bench.Prepare("$made = New-PHBatchExport $name @{ type = 'NoOp'; config = @{} }; $board = New-PHDashboard $boardName");
        Guid id = bench.Run("$made").As<BatchExport>()[0].Id;
        name = Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(name));
        Assert.Equal(name, bench.Run("$made").As<BatchExport>()[0].Name);
        bench.Shell.Set("name", name);
        bench.Shell.Set("boardName", name[..Math.Min(name.Length, 400)]);

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

            Assert.Contains(bench.Shell.Complete(command),
                c => Constant(command + c.CompletionText) is { } text && (text == name || text == (string)bench.Shell.Get("boardName")!));
        }

        string line = bench.Shell.Complete("Get-PHBatchExport ").Select(c => c.CompletionText).First(t => Constant("Get-PHBatchExport " + t) == name);
        Assert.Equal(id, bench.Run("Get-PHBatchExport " + line).Clean().As<BatchExport>()[0].Id);

        AcceptEveryOffer(bench, name);

        // On the screen: one row, no wider than it may be, nothing that steers.
        foreach (string shown in new[] { "$made", "$board", "Get-PHBatchExportHealth $name", "$made | Set-PHBatchExport -Name other -WhatIf",
            "$made | Remove-PHBatchExport -WhatIf",
            "$board | Remove-PHDashboard -WhatIf", "Suspend-PHBatchExport ($name + '!')", "Start-PHBatchExportBackfill $name -Start -2h -End -1h -WhatIf",
                "$made | Get-PHBatchExportRun", "Watch-PHBatchExport -Count 1" })
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

    /// <summary>Takes every offer of Tab and runs the line, as a person would: nothing but the cmdlet itself is run.</summary>
    private static void AcceptEveryOffer(Bench bench, string name)
    {
        int accepted = 0;
        foreach (string begin in new[] { "Get-PHBatchExport ", "Get-PHBatchExport -Name ", "Suspend-PHBatchExport -WhatIf -BatchExport ", "Get-PHDashboard ",
            "Remove-PHDashboard -WhatIf " })
        {
            foreach (CompletionResult offer in bench.Shell.Complete(begin)
                .Where(c => c.ResultType == CompletionResultType.ParameterValue
                && (c.CompletionText.StartsWith('\'') || Constant(begin + c.CompletionText) == name)))
            {
                bench.Run(begin + offer.CompletionText).Clean();
                accepted++;
                Assert.True(bench.Run("$global:pwned").Objects.All(o => o is null),
                    "was run: " + begin + offer.CompletionText[..Math.Min(200, offer.CompletionText.Length)]);
            }
        }

        Assert.True(accepted >= 2, "few offers for " + name);
    }

    /// <summary>Those that do something to a line.</summary>
    public static TheoryData<string> Steerers =>
        ["quotes", "escape sequences", "direction marks", "line breaks", "null", "long", "half surrogate pairs", "space that is not one", "emoji"];

    [Theory]
    [MemberData(nameof(Steerers))]
    public async Task Prompts_and_warnings_are_one_line_and_do_not_steer(string which)
    {
        string name = Hostile[which];
        await using Bench bench = await Bench.StartAsync(new BenchOptions { Width = Width });
        bench.Shell.Set("name", name);
        bench.Prepare("$made = New-PHBatchExport $name @{ type = 'NoOp'; config = @{} }");

        foreach (string line in new[] { "$made | Remove-PHBatchExport", "$made | Suspend-PHBatchExport -Confirm",
            "$made | Set-PHBatchExport -Interval day -Confirm", "$made | Start-PHBatchExportBackfill -Start -2h -End -1h -Confirm" })
        {
            bench.Shell.UI.Prompts.Clear();
            bench.Shell.UI.Answers.Enqueue("N");
            ShellResult result = bench.Run(line);
            string prompt = Assert.Single(bench.Shell.UI.Prompts);
            AssertPlain(prompt.Replace("\r", "", StringComparison.Ordinal).Replace("\n", "", StringComparison.Ordinal));
            Assert.True(prompt.Length < 1000, line + " asks in " + prompt.Length + " characters");
            Assert.True(prompt.Split('\n').Length <= 5, prompt);
            // What is asked about can be read to the end: the id stands behind the name.
            Assert.Contains("project 101", prompt, StringComparison.Ordinal);
            Assert.Empty(result.Errors);
        }

        Assert.Empty(bench.Writes());

        // A second one of the same name, paused, and a pattern that finds both: warnings, verbose lines, errors.
        ShellResult said = bench.Run("New-PHBatchExport $name @{ type = 'NoOp'; config = @{} }; $made | Suspend-PHBatchExport; $made | Resume-PHBatchExport -Verbose; Get-PHBatchExportRun $name -Verbose; $made | Test-PHBatchExportHealth -Quiet");
        foreach (string message in said.Warnings.Concat(said.Verbose).Concat(said.Errors.Select(e => e.ToString()))
            .Concat(said.Progress.Select(p => p.Activity + p.StatusDescription)))
        {
            AssertPlain(message.Replace("\r", "", StringComparison.Ordinal).Replace("\n", "", StringComparison.Ordinal));
            Assert.True(message.Length <= 8001, message.Length + " characters");
        }
    }

    private static void AssertPlain(string text)
    {
        int at = text.AsSpan().IndexOfAny(Steering);
        Assert.True(at < 0, at < 0 ? ""
            : "U+" + ((int)text[at]).ToString("X4", System.Globalization.CultureInfo.InvariantCulture) + " after: " + text[Math.Max(0, at - 60)..at]);
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
