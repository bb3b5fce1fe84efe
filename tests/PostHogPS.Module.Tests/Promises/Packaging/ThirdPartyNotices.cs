using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text;
using System.Xml.Linq;
using PostHogPS.TestHost;

namespace PostHogPS.Module.Tests.Promises.Packaging;

/// <summary>One package that ships, as its own files describe it.</summary>
internal sealed record ShippedPackage(string Id, string Version, string Folder, string[] Files)
{
    private XElement Metadata { get; } = XDocument.Load(Path.Combine(Folder, Id.ToLowerInvariant() + ".nuspec")).Root!.Elements().First();

    internal string License => Value("license");

    internal string ProjectUrl => Value("projectUrl");

    /// <summary>The holder of the copyright; the authors where the package names none.</summary>
    internal string Copyright => Value("copyright") is { Length: > 0 } text ? text : "Copyright (c) " + Value("authors");

    /// <summary>The package's own licence text; null when it only names the licence.</summary>
    internal string? LicenseText => Text("LICENSE", "LICENSE.TXT", "LICENSE.txt", "LICENSE.md");

    /// <summary>What the package says of the code inside it that others wrote.</summary>
    internal string? Notices => Text("THIRD-PARTY-NOTICES.TXT", "THIRD-PARTY-NOTICES.txt");

    private string Value(string name) => Metadata.Elements().FirstOrDefault(e => e.Name.LocalName == name)?.Value.Trim() ?? "";

    private string? Text(params string[] names) =>
        names.Select(name => Path.Combine(Folder, name)).Where(File.Exists).Select(file => Clean(File.ReadAllText(file))).FirstOrDefault();

    private static string Clean(string text) =>
        string.Join("\n", text.ReplaceLineEndings("\n").Split('\n').Select(line => line.TrimEnd())).Trim('\n', '\f', '\uFEFF');
}

/// <summary>THIRD-PARTY-NOTICES.txt as the packages that the build has staged would have it.</summary>
internal static class ThirdPartyNotices
{
    private const string Rule = "--------------------------------------------------------------------------------";

    // The text that "MIT" stands for (SPDX), for packages that name the licence without a file of it.
    private const string Mit = """
        Permission is hereby granted, free of charge, to any person obtaining a copy of this software and associated
        documentation files (the "Software"), to deal in the Software without restriction, including without limitation the
        rights to use, copy, modify, merge, publish, distribute, sublicense, and/or sell copies of the Software, and to
        permit persons to whom the Software is furnished to do so, subject to the following conditions:

        The above copyright notice and this permission notice shall be included in all copies or substantial portions of the
        Software.

        THE SOFTWARE IS PROVIDED "AS IS", WITHOUT WARRANTY OF ANY KIND, EXPRESS OR IMPLIED, INCLUDING BUT NOT LIMITED TO THE
        WARRANTIES OF MERCHANTABILITY, FITNESS FOR A PARTICULAR PURPOSE AND NONINFRINGEMENT. IN NO EVENT SHALL THE AUTHORS OR
        COPYRIGHT HOLDERS BE LIABLE FOR ANY CLAIM, DAMAGES OR OTHER LIABILITY, WHETHER IN AN ACTION OF CONTRACT, TORT OR
        OTHERWISE, ARISING FROM, OUT OF OR IN CONNECTION WITH THE SOFTWARE OR THE USE OR OTHER DEALINGS IN THE SOFTWARE.
        """;

    internal static string File { get; } = Path.Combine(StagedModule.RepositoryRoot, "THIRD-PARTY-NOTICES.txt");

    /// <summary>The packages of the staged assemblies; the build writes the list.</summary>
    internal static IReadOnlyList<ShippedPackage> Packages { get; } =
    [
        .. System.IO.File.ReadLines(Path.Combine(StagedModule.RepositoryRoot, "src", "PostHogPS.Package", "obj", "shipped-packages.txt"))
            .Distinct()
            .Select(line => line.Split('|'))
            .GroupBy(parts => (Id: parts[1], Version: parts[2]))
            .OrderBy(package => package.Key.Id, StringComparer.OrdinalIgnoreCase)
            .Select(package => new ShippedPackage(package.Key.Id, package.Key.Version, Root(package.First()[3]),
                [.. package.Select(p => p[0]).Order(StringComparer.Ordinal)])),
    ];

    internal static string Text()
    {
        var text = new StringBuilder();
        text.Append("PostHogPS ships assemblies of the packages below, unchanged. Each entry names the files, the licence and the\ncopyright; the texts of the licences and the notices that the packages carry follow.\n");
        foreach (ShippedPackage package in Packages)
        {
            text.Append('\n').Append(Rule).Append("\n\n");
            text.Append(package.Id).Append(' ').Append(package.Version).Append('\n');
            foreach (string file in package.Files)
                text.Append("  ").Append(file).Append('\n');
            text.Append("  ").Append(package.ProjectUrl).Append('\n');
            text.Append("  ").Append(package.Copyright).Append('\n');
            text.Append("  Licence: ").Append(package.License).Append('\n');
        }

        foreach (IGrouping<string, ShippedPackage> license in Packages.GroupBy(TextOf))
            Part(text, "Licence of " + Names(license), license.Key);
        foreach (IGrouping<string, ShippedPackage> notices in Packages.Where(p => p.Notices is not null).GroupBy(p => p.Notices!))
            Part(text, "Notices of " + Names(notices), notices.Key);
        return text.ToString();
    }

    private static string TextOf(ShippedPackage package) =>
        package.LicenseText ?? (package.License == "MIT" ? Mit
            : throw new InvalidOperationException($"{package.Id} has the licence '{package.License}' and no text of it: add the text here."));

    private static void Part(StringBuilder text, string title, string body) =>
        text.Append('\n').Append(Rule).Append("\n\n").Append(title).Append("\n\n").Append(body).Append('\n');

    private static string Names(IEnumerable<ShippedPackage> packages) => string.Join(", ", packages.Select(p => p.Id));

    private static string Root(string assembly) => assembly[..assembly.Replace('\\', '/').LastIndexOf("/lib/", StringComparison.Ordinal)];
}
