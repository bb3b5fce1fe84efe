using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading.Tasks;
using PostHogPS.Testing;
using PostHogPS.Testing.Faults;
using Xunit;

namespace PostHogPS.Module.Tests.Commands;

public sealed class GetPHDashboardTileTests
{
    [Theory]
    [InlineData("C")]
    [InlineData("A")]
    public async Task Texts_and_buttons_are_added_changed_and_removed_on_every_server(string generation)
    {
        await using Bench bench = await Bench.StartAsync(new BenchOptions { Server = new SandboxServerOptions { Sandbox = { Generation = generation } } });
        DashboardTile text = Tile(bench, "$text = New-PHDashboardTile 4103 '# Hello' -Color blue -X 6 -Width 6; $text");
        Assert.Equal(("Text", "# Hello", "blue", 4103L, 101L), (text.Kind, text.Text!["body"], text.Color, text.DashboardId, text.ProjectId));
        Assert.Equal([("h", 2L), ("w", 6L), ("x", 6L)], Box(text).Where(p => p.Key != "y").Select(p => (p.Key, (long)p.Value!)).Order());
        DashboardTile button = Tile(bench, "$button = New-PHDashboardTile 4103 -ButtonText Go -Url https://example.com -Style secondary; $button");
        Assert.Equal(("Button", "secondary"), (button.Kind, button.ButtonTile!["style"]));

        Assert.Equal("Bye", Tile(bench, "$text | Set-PHDashboardTile -Text Bye -PassThru").Text!["body"]);
        DashboardTile changed = Tile(bench, "$button | Set-PHDashboardTile -Url /insights -PassThru");
        Assert.Equal(("/insights", "Go", "secondary"), (changed.ButtonTile!["url"], changed.ButtonTile["text"], changed.ButtonTile["style"]));
        bench.Run("$text, $button | Remove-PHDashboardTile -Confirm:$false").Clean();
        Assert.DoesNotContain(bench.Run("Get-PHDashboardTile 4103").Clean().As<DashboardTile>(), t => t.Id == text.Id || t.Id == button.Id);
    }

    [Fact]
    public async Task Widgets_are_added_and_changed_and_go_with_what_no_route_takes()
    {
        await using Bench bench = await Bench.StartAsync();
        DashboardTile widget = Tile(bench,
            "$w = New-PHDashboardTile 4103 -WidgetType error_tracking_list -Config @{ limit = 5 } -Name Errors -ShowDescription; $w");
        Assert.Equal(("Widget", "Errors", true), (widget.Kind, widget.Name, widget.ShowDescription));
        Assert.EndsWith("/widgets/batch/", bench.Writes().Single().PathAndQuery, StringComparison.Ordinal);
        DashboardTile coloured = Tile(bench, "New-PHDashboardTile 4103 -WidgetType error_tracking_list -Color blue");
        Assert.Equal(("PATCH", "blue"), (bench.Writes()[^1].Method, coloured.Color));
        DashboardTile changed = Tile(bench, "$w | Set-PHDashboardTile -Config @{ limit = 9 } -Description text -TransparentBackground -PassThru");
        Assert.Equal((9L, "text", true),
            (((IDictionary<string, object?>)changed.Widget!["config"]!)["limit"], changed.Widget["description"], changed.TransparentBackground));
    }

    [Fact]
    public async Task Only_what_changes_is_sent_and_other_tiles_stay()
    {
        await using Bench bench = await Bench.StartAsync();
        bench.Prepare("$before = @(Get-PHDashboardTile 4103); $tile = $before[0]");
        bench.Run("$tile | Set-PHDashboardTile -Color green -Height 9").Clean();
        Assert.StartsWith("""{"tiles":[{"color":"green","layouts":""", bench.Writes().Single().Body, StringComparison.Ordinal);
        bench.Run("$tile | Set-PHDashboardTile -Color green -Height 9").Clean();
        Assert.Single(bench.Writes());
        Assert.Equal(bench.Run("$before.Id").Objects.Select(o => o.ToString()).Order(),
            bench.Run("(Get-PHDashboardTile 4103).Id").Objects.Select(o => o.ToString()).Order());
        Assert.Null(Tile(bench, "$tile | Set-PHDashboardTile -Color '' -PassThru").Color);
        Assert.Contains("color: (none) -> red", bench.Run("$tile | Set-PHDashboardTile -Color red -WhatIf").Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_text_on_two_dashboards_is_said_to_change_on_both()
    {
        await using Bench bench = await Bench.StartAsync();
        bench.Prepare("$copy = New-PHDashboard Copy -CopyFrom 4103; $text = $copy | Get-PHDashboardTile -Kind Text | Select-Object -First 1");
        Assert.Contains("The same text is on dashboard 4103", bench.Run("$text | Set-PHDashboardTile -Text New -WhatIf").Text, StringComparison.Ordinal);
        Assert.Empty(bench.Writes());
    }

    [Fact]
    public async Task A_tile_moves_within_the_project()
    {
        await using Bench bench = await Bench.StartAsync();
        bench.Prepare("$tile = Get-PHDashboardTile 4103 -Kind Text");
        bench.Faults.Add(FaultKind.Drop, "PATCH", "*/move_tile/*", afterProcessing: true);
        DashboardTile moved = Tile(bench, "$tile | Set-PHDashboardTile -MoveTo 4102 -PassThru");
        Assert.Equal(4102, moved.DashboardId);
        Assert.Contains(bench.Run("Get-PHDashboardTile 4102").Clean().As<DashboardTile>(), t => t.Id == moved.Id);
        Assert.StartsWith("PostHog.ConnectionMismatch", bench.Run("Get-PHDashboardTile 4101 -Kind Text | Set-PHDashboardTile -MoveTo (Get-PHDashboard -ProjectId 102 -First 1)").Error.FullyQualifiedErrorId, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_tile_is_copied_to_another_dashboard()
    {
        await using Bench bench = await Bench.StartAsync();
        foreach (string kind in new[] { "Insight", "Text", "Button", "Widget" })
        {
            DashboardTile copy = Tile(bench, $"New-PHDashboardTile 4102 -CopyFrom (Get-PHDashboardTile 4101 -Kind {kind} | Select-Object -First 1)");
            Assert.Equal((kind, 4102L), (copy.Kind, copy.DashboardId));
        }
    }

    [Theory]
    [InlineData("PostHog.InvalidDashboard", "Set-PHDashboardTile 90001 -Color red")]
    [InlineData("PostHog.InvalidDashboardTile", "Get-PHDashboard Revenue | Remove-PHDashboardTile -Confirm:$false")]
    [InlineData("PostHog.NotFound", "Set-PHDashboardTile 1 -Dashboard 4103 -Color red")]
    [InlineData("PostHog.NotFound", "Remove-PHDashboardTile 1 -Dashboard 4103 -Confirm:$false")]
    [InlineData("PostHog.Validation", "Get-PHDashboardTile 4103 -Kind Insight | Select-Object -First 1 | Set-PHDashboardTile -Text x")]
    [InlineData("PostHog.Validation", "Set-PHDashboardTile 90001 -Dashboard 4103")]
    [InlineData("PostHog.Validation", "New-PHDashboardTile 4103 ' '")]
    [InlineData("PostHog.Validation", "New-PHDashboardTile 4103 x -X 9 -Width 6")]
    [InlineData("PostHog.Validation", "New-PHDashboardTile 4103 x -X 1 -Layouts @{}")]
    [InlineData("PostHog.Validation", "New-PHDashboardTile 4101 -CopyFrom (Get-PHDashboardTile 4101 -Kind Text)")]
    public async Task Bad_input_has_an_id_of_its_own_and_writes_nothing(string id, string line)
    {
        await using Bench bench = await Bench.StartAsync();
        Assert.Equal(id, bench.Run(line).Error.FullyQualifiedErrorId.Split(',')[0]);
        Assert.Empty(bench.Writes());
    }

    [Fact]
    public async Task A_copy_of_a_tile_from_a_file_finds_its_dashboard()
    {
        await using Bench bench = await Bench.StartAsync();
        bench.Prepare("$copies = Get-PHDashboardTile 4103 | Select-Object -First 1 Id, DashboardId, ProjectId, Color | ConvertTo-Csv | ConvertFrom-Csv");
        Assert.Equal("black", Tile(bench, "$copies | Set-PHDashboardTile -Color black -PassThru").Color);
    }

    private static DashboardTile Tile(Bench bench, string line) => bench.Run(line).Clean().As<DashboardTile>().Single();

    private static IDictionary<string, object?> Box(DashboardTile tile) => (IDictionary<string, object?>)tile.Layouts["sm"]!;
}
