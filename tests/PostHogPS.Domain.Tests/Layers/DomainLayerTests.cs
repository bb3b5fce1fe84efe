using System.Collections.Generic;
using System.Linq;
using System.Reflection;
using PostHogPS.TestKit.Layers;
using Xunit;

namespace PostHogPS.Domain.Tests.Layers;

/// <summary>The folders of the domain are floors, and it knows no shell.</summary>
public sealed class DomainLayerTests
{
    private const string Root = "PostHogPS";

    private static Assembly Domain => typeof(PostHogObject).Assembly;

    [Fact]
    public void Arrows_between_folders_go_down() => ShowNone(LayerCheck.Check(Domain.Location, Root,
        "Text Rest", "Models", "Contracts", "Storage Connections Schedule Destinations", "Changes Files", "Reading Waiting", "Coverage", "Backfills", "Gaps Dashboards",
        "Runs Health Anomalies Rows Maintenance Downloads Logs Alerts ExportFiles DashboardFiles", "Watching Repair Report", "Rotation"));

    /// <summary>Scripts name these two; the models are in the root namespace for the same reason.</summary>
    [Fact]
    public void Namespaces_are_folders() => ShowNone([.. LayerCheck.WrongNamespaces(Domain.Location, Root, "Models")
        .Where(problem => !problem.StartsWith("Connections/PostHogConnection.cs:", System.StringComparison.Ordinal)
            && !problem.StartsWith("Contracts/PostHogApiException.cs:", System.StringComparison.Ordinal))]);

    [Fact]
    public void References_are_the_platform_alone() =>
        Assert.Equal(["netstandard"], Domain.GetReferencedAssemblies().Select(reference => reference.Name!));

    // Assert.Empty would shorten the lines.
    private static void ShowNone(IReadOnlyList<string> problems) => Assert.True(problems.Count == 0, string.Join("\n", problems));
}
