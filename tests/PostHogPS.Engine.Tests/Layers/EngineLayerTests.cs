using System.Collections.Generic;
using PostHogPS.TestKit.Layers;
using Xunit;

namespace PostHogPS.Engine.Tests.Layers;

/// <summary>The folders of the engine are floors: calls, retry, pacing and routes below the handlers, the client above them.</summary>
public sealed class EngineLayerTests
{
    private const string Root = "PostHogPS.Engine";

    private static string Assembly => typeof(EngineEntry).Assembly.Location;

    [Fact]
    public void Arrows_between_folders_go_down() => ShowNone(LayerCheck.Check(Assembly, Root,
        "Frameworks", "Time", "Secrets", "Json", "Routes", "Models", "Answers", "Calls", "Retry", "Pacing", "Errors", "Sandbox", "Http", "Client", "Downloads",
            "Api", "Sessions", "."));

    [Fact]
    public void Namespaces_are_folders() => ShowNone(LayerCheck.WrongNamespaces(Assembly, Root));

    // Assert.Empty would shorten the lines.
    private static void ShowNone(IReadOnlyList<string> problems) => Assert.True(problems.Count == 0, string.Join("\n", problems));
}
