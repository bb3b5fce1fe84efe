using System;
using System.Linq;
using Xunit;

namespace PostHogPS.Module.Tests.Commands;

/// <summary>Compare-PHDashboard: tile by tile.</summary>
public sealed class ComparePHDashboardTests : IDisposable
{
    private readonly TwoRegions _two = new("C", SampleDashboards.Into(SampleDashboards.Everything));

    public ComparePHDashboardTests()
    {
        _two.Run("Export-PHDashboard Everything -Path $folder -WarningAction Ignore");
        _two.Forget();
    }

    public void Dispose() => _two.Dispose();

    [Fact]
    public void Nothing_differs_nothing_is_said()
    {
        Assert.Empty(_two.Run("Compare-PHDashboard $folder").Objects);
        Assert.Equal("True", _two.Run("Compare-PHDashboard $folder -Quiet").Single.ToString());
        Assert.Empty(TwoRegions.Writes(_two.Us));
    }

    [Fact]
    public void Each_difference_names_its_tile_and_its_line()
    {
        _two.Edit("Everything.json", "\"FunnelsQuery\"", "\"RetentionQuery\"");
        _two.Edit("Everything.json", "\"text\": \"Replay\"", "\"text\": \"Replays\"");
        _two.Run("$null = New-PHDashboardTile Everything 'by hand'; Set-PHDashboard Everything -Description 'new'");
        DashboardDifference[] found = [.. _two.Run("Compare-PHDashboard $folder").As<DashboardDifference>()];
        Assert.Equal(
            ["Changed  description", "Changed button 'Replays' tiles[4].button.text", "Changed insight 'Flagged' tiles[2].insight.query.source.kind",
                "Removed text 'by hand' tiles"],
            found.Select(one => $"{one.Kind} {one.Tile} {one.Property}").Order(StringComparer.Ordinal));
        DashboardDifference kind = found.Single(one => one.Property.EndsWith("source.kind", StringComparison.Ordinal));
        Assert.Equal(("RetentionQuery", "FunnelsQuery", "Everything.json"), (kind.InFile, kind.AtPostHog, kind.File));
        Assert.Contains("RetentionQuery", _two.Files()["Everything.json"].Split('\n')[kind.Line!.Value - 1], StringComparison.Ordinal);
        Assert.Equal("False", _two.Run("Compare-PHDashboard $folder -Quiet").Single.ToString());
    }

    [Trait("Speed", "Slow")]
    [Fact]
    public void Names_are_compared_and_not_ids()
    {
        _two.Run("Copy-PHDashboard Everything -ToConnection eu -WarningAction Ignore");
        Assert.Empty(_two.Run("Compare-PHDashboard $folder -Connection eu").Objects);
    }

    [Trait("Speed", "Slow")]
    [Fact]
    public void A_dashboard_that_is_in_the_files_only_is_added()
    {
        DashboardDifference one = Assert.Single(_two.Run("Compare-PHDashboard $folder -Connection eu").As<DashboardDifference>());
        Assert.Equal(("Added", "Everything", (long?)null), (one.Kind, one.Dashboard, one.DashboardId));
    }
}
