using System;
using System.Collections.Generic;
using System.Linq;
using PostHogPS.TestKit.Layers;
using Xunit;

namespace PostHogPS.Sandbox.Tests.Layers;

/// <summary>The check of floors finds what it should, shown with the sample folders beside this file.</summary>
public sealed class LayerCheckTests
{
    private const string Samples = "Layers/Samples/";
    private const string Root = "PostHogPS.Sandbox.Tests";

    private static readonly string[] Others = ["Layers", "."];

    private static string Assembly => typeof(LayerCheckTests).Assembly.Location;

    [Fact]
    public void A_circle_is_found_through_closures_type_arguments_and_attributes()
    {
        string circle = Assert.Single(LayerCheck.Circles(Assembly, Root));
        Assert.Equal(
            $"Circle of {Samples}Left, {Samples}Right. "
            + $"{Samples}Left -> {Samples}Right: Lefts ({Samples}Left/Lefts.cs) uses Rights ({Samples}Right/Rights.cs); "
            + $"{Samples}Right -> {Samples}Left: Rights ({Samples}Right/Rights.cs) uses Lefts ({Samples}Left/Lefts.cs).",
            circle);
    }

    [Fact]
    public void An_arrow_upwards_is_found_and_names_both_files()
    {
        IReadOnlyList<string> problems = Check("Top", "Bottom", "Right", "Left");
        Assert.Contains($"{Samples}Top must not use {Samples}Bottom: Roof ({Samples}Top/Roof.cs) uses Base ({Samples}Bottom/Base.cs).", problems);
        Assert.Contains($"{Samples}Right must not use {Samples}Left: Rights ({Samples}Right/Rights.cs) uses Lefts ({Samples}Left/Lefts.cs).", problems);
        Assert.DoesNotContain(problems, p => p.StartsWith($"{Samples}Left must not use", StringComparison.Ordinal));
    }

    [Fact]
    public void An_interface_without_code_has_its_file_and_a_folder_of_its_own_floor()
    {
        IReadOnlyList<string> problems = Check("Bottom", "Left Right", "Top", "Bottom/Inner");
        Assert.Contains($"{Samples}Top must not use {Samples}Bottom/Inner: Roof ({Samples}Top/Roof.cs) uses ILeaf ({Samples}Bottom/Inner/Leaf.cs).", problems);
    }

    [Fact]
    public void Folders_of_one_floor_do_not_use_each_other() =>
        Assert.Equal(3, Check("Bottom", "Left Right", "Top").Count);

    [Fact]
    public void A_folder_without_a_floor_and_a_floor_without_a_folder_are_found()
    {
        IReadOnlyList<string> problems = LayerCheck.Check(Assembly, Root, [$"{Samples}Bottom", $"{Samples}Left", $"{Samples}Top", "Nothing", .. Others]);
        Assert.Contains("The floor Nothing has no folder.", problems);
        Assert.Contains("The folder Layers/Samples/Wrong has no floor.", LayerCheck.Check(Assembly, Root, $"{Samples}Bottom", "."));
    }

    [Fact]
    public void A_namespace_that_is_not_the_folder_is_found()
    {
        Assert.Equal(
            [$"{Samples}Wrong/Elsewhere.cs: Elsewhere is in the namespace {Root}."],
            LayerCheck.WrongNamespaces(Assembly, Root));
        Assert.Empty(LayerCheck.WrongNamespaces(Assembly, Root, $"{Samples}Wrong"));
    }

    private static IReadOnlyList<string> Check(params string[] floors) =>
        LayerCheck.Check(Assembly, Root, [.. floors.Select(f => string.Join(' ', f.Split(' ').Select(part => Samples + part))), .. Others]);
}
