using System;
using System.Collections.Generic;
using System.Linq;
using System.Management.Automation.Language;
using System.Threading.Tasks;
using PostHogPS.TestHost;
using PostHogPS.Testing.Faults;
using Xunit;
using PostHogPS.Text;

namespace PostHogPS.Module.Tests.Promises.Names;

/// <summary>Commands in messages are pasted. Whatever a name holds, each is one command, and the name is one argument of it.</summary>
[Trait("Speed", "Slow")]
public sealed class PasteableTextTests
{
    private static readonly string[] Names =
    [
        "report", "it's", "report\u2019; Get-Process #", "\u2018; Get-Process; \u2018", "\u201A; Get-Process #", "\u201B; Get-Process #", "'; Get-Process; '",
            "\"; Get-Process; \"", "$(Get-Process)",
        "`$(Get-Process)", "a`nb", "x; Get-Process", "x | Get-Process", "&Get-Process", "{Get-Process}", "@(Get-Process)", "-Confirm:$false", "--%", "# x",
            "<# x #>", "[never closed", "a*b?",
        "a\u00a0;Get-Process", "one\r\nGet-Process", "a\u001b]0;x\u0007b", "a\u202Eb\u202C", "a\u2028Get-Process", "a\0b", "emoji \U0001F680", new('x', 5000),
    ];

    public static TheoryData<int> Which => [.. Enumerable.Range(0, Names.Length)];

    [Theory]
    [MemberData(nameof(Which))]
    public void A_command_by_name_is_one_command_with_one_argument_or_none(int which)
    {
        string name = Names[which];
        CommandAst command = OneCommand(CommandLine.ForName("Get-PHBatchExport", name));
        Assert.Equal("Get-PHBatchExport", command.GetCommandName());
        if (command.CommandElements.Count > 1)
            Assert.Equal(name, Assert.IsType<StringConstantExpressionAst>(Assert.Single(command.CommandElements.Skip(1))).Value);
        else
            Assert.True(name.Length > 200 || name.Any(MessageText.Steers) || name.Any(char.IsSurrogate), "left out: " + name);
    }

    [Theory]
    [MemberData(nameof(Which))]
    public async Task Every_text_of_an_error_and_every_suggestion_holds_nothing_but_the_module_s_own_commands(int which)
    {
        string name = Names[which];
        await using Bench bench = await Bench.StartAsync();
        bench.Shell.Set("name", name);
        bench.Shell.Set("board", name[..Math.Min(name.Length, 400)]);
        bench.Prepare("$made = New-PHBatchExport $name @{ type = 'NoOp'; config = @{} }");
        bench.Faults.Add(FaultKind.Drop, "POST", "*/batch_exports/", times: 1);
        bench.Faults.Add(FaultKind.Drop, "POST", "*/dashboards/", times: 1);

        ShellResult lost = bench.Run("New-PHBatchExport $name @{ type = 'NoOp'; config = @{} } -Force; New-PHDashboard $board");
        ShellResult rest = bench.Run("New-PHBatchExport $name @{ type = 'NoOp'; config = @{} }; Get-PHBatchExport ('no such ' + $name.Replace('*','').Replace('?','').Replace('[','')); Set-PHDashboard ('no such ' + $board.Replace('*','').Replace('?','').Replace('[','')) -Description x; Get-PHConnection ('no such ' + $board.Replace('*','').Replace('?','').Replace('[',''))");

        Assert.Equal(2, lost.Errors.Count);
        foreach (ErrorRecordTexts error in lost.Errors.Concat(rest.Errors).Select(static e => new ErrorRecordTexts(e)))
        {
            foreach (string text in error.All)
                Assert.DoesNotContain(text, MessageText.Steers);
            // From the command on, the sentence around it is arguments of the command at most.
            int at = error.Advice.IndexOf("Get-PH", StringComparison.Ordinal);
            if (at >= 0 && error.Id.StartsWith("PostHog.FateUnknown", StringComparison.Ordinal))
                OneCommand(error.Advice[at..]);
        }

        foreach (string text in lost.Warnings.Concat(rest.Warnings))
            Assert.DoesNotContain(text, MessageText.Steers);
    }

    [Fact]
    public async Task What_a_server_says_steers_no_terminal_in_any_text_of_the_error()
    {
        await using Bench bench = await Bench.StartAsync();
        bench.Faults.Add(new Fault { Kind = FaultKind.Status, Status = 400, Times = 0, Body = "{\"type\":\"validation_error\",\"code\":\"in\\u001b[31mvalid\",\"detail\":\"one\\r\\ntwo \\u001b]0;title\\u0007 \\u202Ereversed\",\"attr\":\"na\\nme\"}" });

        ShellResult result = bench.Run("Get-PHCurrentUser");

        var exception = (PostHogApiException)result.Error.Exception;
        foreach (string? text in new ErrorRecordTexts(result.Error).All.Append(exception.Message).Append(exception.Detail).Append(exception.Code)
            .Append(exception.Attr))
            Assert.DoesNotContain(text!, MessageText.Steers);
        Assert.Contains("one two", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_category_names_the_target_on_one_line()
    {
        await using Bench bench = await Bench.StartAsync();
        bench.Shell.Set("name", "no such\r\n\u001b[31mexport");
        ShellResult result = bench.Run("Suspend-PHBatchExport $name");
        Assert.DoesNotContain(result.Error.CategoryInfo.ToString(), MessageText.Steers);
    }

    private static CommandAst OneCommand(string line)
    {
        ScriptBlockAst script = Parser.ParseInput(line, out _, out ParseError[] errors);
        Assert.True(errors.Length == 0, line);
        var pipeline = Assert.IsType<PipelineAst>(Assert.Single(script.EndBlock.Statements));
        var command = Assert.IsType<CommandAst>(Assert.Single(pipeline.PipelineElements));
        Assert.Empty(command.Redirections);
        Assert.All(command.CommandElements, static element => Assert.IsAssignableFrom<ConstantExpressionAst>(element));
        return command;
    }

    private sealed record ErrorRecordTexts(System.Management.Automation.ErrorRecord Record)
    {
        internal string Id => Record.FullyQualifiedErrorId;

        internal string Advice => Record.ErrorDetails.RecommendedAction;

        internal IEnumerable<string> All => [Record.ToString(), Record.ErrorDetails.Message, Advice, Record.Exception.Message, Record.CategoryInfo.TargetName];
    }
}
