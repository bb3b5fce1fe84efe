using System;
using System.Linq;
using Xunit;

namespace PostHogPS.Module.Tests.Commands;

/// <summary>Get-PHInsight.</summary>
public sealed class GetPHInsightTests : IDisposable
{
    private readonly TwoRegions _two = new("C", SampleDashboards.Into(SampleDashboards.Everything));

    public void Dispose() => _two.Dispose();

    [Theory]
    [InlineData("A")]
    [InlineData("C")]
    public void An_insight_has_its_name_kind_and_dashboards(string generation)
    {
        using var two = new TwoRegions(generation, SampleDashboards.Into(SampleDashboards.Everything));
        Insight[] all = [.. two.Run("$board = Get-PHDashboard Everything; Get-PHInsight -Dashboard Everything").As<Insight>()];
        Assert.Equal(["By country HogQLQuery", "Flagged FunnelsQuery", "Signups TrendsQuery"],
            all.Select(one => $"{one.Name} {one.QueryKind}").Order(StringComparer.Ordinal));
        long board = two.Run("$board").As<Dashboard>().Single().Id;
        Assert.All(all, one => Assert.Equal([board], one.Dashboards));
        Assert.All(all, one => Assert.NotEmpty(one.ShortId));
    }

    [Theory]
    [InlineData("Get-PHInsight $one")]
    [InlineData("Get-PHInsight @($one)")]
    [InlineData("$one | Get-PHInsight")]
    [InlineData("$one | Select-Object * | Get-PHInsight")]
    [InlineData("$one.Id | Get-PHInsight")]
    public void An_insight_means_that_one_and_not_all_of_its_name(string line)
    {
        _two.Run("$null = Copy-PHDashboard Everything -ToProject 101 -Force -WarningAction Ignore; $one = (Get-PHInsight Signups)[0]");
        Assert.Equal(2, _two.Run("Get-PHInsight Signups").Objects.Count);
        Assert.Equal(_two.Run("$one").As<Insight>().Single().Id, Assert.Single(_two.Run(line).As<Insight>()).Id);
    }

    [Fact]
    public void By_name_pattern_short_id_and_pipe()
    {
        Insight one = _two.Run("Get-PHInsight signups").As<Insight>().Single();
        Assert.Equal(one.Id, _two.Run($"Get-PHInsight {one.ShortId}").As<Insight>().Single().Id);
        Assert.Equal(one.Id, _two.Run("Get-PHInsight 'Signup[s]'").As<Insight>().Single().Id);
        Assert.Equal(3, _two.Run("Get-PHDashboard Everything | Get-PHInsight").Objects.Count);
        Assert.Equal(2, _two.Run("Get-PHInsight -First 2").Objects.Count);
        Assert.Equal("By action.", _two.Run("(Get-PHInsight -Search 'by action').Description").Single.ToString());
        Assert.Equal(one.Id, _two.Run($"Get-PHInsight {one.Id}").As<Insight>().Single().Id);
        _two.Fail("PostHog.NotFound", "Get-PHInsight nobody");
    }

    [Fact]
    public void No_result_is_asked_for()
    {
        _two.Run("Get-PHInsight signups");
        Assert.All(_two.Us.Requests.All, r => Assert.Contains("basic=true", r.PathAndQuery, StringComparison.Ordinal));
    }
}
