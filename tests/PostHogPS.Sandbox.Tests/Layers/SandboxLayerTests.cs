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
        Assert.Empty(LayerCheck.Check(Assembly, Root, "Time Json Options", "Http Model", "Worlds", "Rules Routing", "Routes", "."));

    [Fact]
    public void Namespaces_are_folders() =>
        Assert.Empty(LayerCheck.WrongNamespaces(Assembly, Root));
}
