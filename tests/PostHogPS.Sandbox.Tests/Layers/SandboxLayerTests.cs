using System.Collections.Generic;
using PostHogPS.TestKit.Layers;
using Xunit;

namespace PostHogPS.Sandbox.Tests.Layers;

/// <summary>The folders of the sandbox are floors.</summary>
public sealed class SandboxLayerTests
{
    private const string Root = "PostHogPS.Sandbox";

    private static string Assembly => typeof(SandboxHost).Assembly.Location;

    [Fact]
    public void Arrows_between_folders_go_down() =>
        ShowNone(LayerCheck.Check(Assembly, Root, "Time Json Options HogQL", "Http Model", "Worlds", "Rules Routing Queries", "Routes", "."));

    [Fact]
    public void Namespaces_are_folders() =>
        ShowNone(LayerCheck.WrongNamespaces(Assembly, Root));

    // Assert.Empty would shorten the lines.
    private static void ShowNone(IReadOnlyList<string> problems) => Assert.True(problems.Count == 0, string.Join("\n", problems));
}
