using System;
using System.IO;
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

    [Trait("Speed", "Slow")]
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

    /// <summary>A table stays in columns on a screen of 80: no line is so long that Get-Help would break it.</summary>
    [Theory]
    [InlineData("Get-PHBatchExportHealth", "State", "BillingBlocked  PostHog does not run it because of billing.")]
    [InlineData("Repair-PHBatchExport", "Action", "Retry     A retry of the one failed run RunId.")]
    [InlineData("Find-PHBatchExportGap", "Kind", "Failed          The newest run failed; LastError has its error.")]
    public void States_are_a_table_under_outputs(string cmdlet, string head, string row)
    {
        string text = _shell.Show("Get-Help $args[0] -Full", cmdlet).Clean().Text;
        string outputs = text[text.IndexOf("\nOUTPUTS", StringComparison.Ordinal)..];
        Assert.Contains(row, outputs, StringComparison.Ordinal);
        Assert.Matches($@"(?m)^ +{head} +Meaning\s*$", outputs);
        Assert.Matches(@"(?m)^ +-+ +-------\s*$", outputs);
        string table = HelpPageTests.Book.Page(cmdlet).Parts("OUTPUTS").SelectMany(o => PlainText.Paragraphs(o.Body))
            .Single(p => p.StartsWith(head, StringComparison.Ordinal) && p.Contains('\n', StringComparison.Ordinal));
        Assert.All(table.Split('\n'), line => Assert.InRange(line.Length, 1, 68));
    }

    /// <summary>A type that the syntax shows is .NET's own, or comes out of a cmdlet, or the about topic says what it takes.</summary>
    [Fact]
    public void Types_of_parameters_are_explained()
    {
        string about = File.ReadAllText(Path.Combine(HelpBook.DefaultFolder, "about_PostHogPS.help.txt"));
        Type[] own = [.. HelpPageTests.Cmdlets.SelectMany(c => c.Parameters).Select(p => p.Type)
            .Select(t => Nullable.GetUnderlyingType(t) ?? t).Select(t => t.IsArray ? t.GetElementType()! : t)
            .Where(t => t.FullName!.StartsWith("PostHogPS.", StringComparison.Ordinal)).Distinct()];
        Assert.NotEmpty(own);
        Assert.All(own, type => Assert.Matches($@"(?m)^    {type.Name} ", about));
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
