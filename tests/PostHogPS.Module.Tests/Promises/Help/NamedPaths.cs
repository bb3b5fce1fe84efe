using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text.RegularExpressions;
using PostHogPS.TestHost;

namespace PostHogPS.Module.Tests.Promises.Help;

/// <summary>
/// Paths that a page for developers names: from the root of the repository ("src/PostHogPS.Domain"), or the end of one between backticks
/// ("Errors/ErrorRecords.cs"). What is in angle brackets may have any name.
/// </summary>
internal static class NamedPaths
{
    private static readonly string Root = StagedModule.RepositoryRoot;

    private static readonly string[] Folders = ["benchmarks", "docs", "examples", "out", "src", "tests", "tools"];

    private static readonly Regex FromRoot = new(
        @"(?<![\w./<>-])(?:\./)?((?:" + string.Join('|', Folders) + @")/[\w.<>*/-]*[\w>*])", RegexOptions.CultureInvariant);

    // The first word between backticks, where it is a path or has the ending of a file. A route of PostHog begins with a slash.
    private static readonly Regex Span = new(
        @"`(?:\./)?((?!/)[\w.<>*-]+(?:/[\w.<>*-]+)+|[\w.<>*-]+\.(?:cs|csproj|json|md|props|ps1|ps1xml|psd1|targets|txt|yml))/?(?=[ `])", RegexOptions.CultureInvariant);

    // Each with the folders above it, relative to the root.
    private static readonly Lazy<string[]> All = new(() =>
    [
        .. Directory.EnumerateFiles(Root).Concat(Folders.Concat([".config", ".github"])
                .SelectMany(folder => Directory.EnumerateFileSystemEntries(Path.Combine(Root, folder), "*", SearchOption.AllDirectories)))
            .Select(path => Path.GetRelativePath(Root, path).Replace('\\', '/'))
            .Where(path => !path.Split('/').Any(part => part is "obj") && (path.StartsWith("out/", StringComparison.Ordinal) || !path.Split('/').Contains("bin"))),
    ]);

    internal static IEnumerable<string> FindMissing(string text) =>
        FromRoot.Matches(text).Where(path => !Exists(path.Groups[1].Value, "^"))
            .Concat(Span.Matches(text).Where(path => !Exists(path.Groups[1].Value, "(?:^|/)")))
            .Select(path => "There is no path " + path.Groups[1].Value + ".");

    private static bool Exists(string path, string start)
    {
        // A file of code may be named without its ending.
        var pattern = new Regex(start + Regex.Replace(Regex.Escape(path), @"<\w+>|\\\*", "[^/]+") + @"(?:\.cs)?$", RegexOptions.CultureInvariant);
        return All.Value.Any(pattern.IsMatch);
    }
}
