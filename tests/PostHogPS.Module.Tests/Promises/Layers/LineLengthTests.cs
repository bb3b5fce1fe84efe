using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text.RegularExpressions;
using PostHogPS.TestHost;
using Xunit;

namespace PostHogPS.Module.Tests.Promises.Layers;

/// <summary>
/// Lines of code fit on a screen. Texts in raw literals (style sheets, queries, files) keep their own lines, and so do the scripts and
/// answers that tests hold in a literal.
/// </summary>
public sealed partial class LineLengthTests
{
    private const int Longest = 160;
    private const string Raw = "\"\"\"";

    private static readonly string Root = StagedModule.RepositoryRoot;

    [Fact]
    public void No_line_of_the_sources_is_longer_than_160_characters() => ShowNone(FindLong("src", static line => line.Length));

    [Fact]
    public void No_line_of_the_tests_is_longer_without_its_literals() => ShowNone(FindLong("tests", static line => Literal().Replace(line, Raw[..2]).Length));

    /// <summary>A check that finds nothing would agree with everything.</summary>
    [Fact]
    public void A_long_line_is_found_and_a_raw_text_is_not()
    {
        string code = new('x', Longest + 1);

        Assert.Equal([1, 5], FindLong([code, "string text = " + Raw, code, Raw + ";", code, code[1..]], static line => line.Length));
    }

    private static List<string> FindLong(string folder, Func<string, int> lengthOf)
    {
        string[] files =
        [
            .. Directory.EnumerateFiles(Path.Combine(Root, folder), "*.cs", SearchOption.AllDirectories).Where(IsWritten).Order(StringComparer.Ordinal),
        ];
        Assert.True(files.Length > 100, "The sources are not where they were.");
        return [.. files.SelectMany(file => FindLong(File.ReadAllLines(file), lengthOf).Select(line => $"{Path.GetRelativePath(Root, file)}:{line}"))];
    }

    private static IEnumerable<int> FindLong(string[] lines, Func<string, int> lengthOf)
    {
        bool isRaw = false;
        for (int i = 0; i < lines.Length; i++)
        {
            bool hasEdge = (lines[i].Split(Raw).Length - 1) % 2 == 1;
            if (!isRaw && !hasEdge && lengthOf(lines[i]) > Longest)
                yield return i + 1;
            isRaw ^= hasEdge;
        }
    }

    private static bool IsWritten(string file) => !file.Split(Path.DirectorySeparatorChar).Any(static part => part is "obj" or "bin");

    // Assert.Empty would shorten the lines.
    private static void ShowNone(List<string> problems) => Assert.True(problems.Count == 0, string.Join("\n", problems));

    [GeneratedRegex("\"\"\".*?\"\"\"|\"(?:\\\\.|\"\"|[^\"\\\\])*\"")]
    private static partial Regex Literal();
}
