using System;
using System.Linq;
using System.Management.Automation;
using PostHogPS.HelpTool;
using PostHogPS.TestHost;
using Xunit;

namespace PostHogPS.Module.Tests.Promises.Help;

/// <summary>What a person sees who asks the shell.</summary>
public sealed class GetHelpTests(GetHelpTests.Reader reader) : IClassFixture<GetHelpTests.Reader>
{
    private readonly Shell _shell = reader.Shell;

    public static TheoryData<string> Names => HelpPageTests.Names;

    [Theory]
    [MemberData(nameof(Names))]
    public void Get_Help_shows_what_the_page_says(string cmdlet)
    {
        HelpPage page = HelpPageTests.Book.Page(cmdlet);
        string text = Squeeze(_shell.Show("Get-Help $args[0] -Full", cmdlet).Clean().Text);

        Assert.Contains(Squeeze(PlainText.Paragraphs(page.Text("SYNOPSIS")).Single()), text, StringComparison.Ordinal);
        Assert.All(PlainText.Paragraphs(page.Text("DESCRIPTION")), paragraph => Assert.Contains(Squeeze(paragraph), text, StringComparison.Ordinal));
        Assert.All(page.Parts("EXAMPLES"), example =>
        {
            Assert.Contains(Squeeze(example.Heading), text, StringComparison.Ordinal);
            Assert.Contains(Squeeze(PlainText.Code(example.Body, "powershell").Single()), text, StringComparison.Ordinal);
        });
        Assert.All(page.Parts("PARAMETERS").Where(p => p.Heading != "CommonParameters"), parameter =>
        {
            Assert.Contains(Squeeze(parameter.Heading), text, StringComparison.Ordinal);
            Assert.All(PlainText.Paragraphs(PageWriter.Words(parameter.Body)), words => Assert.Contains(Squeeze(words), text, StringComparison.Ordinal));
        });
    }

    [Fact]
    public void Get_Help_answers_for_one_parameter()
    {
        PSObject help = _shell.Run("Get-Help Get-PHBatchExport -Parameter Name").Clean().Single;
        Assert.Equal("Name", help.Properties["name"].Value.ToString());
        Assert.Equal("0", help.Properties["position"].Value.ToString());
    }

    [Fact]
    public void About_topic_is_found()
    {
        string text = _shell.Show("Get-Help about_PostHogPS").Clean().Text;
        Assert.Contains("SHORT DESCRIPTION", text, StringComparison.Ordinal);
    }

    /// <summary>One shell for all: it reads the help file once.</summary>
    public sealed class Reader : IDisposable
    {
        public Shell Shell { get; } = Shell.Open();

        public void Dispose() => Shell.Dispose();
    }

    // Where lines break depends on the screen.
    private static string Squeeze(string text) => string.Concat(text.Where(c => !char.IsWhiteSpace(c)));
}
