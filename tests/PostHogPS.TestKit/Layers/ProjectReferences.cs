using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Xml.Linq;

namespace PostHogPS.TestKit.Layers;

/// <summary>The references between the projects under src, read from their project files.</summary>
public static class ProjectReferences
{
    /// <summary>The projects of ours that each project may reference. The one table to edit when that changes.</summary>
    public static IReadOnlyDictionary<string, string[]> Allowed { get; } = new Dictionary<string, string[]>(StringComparer.Ordinal)
    {
        ["PostHogPS.Domain"] = [],
        ["PostHogPS"] = ["PostHogPS.Domain"],
        ["PostHogPS.Engine"] = ["PostHogPS.Domain"],
        ["PostHogPS.Loader"] = [],
        ["PostHogPS.Sandbox"] = [],
        // It has no code: it stages what the others build, and the help that the tool makes.
        ["PostHogPS.Package"] = ["PostHogPS.Domain", "PostHogPS", "PostHogPS.Engine", "PostHogPS.Loader", "PostHogPS.Sandbox", "Help"],
        ["PostHogPS.Precompiled"] = ["PostHogPS.Engine"],
    };

    /// <summary>The projects that may have no package either, but for build-time ones (PrivateAssets="all").</summary>
    public static IReadOnlyList<string> WithoutPackages { get; } = ["PostHogPS.Domain"];

    /// <summary>All references against the table, in the projects under a folder.</summary>
    public static IReadOnlyList<string> Check(string sourceFolder, IReadOnlyDictionary<string, string[]> allowed, IReadOnlyList<string> withoutPackages)
    {
        ArgumentNullException.ThrowIfNull(allowed);
        ArgumentNullException.ThrowIfNull(withoutPackages);
        var problems = new List<string>();
        foreach (string file in Directory.EnumerateFiles(sourceFolder, "*.csproj", SearchOption.AllDirectories).Order(StringComparer.Ordinal))
        {
            string project = Path.GetFileNameWithoutExtension(file);
            XElement[] items = [.. XDocument.Load(file).Descendants()];
            if (!allowed.TryGetValue(project, out string[]? targets))
            {
                problems.Add($"{project} is not in the table.");
                continue;
            }

            IEnumerable<string> references = items
                .Where(i => i.Name.LocalName == "ProjectReference" && i.Attribute("Include") is not null)
                .SelectMany(i => i.Attribute("Include")!.Value.Split(';'))
                .Select(path => Path.GetFileNameWithoutExtension(path.Replace('\\', '/')))
                .Distinct();
            problems.AddRange(references.Where(r => !targets.Contains(r)).Select(r => $"{project} must not reference {r}."));
            if (withoutPackages.Contains(project))
            {
                problems.AddRange(items
                    .Where(i => i.Name.LocalName == "PackageReference" && (string?)i.Attribute("PrivateAssets") != "all")
                    .Select(i => $"{project} must not reference the package {(string?)i.Attribute("Include")}."));
            }
        }

        return problems;
    }
}
