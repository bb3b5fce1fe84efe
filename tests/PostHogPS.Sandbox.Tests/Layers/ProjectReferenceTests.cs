using System;
using System.Collections.Generic;
using System.IO;
using PostHogPS.TestKit;
using PostHogPS.TestKit.Layers;
using Xunit;

namespace PostHogPS.Sandbox.Tests.Layers;

/// <summary>Which project may reference which.</summary>
public sealed class ProjectReferenceTests
{
    [Fact]
    public void Projects_reference_only_what_the_table_allows() =>
        ShowNone(ProjectReferences.Check(Path.Combine(Repository.Root, "src"), ProjectReferences.Allowed, ProjectReferences.WithoutPackages));

    [Fact]
    public void A_reference_that_is_not_allowed_is_found()
    {
        var nothing = new Dictionary<string, string[]>(StringComparer.Ordinal) { ["PostHogPS.Engine"] = [] };
        IReadOnlyList<string> problems = ProjectReferences.Check(Path.Combine(Repository.Root, "src", "PostHogPS.Engine"), nothing, ["PostHogPS.Engine"]);
        Assert.Contains(problems, p => p.StartsWith("PostHogPS.Engine must not reference PostHogPS", StringComparison.Ordinal));
        Assert.Contains("PostHogPS.Engine must not reference the package Microsoft.Extensions.Http.", problems);
        Assert.Equal(["PostHogPS.Engine is not in the table."],
            ProjectReferences.Check(Path.Combine(Repository.Root, "src", "PostHogPS.Engine"), new Dictionary<string, string[]>(), []));
    }

    // Assert.Empty would shorten the lines.
    private static void ShowNone(IReadOnlyList<string> problems) => Assert.True(problems.Count == 0, string.Join("\n", problems));
}
