using System;
using System.Linq;
using PostHogPS.Testing.Faults;
using Xunit;

namespace PostHogPS.Module.Tests.Commands;

/// <summary>Test-PHDashboardPortability: what travels, and what does not.</summary>
public sealed class TestPHDashboardPortabilityTests : IDisposable
{
    private readonly TwoRegions _two = new("C", SampleDashboards.Into(SampleDashboards.Everything, SampleDashboards.Stuck));

    public void Dispose() => _two.Dispose();

    [Fact]
    public void What_the_target_has_once_is_mapped_with_both_ids()
    {
        DashboardPortability[] found = [.. _two.Run("Test-PHDashboardPortability Everything -ToConnection eu").As<DashboardPortability>()];
        Assert.Equal(["action", "cohort", "flag", "group", "table", "variable"],
            found.Where(one => one.State == "Mapped").Select(one => one.Kind).Distinct().Order(StringComparer.Ordinal));
        Assert.DoesNotContain(found, one => one.IsBlocking);
        DashboardPortability action = found.Single(one => one.Kind == "action");
        Assert.Equal(("Signed up", "1013", "202024", "insight 'Signups'", "tiles[0].insight.query.source.series[0].id"),
            (action.Name, action.SourceId, action.TargetId, action.Tile, action.Path));
        Assert.Equal(["filter filterTestAccounts", "hogql in cohort 'Power users'"],
            found.Where(one => one.State == "Note").Select(one => one.Kind + " " + one.Name).Order(StringComparer.Ordinal));
        Assert.Empty(TwoRegions.Writes(_two.Us));
        Assert.Empty(TwoRegions.Writes(_two.Eu));
    }

    [Fact]
    public void What_does_not_travel_says_why()
    {
        DashboardPortability[] found = [.. _two.Run("Test-PHDashboardPortability Stuck -ToConnection eu | Where-Object IsBlocking").As<DashboardPortability>()];
        Assert.Equal(
            ["Ambiguous cohort Trial users insight 'Ambiguous'", "Missing cohort Beta testers ", "Missing cohort Beta testers insight 'Missing'",
                "Missing table crm_account insight 'Table'",
                "NotPortable experiment unknown experiment 1 insight 'Experiment'", "NotPortable item unknown item 1 widget 'Replays'"],
            found.Select(one => $"{one.State} {one.Kind} {one.Name} {one.Tile}").Order(StringComparer.Ordinal));
        Assert.All(found, one => Assert.NotEmpty(one.Reason));
    }

    [Fact]
    public void A_list_that_the_key_may_not_read_is_said()
    {
        _two.Eu.Faults.Add(new Fault
        {
            Kind = FaultKind.Status, Status = 403, Path = "*/cohorts/*", Times = 0,
            Body = """{"type":"authentication_error","code":"permission_denied","detail":"API key missing required scope 'cohort:read'","attr":null}""",
        });
        DashboardPortability[] found =
            [.. _two.Run("Test-PHDashboardPortability Everything -ToConnection eu | Where-Object Kind -eq cohort").As<DashboardPortability>()];
        Assert.All(found, one => Assert.Equal("Unreadable", one.State));
        Assert.Contains("cohort:read", found[0].Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void Older_servers_show_no_variables()
    {
        using var two = new TwoRegions("A", SampleDashboards.Into(SampleDashboards.Everything));
        Assert.All(two.Run("Test-PHDashboardPortability Everything -ToConnection eu | Where-Object Kind -eq variable").As<DashboardPortability>(),
            one => Assert.Equal("Unreadable", one.State));
    }
}
