using System;
using PostHogPS.TestHost;
using Xunit;

namespace PostHogPS.Module.Tests.Commands;

/// <summary>Import-PHDashboard makes nothing twice and resets nothing that nobody meant.</summary>
[Trait("Speed", "Slow")]
public sealed class ImportPHDashboardSafetyTests : IDisposable
{
    private const string Board = """
        {
          "$schema": "schemas/dashboard.1.json",
          "key": "weekly",
          "name": "Weekly",
          "tiles": [
            { "key": "signups", "insight": { "name": "Signups", "query": { "kind": "InsightVizNode", "source": { "kind": "TrendsQuery" } } },
              "layouts": { "sm": { "x": 0, "y": 0, "w": 6, "h": 5 } }, "color": "blue" },
            { "text": { "body": "## How to read this board" }, "layouts": { "sm": { "x": 0, "y": 5, "w": 6, "h": 2 } } },
            { "button": { "url": "/insights", "text": "Open" }, "layouts": { "sm": { "x": 6, "y": 5, "w": 6, "h": 2 } } }
          ]
        }
        """;

    private readonly TwoRegions _two = new("C", SampleDashboards.Into(SampleDashboards.Everything));

    public ImportPHDashboardSafetyTests()
    {
        _two.Put("weekly.json", Board);
        _two.Run("Import-PHDashboard $folder");
        _two.Forget();
    }

    public void Dispose() => _two.Dispose();

    private string Description => _two.Run("(Get-PHDashboard Weekly).Description").Single.ToString()!;

    private int Boards => _two.Run("Get-PHDashboard Weekly").Objects.Count;

    [Fact]
    public void A_new_description_keeps_the_line_with_the_key()
    {
        _two.Run("Set-PHDashboard Weekly -Description 'Team board'");
        Assert.Equal("Team board\n\n[posthogps:weekly]", Description);
        _two.Forget();
        _two.Run("Set-PHDashboard Weekly -Description 'Team board'");
        Assert.Empty(TwoRegions.Writes(_two.Us));
        _two.Run("Import-PHDashboard $folder -Update");
        Assert.Equal(("[posthogps:weekly]", 1), (Description, Boards));
        // Who gives a line of his own means it.
        _two.Run("Set-PHDashboard Weekly -Description \"x`n[posthogps:weekly-2]\"");
        Assert.Equal("x\n[posthogps:weekly-2]", Description);
    }

    [Fact]
    public void A_dashboard_that_has_lost_its_line_is_known_by_its_insights()
    {
        _two.Run("$null = Invoke-PHRestMethod \"/api/projects/101/dashboards/$((Get-PHDashboard Weekly).Id)/\" -Method Patch -Body @{ description = 'By hand' }");
        Assert.Equal("description", Assert.Single(_two.Run("Compare-PHDashboard $folder").As<DashboardDifference>()).Property);
        _two.Fail("PostHog.DashboardExists", "Import-PHDashboard $folder");
        Assert.Contains("[posthogps:weekly] comes back", _two.Shell.Show("Import-PHDashboard $folder -Update -WhatIf").Text, StringComparison.Ordinal);
        _two.Run("Import-PHDashboard $folder -Update");
        Assert.Equal(("[posthogps:weekly]", 1), (Description, Boards));
        _two.Forget();
        Assert.Empty(_two.Run("Import-PHDashboard $folder -Update").Objects);
        Assert.Empty(TwoRegions.Writes(_two.Us));
    }

    [Fact]
    public void Another_dashboard_of_the_name_is_named_in_a_warning()
    {
        _two.Run("Remove-PHDashboard Weekly -Confirm:$false; $null = New-PHDashboard Weekly");
        string warning = Assert.Single(_two.Run("Import-PHDashboard $folder").Warnings);
        Assert.Contains("A second one of that name is made.", warning, StringComparison.Ordinal);
        Assert.Equal(2, Boards);
        Assert.Empty(_two.Run("Import-PHDashboard $folder").Warnings);
    }

    [Fact]
    public void A_misspelt_property_is_named_and_refused_where_the_real_one_would_be_reset()
    {
        _two.Edit("weekly.json", "\"tiles\"", "\"desciption\": \"x\", \"tiles\"");
        Assert.Contains(": desciption (did you mean description?).", Assert.Single(_two.Run("Import-PHDashboard $folder -Update").Warnings),
            StringComparison.Ordinal);
        _two.Edit("weekly.json", "\"color\": \"blue\"", "\"colour\": \"green\"");
        _two.Forget();
        foreach (string more in new[] { "", " -WhatIf" })
        {
            ShellResult result = _two.Fail("PostHog.InvalidFile", "Import-PHDashboard $folder -Update" + more);
            Assert.Contains("tiles[0].colour: This property is not known. Did you mean 'color'? Without that one, color would change: blue -> (none).",
                result.Error.Exception.Message, StringComparison.Ordinal);
        }

        Assert.Empty(TwoRegions.Writes(_two.Us));
        // For a new one nothing is lost.
        Assert.Contains("tiles[0].colour (did you mean color?)", Assert.Single(_two.Run("Import-PHDashboard $folder -Connection eu").Warnings),
            StringComparison.Ordinal);
    }

    [Fact]
    public void A_text_that_was_edited_and_moved_is_changed_and_not_doubled()
    {
        _two.Edit("weekly.json", "How to read this board", "How to read the board");
        _two.Edit("weekly.json", "\"y\": 5, \"w\": 6, \"h\": 2 } } },\n    { \"button\"", "\"y\": 9, \"w\": 6, \"h\": 2 } } },\n    { \"button\"");
        _two.Edit("weekly.json", "\"text\": \"Open\" }, \"layouts\": { \"sm\": { \"x\": 6, \"y\": 5", "\"text\": \"Show\" }, \"layouts\": { \"sm\": { \"x\": 6, \"y\": 7");
        _two.Run("Import-PHDashboard $folder -Update");
        Assert.Equal(3, _two.Run("Get-PHDashboardTile Weekly").Objects.Count);
        Assert.Empty(_two.Run("Compare-PHDashboard $folder").Objects);
    }

    [Fact]
    public void Another_text_is_another_tile_and_the_plan_says_that_the_old_one_stays()
    {
        _two.Edit("weekly.json", "How to read this board", "Questions to the growth team");
        _two.Edit("weekly.json", "\"x\": 0, \"y\": 5", "\"x\": 0, \"y\": 6");
        Assert.Contains("text '## How to read this board' is not in the file and stays; -Prune removes it",
            _two.Shell.Show("Import-PHDashboard $folder -Update -WhatIf").Text, StringComparison.Ordinal);
        _two.Run("Import-PHDashboard $folder -Update");
        Assert.Equal(4, _two.Run("Get-PHDashboardTile Weekly").Objects.Count);
    }

    [Theory]
    [InlineData("\"name\": \"Weekly\"", "\"name\": \"\"", "name: This is blank, and the dashboard has a name.")]
    [InlineData("\"w\": 6, \"h\": 5", "\"w\": -3, \"h\": 5", "tiles[0].layouts.sm.w: This must be at least 1.")]
    [InlineData("\"w\": 6, \"h\": 5", "\"w\": 60, \"h\": 5", "tiles[0].layouts.sm.w: The screen sm has 12 columns.")]
    [InlineData("\"x\": 0, \"y\": 0", "\"x\": -6, \"y\": 0", "tiles[0].layouts.sm.x: This must be at least 0.")]
    public void What_nobody_can_want_is_refused(string old, string replacement, string message)
    {
        _two.Edit("weekly.json", old, replacement);
        Assert.Contains(message, _two.Fail("PostHog.InvalidFile", "Import-PHDashboard $folder -Update").Error.Exception.Message, StringComparison.Ordinal);
        Assert.Empty(TwoRegions.Writes(_two.Us));
    }
}
