using System.Collections.Generic;
using PostHogPS.TestKit.Layers;
using Xunit;

namespace PostHogPS.Module.Tests.Promises.Layers;

/// <summary>The folders of the assembly that PowerShell imports are floors.</summary>
public sealed class ModuleLayerTests
{
    private const string Root = "PostHogPS";

    private static string Assembly => typeof(PostHogPS.Commands.ConnectPostHogCommand).Assembly.Location;

    [Fact]
    public void Arrows_between_folders_go_down() =>
        ShowNone(LayerCheck.Check(Assembly, Root, "Hosting Errors", "Binding", "Formatting Completion", "Cmdlets", "Commands"));

    // Assert.Empty would shorten the lines.
    private static void ShowNone(IReadOnlyList<string> problems) => Assert.True(problems.Count == 0, string.Join("\n", problems));
}
