using System;
using System.Linq;
using PostHogPS.TestHost;
using Xunit;

namespace PostHogPS.Module.Tests.Promises.Views;

/// <summary>Tables of what differs and of what cannot travel, at 80 columns.</summary>
public sealed class DifferenceTableTests : IDisposable
{
    private readonly TempFolder _folder = new();
    private readonly Shell _shell = VirtualShell.Open(new ShellOptions { Width = 80 });

    public DifferenceTableTests()
    {
        _shell.Set("folder", _folder["files"]);
        _shell.Run("Connect-PostHog -Sandbox").Clean();
    }

    public void Dispose()
    {
        _shell.Dispose();
        _folder.Dispose();
    }

    [Trait("Speed", "Slow")]
    [Theory]
    [InlineData("Export-PHBatchExport $folder; Set-PHBatchExport events-to-s3 -Interval day -Destination @{ prefix = 'a/prefix/of/some/length' }",
        "Compare-PHBatchExport $folder", "Kind Export AtPostHog -> InFile",
        "Changed events-to-s3 interval: day -> hour (events-to-s3.json:",
        "Changed events-to-s3 destination.config.prefix: a/prefix/of/some/length -> posthog/events (events-to-s3.json:")]
    [InlineData("Export-PHDashboard $folder 'Churn risk'; Set-PHDashboard 'Churn risk' -Name 'Renamed'; $null = New-PHDashboardTile Renamed 'by hand'",
        "Compare-PHDashboard $folder", "Kind Dashboard Tile AtPostHog -> InFile",
        "Changed Renamed name: Renamed -> Churn risk (Churn-risk.json:4)", "Removed Renamed text 'by hand' only at PostHog (Churn-risk.json)")]
    [InlineData("", "Test-PHDashboardPortability 'Churn risk', Onboarding -ToProject 102", "State Kind Name Tile Outcome",
        "Dashboard: 'Churn risk' to ", "Dashboard: 'Onboarding' to ")]
    public void Both_sides_and_the_place_are_seen_at_eighty_columns(string before, string line, string header, params string[] rows)
    {
        _shell.Run(before).Clean();
        string[] lines = [.. _shell.Show(line).Text.Split('\n').Select(text => text.TrimEnd()).Where(text => text.Length > 0)];
        Assert.All(lines, text => Assert.True(text.Length <= 80, text));
        Assert.Contains(header, lines.Select(text => string.Join(' ', text.Split(' ', StringSplitOptions.RemoveEmptyEntries))));
        string all = string.Join(' ', lines.SelectMany(text => text.Split(' ', StringSplitOptions.RemoveEmptyEntries)));
        Assert.All(rows, row => Assert.Contains(row, all, StringComparison.Ordinal));
    }
}
