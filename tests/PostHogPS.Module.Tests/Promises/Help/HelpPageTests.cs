using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text;
using System.Xml.Linq;
using PostHogPS.HelpTool;
using PostHogPS.TestHost;
using Xunit;

namespace PostHogPS.Module.Tests.Promises.Help;

/// <summary>The pages say what the code does: types, positions, defaults, and every parameter there is.</summary>
public sealed class HelpPageTests
{
    internal static HelpBook Book { get; } = new(HelpBook.DefaultFolder, typeof(PostHogPS.Commands.ConnectPostHogCommand).Assembly);

    internal static IReadOnlyList<CmdletFacts> Cmdlets => Book.Cmdlets;

    public static TheoryData<string> Names => [.. Cmdlets.Select(c => c.Name)];

    [Trait("Speed", "Slow")]
    [Fact]
    public void Pages_and_the_list_of_cmdlets_match_the_code()
    {
        string[] problems = [.. Book.Check()];
        Assert.True(problems.Length == 0, string.Join("\n", problems.Append("./build.ps1 -Task Help fixes what needs no words.")));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Every_parameter_is_documented_and_none_that_is_gone(string cmdlet)
    {
        string[] documented = [.. Book.Page(cmdlet).Parts("PARAMETERS").Select(p => p.Heading).Where(h => h != "CommonParameters")];
        Assert.Equal(Cmdlets.Single(c => c.Name == cmdlet).Parameters.Select(p => "-" + p.Name), documented);
    }

    [Trait("Speed", "Slow")]
    [Fact]
    public void Help_that_ships_is_made_from_the_pages_byte_for_byte()
    {
        byte[] shipped = File.ReadAllBytes(Path.Combine(StagedModule.Directory, "en-US", "PostHogPS.dll-Help.xml"));
        Assert.Equal(Book.Maml(), Encoding.UTF8.GetString(shipped));
        Assert.DoesNotContain((byte)'\r', shipped);
        Assert.Equal(Cmdlets.Select(c => c.Name), XDocument.Parse(Book.Maml()).Root!.Elements().Select(c => c.Elements().First().Elements().First().Value));
    }

    [Fact]
    public void Help_that_ships_is_made_by_the_build_and_not_kept_with_the_pages() =>
        Assert.Empty(Directory.GetFiles(HelpBook.DefaultFolder, "*-Help.xml"));

    [Fact]
    public void Refreshing_a_page_keeps_every_word_that_people_wrote()
    {
        CmdletFacts cmdlet = Cmdlets.Single(c => c.Name == "Get-PHBatchExport");
        HelpPage before = Book.Page(cmdlet.Name);
        string text = PageWriter.Write(before, cmdlet, new DocComments(typeof(PostHogPS.Commands.ConnectPostHogCommand).Assembly));
        HelpPage after = HelpPage.Parse(text);

        Assert.Equal(before.Text("DESCRIPTION"), after.Text("DESCRIPTION"));
        Assert.Equal(before.Parts("EXAMPLES"), after.Parts("EXAMPLES"), (a, b) => a.Heading == b.Heading && a.Body == b.Body);
        Assert.Equal(text, PageWriter.Write(after, cmdlet, new DocComments(typeof(PostHogPS.Commands.ConnectPostHogCommand).Assembly)));
    }

    [Fact]
    public void A_parameter_that_is_gone_leaves_the_page()
    {
        CmdletFacts cmdlet = Cmdlets.Single(c => c.Name == "Disconnect-PostHog");
        HelpPage page = HelpPage.Parse("# Disconnect-PostHog\n\n## PARAMETERS\n\n### -OfOldTimes\n\nGone.\n\n### -All\n\nMy words.\n");
        string text = PageWriter.Write(page, cmdlet, new DocComments(typeof(PostHogPS.Commands.ConnectPostHogCommand).Assembly));

        Assert.DoesNotContain("OfOldTimes", text, System.StringComparison.Ordinal);
        Assert.Contains("### -All\n\nMy words.\n\n```yaml\nType: System.Management.Automation.SwitchParameter", text, System.StringComparison.Ordinal);
    }
}
