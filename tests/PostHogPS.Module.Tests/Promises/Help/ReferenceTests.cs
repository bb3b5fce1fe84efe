using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Management.Automation;
using System.Text.RegularExpressions;
using PostHogPS.TestHost;
using Xunit;

namespace PostHogPS.Module.Tests.Promises.Help;

/// <summary>
/// What a text refers to is there: commands, parameters, help pages, files, sections. The texts are the help pages, the
/// about topic, the README and other pages of the repository, and every literal of the code that a user may read.
/// </summary>
public sealed class ReferenceTests
{
    private static readonly string Root = StagedModule.RepositoryRoot;

    private static readonly Regex CmdletName = new(@"(?<![\w-])(?:[A-Z][a-z]+-PH[A-Z]\w*|(?:Dis)?[Cc]onnect-PostHog)\b(?!\*)", RegexOptions.CultureInvariant);

    // Up to the end of the command or of the clause; what stands in parentheses is a command of its own.
    private static readonly Regex Arguments =
        new(@"\G(?:\((?:[^()]|\([^()]*\))*\)|\{[^{}]*\}|(?!\.\s|\.$|: |, | and | or | is | has |\s#|;|\||\n|`|""|\)|\})[\s\S])*",
        RegexOptions.CultureInvariant);

    private static readonly Regex Bracketed = new(@"\((?:[^()]|\([^()]*\))*\)|\{[^{}]*\}|'[^']*'", RegexOptions.CultureInvariant);

    private static readonly Regex Parameter = new(@"(?<=^|\s)-([A-Z]\w*)", RegexOptions.CultureInvariant);

    // Between two quotes on one line: a literal, an interpolated one with its holes.
    private static readonly Regex Literal = new(@"""(?:[^""\\\n]|\\.)*""", RegexOptions.CultureInvariant);

    private static readonly Regex Comment = new(@"^\s*//.*$", RegexOptions.CultureInvariant | RegexOptions.Multiline);

    // Pages that say where things are in the repository.
    private static readonly string[] ForDevelopers = ["CONTRIBUTING.md", "docs/architecture.md"];

    private static readonly string[] Projects = ["PostHogPS", "PostHogPS.Domain", "PostHogPS.Engine"];

    // Parameters of PowerShell's own commands that texts mention, and of commands beside a command of ours.
    private static readonly HashSet<string> PowerShellParameters = new(StringComparer.OrdinalIgnoreCase)
    {
        "AsSecureString", "AsPlainText", "Parallel", "Full", "Examples", "Parameter", "Property", "Force", "Last", "Wrap", "EQ", "GT", "Separator", "Path",
            "TrustRepository", "Task", "Interactive", "Command", "Raw", "File", "Date", "ExpandProperty", "Unique", "ThrottleLimit",
        "Minutes", "Descending", "WebSession", "Reinstall",
        "Attachments", "ContentType", "Encoding", "LiteralPath", "NonInteractive", "NoProfile", "NoTypeInformation", "PathType", "Scope", "Subject", "TimeoutSec",
    };

    // Parameters of the runbooks themselves: "[string] $StatePath" in their param blocks.
    private static readonly Lazy<HashSet<string>> RunbookParameters = new(() => new(
        Directory.EnumerateFiles(Path.Combine(Root, "examples"), "*.ps1").SelectMany(file => Regex.Matches(File.ReadAllText(file), @"\[\w+(?:\[\])?\] \$(\w+)(?= = |,|\)|\r?\n)"))
            .Select(match => match.Groups[1].Value), StringComparer.OrdinalIgnoreCase));

    private static readonly Lazy<Dictionary<string, CmdletInfo>> Cmdlets = new(() =>
    {
        using Shell shell = Shell.Open();
        return shell.Run("Get-Command -Module PostHogPS").Clean().As<CmdletInfo>().ToDictionary(c => c.Name, StringComparer.OrdinalIgnoreCase);
    });

    private static readonly Lazy<HashSet<string>> Described = new(() =>
        [.. Regex.Matches(File.ReadAllText(Path.Combine(Root, "docs", "en-US", "about_PostHogPS.help.txt")), @"^    PostHog\.(\w+)", RegexOptions.Multiline)
            .Select(m => m.Groups[1].Value)]);

    /// <summary>Where a text stands, and the text.</summary>
    public static TheoryData<string> Places
    {
        get
        {
            IEnumerable<string> pages = Directory.EnumerateFiles(Path.Combine(Root, "docs"), "*", SearchOption.AllDirectories)
                .Where(f => f.EndsWith(".md", StringComparison.Ordinal) || f.EndsWith(".txt", StringComparison.Ordinal))
                .Concat(Directory.EnumerateFiles(Root, "*.md"))
                .Concat(Directory.EnumerateFiles(Path.Combine(Root, "examples")));
            IEnumerable<string> code = Projects.SelectMany(project =>
                Directory.EnumerateFiles(Path.Combine(Root, "src", project), "*.cs", SearchOption.AllDirectories))
                .Where(f => !f.Contains(Path.DirectorySeparatorChar + "obj" + Path.DirectorySeparatorChar, StringComparison.Ordinal));
            return [.. pages.Concat(code).Select(f => Path.GetRelativePath(Root, f)).Order(StringComparer.Ordinal)];
        }
    }

    [Theory]
    [MemberData(nameof(Places))]
    public void What_a_text_refers_to_is_there(string place)
    {
        // The changelog speaks of what is gone, too.
        if (Path.GetFileName(place) == "CHANGELOG.md")
            return;
        var problems = new List<string>();
        foreach (string text in Texts(place))
        {
            problems.AddRange(CommandsOf(text));
            problems.AddRange(HelpPagesOf(text));
            problems.AddRange(IdsOf(text));
            if (!place.EndsWith(".cs", StringComparison.Ordinal))
            {
                problems.AddRange(LinksOf(text, Path.GetDirectoryName(Path.Combine(Root, place))!));
                problems.AddRange(SectionsOf(text));
            }

            if (ForDevelopers.Contains(place.Replace('\\', '/')))
                problems.AddRange(NamedPaths.FindMissing(text));
        }

        Assert.Empty(problems.Distinct());
    }

    /// <summary>A rule that finds nothing would agree with everything.</summary>
    [Theory]
    [InlineData("Get-PHNothing shows them.", "Get-PHNothing")]
    [InlineData("Try `Get-PHBatchExport -Nonsense x`.", "-Nonsense")]
    [InlineData("Get-PHBatchExportRun x -State Failed | Invoke-PHBatchExportRetry -Wat", "-Wat")]
    [InlineData("Connect-PostHog -ApiKey (Get-PHProject -Bad)", "-Bad")]
    [InlineData("Get-Help about_Nothing says it.", "about_Nothing")]
    [InlineData("Get-Help Get-PHBatchExport -Parameter Nope", "Nope")]
    [InlineData("It is PostHog.NoSuchError then.", "PostHog.NoSuchError")]
    public void A_wrong_reference_is_found(string text, string what) =>
        Assert.Contains(CommandsOf(text).Concat(HelpPagesOf(text)).Concat(IdsOf(text)), problem => problem.Contains(what, StringComparison.Ordinal));

    [Theory]
    [InlineData("See [x](nowhere.md).", "nowhere.md")]
    [InlineData("See [x](README.md#no-such-part).", "no-such-part")]
    public void A_wrong_link_is_found(string text, string what) =>
        Assert.Contains(LinksOf(text, Root), problem => problem.Contains(what, StringComparison.Ordinal));

    [Theory]
    [InlineData("See `src/PostHogPS/Contracts/I<Noun>Api.cs`.", "src/PostHogPS/Contracts/I<Noun>Api.cs")]
    [InlineData("Errors are made in `Errors/NoSuchRecords.cs`.", "Errors/NoSuchRecords.cs")]
    [InlineData("`NoSuchTests.cs` has it.", "NoSuchTests.cs")]
    [InlineData("dotnet run --project tools/Nothing", "tools/Nothing")]
    [InlineData("`tools/Nothing -- check`", "tools/Nothing")]
    public void A_wrong_path_is_found(string text, string what) => Assert.Equal("There is no path " + what + ".", NamedPaths.FindMissing(text).Distinct().Single());

    [Theory]
    [InlineData("`src/PostHogPS.Domain/Contracts/I<Noun>Api.cs`, `Errors/ErrorRecords.cs`, `Storage/StateFile`, `tests/Pester/*.Tests.ps1`, `Promises/`")]
    [InlineData("The address `/api/projects/` of a route, `./build.ps1 -Task Help`, `PostHogPS.psd1` and dotnet run --project tools/Tour -- -Interactive")]
    public void A_right_path_is_accepted(string text) => Assert.Empty(NamedPaths.FindMissing(text));

    /// <summary>The table of floors has every folder of the domain, and no other.</summary>
    [Fact]
    public void The_table_of_the_domain_has_its_folders()
    {
        string page = File.ReadAllText(Path.Combine(Root, "docs", "architecture.md")).ReplaceLineEndings("\n");
        string table = page[page.IndexOf("| Folder of the domain", StringComparison.Ordinal)..].Split("\n\n")[0];
        IEnumerable<string> named = table.Split('\n').SelectMany(row => Regex.Matches(row.Split('|')[1], @"`(\w+)`").Select(m => m.Groups[1].Value));
        IEnumerable<string> there = Directory.EnumerateDirectories(Path.Combine(Root, "src", "PostHogPS.Domain")).Select(f => Path.GetFileName(f))
            .Where(name => name is not ("bin" or "obj"));
        Assert.Equal(there.Order(StringComparer.Ordinal), named.Order(StringComparer.Ordinal));
    }

    [Fact]
    public void A_wrong_section_is_found() => Assert.NotEmpty(SectionsOf("DATES\n    x\n\nERRORS\n    Not a date; TIMES above has the forms.\n"));

    /// <summary>An error that sends a reader to the about topic says for what; that must be a section there.</summary>
    [Fact]
    public void What_an_error_says_the_about_topic_has_is_there()
    {
        string about = File.ReadAllText(Path.Combine(Root, "docs", "en-US", "about_PostHogPS.help.txt"));
        string[] sentences = Places.Select(row => row.Data).Where(p => p.EndsWith(".cs", StringComparison.Ordinal)).SelectMany(Texts)
            .SelectMany(text => Regex.Matches(text, @"Get-Help about_PostHogPS[^.""]*").Select(m => m.Value)).Distinct().ToArray();
        Assert.All(sentences, sentence =>
        {
            Match section = Regex.Match(sentence, @"^Get-Help about_PostHogPS \(([A-Z, ]+)\)");
            Assert.True(section.Success, "Which section? " + sentence);
            Assert.Contains(section.Groups[1].Value, about.Split('\n'));
        });
        Assert.NotEmpty(sentences);
    }

    private static IEnumerable<string> Texts(string place)
    {
        string text = File.ReadAllText(Path.Combine(Root, place)).ReplaceLineEndings("\n");
        return place.EndsWith(".cs", StringComparison.Ordinal)
            ? Literal.Matches(Comment.Replace(text, "")).Select(m => m.Value.Trim('"').Replace("\\\"", "'", StringComparison.Ordinal))
            : [text];
    }

    private static IEnumerable<string> CommandsOf(string text)
    {
        foreach (Match name in CmdletName.Matches(text))
        {
            if (!Cmdlets.Value.TryGetValue(name.Value, out CmdletInfo? cmdlet))
            {
                yield return "There is no command " + name.Value + ".";
                continue;
            }

            // "Get-Help Get-PHProject -Full": the parameters are Get-Help's.
            if (text.AsSpan(0, name.Index).EndsWith("Get-Help "))
                continue;
            string arguments = Bracketed.Replace(Arguments.Match(text, name.Index + name.Length).Value, " ");
            foreach (Match parameter in Parameter.Matches(arguments))
            {
                string given = parameter.Groups[1].Value;
                if (!cmdlet.Parameters.ContainsKey(given) && !cmdlet.Parameters.Values.Any(p => p.Aliases.Contains(given, StringComparer.OrdinalIgnoreCase)))
                    yield return $"{name.Value} has no parameter -{given}: {name.Value}{arguments}";
            }
        }

        foreach (Match parameter in Regex.Matches(text, @"(?<![\w\]-])-([A-Z][a-z]\w*)(?![\w.-])"))
        {
            string given = parameter.Groups[1].Value;
            if (!PowerShellParameters.Contains(given) && !RunbookParameters.Value.Contains(given)
                && !Cmdlets.Value.Values.Any(c => c.Parameters.ContainsKey(given)
                    || c.Parameters.Values.Any(p => p.Aliases.Contains(given, StringComparer.OrdinalIgnoreCase))))
                yield return "No command has a parameter -" + given + ".";
        }
    }

    // An id that a text names is described in the about topic.
    private static IEnumerable<string> IdsOf(string text) =>
        Regex.Matches(text, @"(?<![\w.])PostHog\.([A-Z]\w+)").Where(id => !Described.Value.Contains(id.Groups[1].Value))
            .Select(id => $"The about topic has no {id.Value}.");

    private static IEnumerable<string> HelpPagesOf(string text)
    {
        foreach (Match topic in Regex.Matches(text, @"\babout_(\w+)"))
        {
            // PowerShell's own topics have links; ours is one.
            if (topic.Value != "about_PostHogPS" && !text.Contains("go.microsoft.com", StringComparison.Ordinal)
                && !topic.Value.StartsWith("about_CommonParameters", StringComparison.Ordinal))
                yield return "There is no topic " + topic.Value + ".";
        }

        foreach (Match help in Regex.Matches(text, @"Get-Help ([A-Z]\w+-\w+)(?: -Parameter (\w+))?"))
        {
            if (!File.Exists(Path.Combine(Root, "docs", "en-US", help.Groups[1].Value + ".md")))
                yield return "There is no page " + help.Value + ".";
            else if (help.Groups[2].Success && !Cmdlets.Value[help.Groups[1].Value].Parameters.ContainsKey(help.Groups[2].Value))
                yield return help.Value + " shows nothing.";
        }
    }

    private static IEnumerable<string> LinksOf(string text, string folder)
    {
        foreach (Match link in Regex.Matches(text, @"\]\((?!https?:|mailto:)([^)#\s]*)(?:#([^)\s]+))?\)"))
        {
            string file = link.Groups[1].Length == 0 ? "" : Path.GetFullPath(Path.Combine(folder, link.Groups[1].Value));
            if (file.Length > 0 && !File.Exists(file) && !Directory.Exists(file))
                yield return "There is no file " + link.Groups[1].Value + ".";
            else if (link.Groups[2].Success)
            {
                string target = file.Length == 0 ? text : File.ReadAllText(file);
                if (!Regex.Matches(target, @"^#+ +(.+)$", RegexOptions.Multiline).Any(h => Anchor(h.Groups[1].Value) == link.Groups[2].Value))
                    yield return $"{link.Groups[1].Value} has no part #{link.Groups[2].Value}.";
            }
        }
    }

    private static string Anchor(string heading) =>
        Regex.Replace(heading.Trim().ToLowerInvariant(), @"[^\w\- ]", "").Replace(' ', '-');

    // In the about topic, "DATES above" and "see DATES".
    private static IEnumerable<string> SectionsOf(string text) =>
        Regex.Matches(text, @"\b([A-Z]{4,}(?: [A-Z]{2,})*) (?:above|below)\b").Select(m => m.Groups[1].Value)
            .Where(section => !Regex.IsMatch(text, "^(?:#+ )?" + Regex.Escape(section) + "$", RegexOptions.Multiline))
            .Select(section => "There is no section " + section + ".");
}
