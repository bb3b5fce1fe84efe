using System;
using System.Linq;
using System.Management.Automation;
using System.Threading.Tasks;
using PostHogPS.TestHost;
using PostHogPS.Testing;
using PostHogPS.Testing.Faults;
using Xunit;

namespace PostHogPS.Module.Tests.Commands;

/// <summary>What PostHog ignores, drops or leaves half done when dashboards are made and changed.</summary>
public sealed class SetPHDashboardTests
{
    private const string Variables = "@{ v1 = @{ code_name = 'country'; value = 'DE' } }";

    [Fact]
    public async Task Variables_of_a_new_dashboard_have_their_effect()
    {
        await using Bench bench = await Bench.StartAsync();
        Dashboard made = bench.Run($"New-PHDashboard Mine -Variables {Variables} -Filters @{{ date_from = '-7d' }}").Clean().As<Dashboard>().Single();
        Assert.Equal(["v1"], made.Variables.Keys);
        Assert.Equal(["POST", "PATCH"], bench.Writes().Select(w => w.Method));
        Assert.Equal("""{"variables":{"v1":{"value":"DE","code_name":"country"}}}""".Length, bench.Writes()[1].Body.Length);
        Assert.Single(bench.Run("$null = New-PHDashboard Plain -Description d -Tag a -Pinned -Filters @{ date_from = '-7d' }; Get-PHDashboard Plain")
            .Clean().Objects);
        Assert.Equal(3, bench.Writes().Count);
    }

    [Fact]
    public async Task When_the_second_request_fails_the_error_says_what_is_there_and_what_is_missing()
    {
        await using Bench bench = await Bench.StartAsync();
        bench.Faults.Add(new Fault { Kind = FaultKind.Status, Method = "PATCH", Path = "*/dashboards/*", Status = 403, Times = 0 });
        ShellResult result = bench.Run($"New-PHDashboard Mine -Variables {Variables}");
        Dashboard made = result.As<Dashboard>().Single();
        Assert.StartsWith("PostHog.Forbidden", result.Error.FullyQualifiedErrorId, StringComparison.Ordinal);
        Assert.Contains($"dashboard 'Mine' ({made.Id})", result.Error.ToString(), StringComparison.Ordinal);
        Assert.Contains("was created, but not set: variables", result.Error.ToString(), StringComparison.Ordinal);
        Assert.Contains($"Remove-PHDashboard {made.Id} -ProjectId 101", result.Error.ErrorDetails.RecommendedAction, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("website TRAFFIC", "Website traffic")]
    [InlineData("DEFAULT_APP", "DEFAULT_APP")]
    public async Task A_template_goes_to_the_server_in_its_spelling_and_overwrites_nothing_that_was_given(string typed, string sent)
    {
        await using Bench bench = await Bench.StartAsync();
        Dashboard made = bench.Run($"New-PHDashboard Mine -Template '{typed}' -Description own -Filters @{{ date_from = '-90d' }}").Clean()
            .As<Dashboard>().Single();
        Assert.Contains($"\"use_template\":\"{sent}\"", bench.Writes()[0].Body, StringComparison.Ordinal);
        Assert.Equal(("own", "-90d"), (made.Description, made.Filters["date_from"]));
        Assert.NotEmpty(made.Tiles);
    }

    [Fact]
    public async Task A_piped_template_is_the_one_to_begin_with()
    {
        await using Bench bench = await Bench.StartAsync();
        Dashboard made = bench.Run("Get-PHDashboardTemplate 'Website traffic' | New-PHDashboard Mine").Clean().As<Dashboard>().Single();
        Assert.Contains("\"use_template\":\"Website traffic\"", bench.Writes()[0].Body, StringComparison.Ordinal);
        Assert.NotEmpty(made.Tiles);
        ErrorRecord both = bench.Run("Get-PHDashboardTemplate 'Website traffic' | New-PHDashboard Mine -Template DEFAULT_APP").Error;
        Assert.StartsWith("PostHog.Validation", both.FullyQualifiedErrorId, StringComparison.Ordinal);
        Assert.Single(bench.Writes());
    }

    [Fact]
    public async Task An_unknown_template_is_refused_before_and_under_WhatIf_too()
    {
        await using Bench bench = await Bench.StartAsync();
        ErrorRecord error = bench.Run("New-PHDashboard Mine -Template nosuch -WhatIf").Error;
        Assert.StartsWith("PostHog.NotFound", error.FullyQualifiedErrorId, StringComparison.Ordinal);
        Assert.Contains("Get-PHDashboardTemplate", error.ErrorDetails.RecommendedAction, StringComparison.Ordinal);
        Assert.Empty(bench.Writes());
    }

    [Fact]
    public async Task The_empty_dashboard_of_a_refused_template_is_named_and_left_alone()
    {
        await using Bench bench = await Bench.StartAsync(new BenchOptions { Key = "phx_scopes=dashboard:write,project:read" });
        bench.Prepare("New-PHDashboard Mine");
        ErrorRecord error = bench.Run("New-PHDashboard Mine -Template nosuch").Error;
        Assert.StartsWith("PostHog.Validation", error.FullyQualifiedErrorId, StringComparison.Ordinal);
        Dashboard left = bench.Run("Get-PHDashboard Mine | Where-Object CreationMode -eq template").Clean().As<Dashboard>().Single();
        Assert.Contains($"made an empty dashboard all the same: {left.Id}.", error.ToString(), StringComparison.Ordinal);
        Assert.Contains($"Remove-PHDashboard {left.Id} -ProjectId 101", error.ErrorDetails.RecommendedAction, StringComparison.Ordinal);
        Assert.Single(bench.Writes());
    }

    [Fact]
    public async Task A_copy_shares_insights_says_so_and_takes_description_tags_and_pin_along()
    {
        await using Bench bench = await Bench.StartAsync();
        bench.Prepare("Set-PHDashboard Revenue -Description text -Tag a, b -Pinned");
        ShellResult asked = bench.Run("New-PHDashboard Copy -CopyFrom Revenue -WhatIf");
        Assert.Contains("sharing its insights", asked.Text, StringComparison.Ordinal);
        ShellResult result = bench.Run("$copy = New-PHDashboard Copy -CopyFrom Revenue -Verbose; $copy").Clean();
        Dashboard copy = result.As<Dashboard>().Single();
        Assert.Equal(("text", true), (copy.Description, copy.Pinned));
        Assert.Equal(["a", "b"], copy.Tags.Order());
        Assert.Contains(result.Verbose, v => v.Contains("shares", StringComparison.Ordinal));
        Assert.Single(bench.Writes());
        Assert.Equal(Insights(bench, "Revenue"), Insights(bench, "Copy"));

        Assert.Contains("insights of its own", bench.Run("New-PHDashboard Own -CopyFrom Revenue -DuplicateTiles -WhatIf").Text, StringComparison.Ordinal);
        Dashboard own = bench.Run("New-PHDashboard Own -CopyFrom Revenue -DuplicateTiles -Description other -Pinned:$false -Tag @()").Clean()
            .As<Dashboard>().Single();
        Assert.Equal(("other", false, 0), (own.Description, own.Pinned, own.Tags.Length));
        Assert.Empty(Insights(bench, "Own").Intersect(Insights(bench, "Revenue")));
    }

    [Fact]
    public async Task A_dashboard_in_the_pipeline_is_copied_and_a_project_says_where()
    {
        await using Bench bench = await Bench.StartAsync();
        Assert.Equal("duplicate", bench.Run("Get-PHDashboard Revenue | New-PHDashboard 'Revenue EU'").Clean().As<Dashboard>().Single().CreationMode);
        Assert.Equal("duplicate", bench.Run("4103 | New-PHDashboard -Name ById").Clean().As<Dashboard>().Single().CreationMode);
        Assert.Equal([101L, 102L], bench.Run("Get-PHProject -Id 101, 102 | New-PHDashboard Everywhere").Clean().As<Dashboard>().Select(d => d.ProjectId));
        Assert.Equal(["one", "two"], bench.Run("'one', 'two' | New-PHDashboard").Clean().As<Dashboard>().Select(d => d.Name));
        ShellResult two = bench.Run("Get-PHDashboard -First 2 | New-PHDashboard Both");
        Assert.Single(two.Objects);
        Assert.StartsWith("PostHog.Validation", two.Error.FullyQualifiedErrorId, StringComparison.Ordinal);
        Assert.StartsWith("PostHog.Validation", bench.Run("Get-PHDashboard Revenue | New-PHDashboard").Error.FullyQualifiedErrorId, StringComparison.Ordinal);
        Assert.StartsWith("PostHog.Validation", bench.Run("New-PHDashboard x -DuplicateTiles").Error.FullyQualifiedErrorId, StringComparison.Ordinal);
        Assert.StartsWith("PostHog.InvalidDashboard", bench.Run("Get-Date | New-PHDashboard x").Error.FullyQualifiedErrorId, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_is_not_given_stays_a_pin_too()
    {
        await using Bench bench = await Bench.StartAsync();
        bench.Prepare("Set-PHDashboard Revenue -Pinned");
        bench.Requests.Clear();
        Dashboard after = bench.Run("Set-PHDashboard Revenue -Description other -PassThru").Clean().As<Dashboard>().Single();
        Assert.True(after.Pinned);
        Assert.Equal("""{"description":"other"}""", bench.Writes().Single().Body);
        Assert.False(bench.Run("Set-PHDashboard Revenue -Pinned:$false -PassThru").Clean().As<Dashboard>().Single().Pinned);
    }

    [Fact]
    public async Task No_filters_means_none_and_no_variables_is_refused_because_PostHog_cannot()
    {
        await using Bench bench = await Bench.StartAsync();
        bench.Prepare("Set-PHDashboard Revenue -Filters @{ date_from = '-7d'; interval = 'day' }");
        Dashboard after = bench.Run("Set-PHDashboard Revenue -Filters @{} -PassThru").Clean().As<Dashboard>().Single();
        Assert.Equal("""{"filters":{"date_from":null,"date_to":null,"properties":[]}}""", bench.Writes().Single().Body);
        Assert.All(after.Filters.Values, v => Assert.True(v is null or object?[] { Length: 0 }));
        Assert.Empty(bench.Run("Set-PHDashboard Revenue -Filters @{}").Clean().Warnings);
        Assert.Single(bench.Writes());

        ErrorRecord error = bench.Run("Get-PHDashboard -First 2 | Set-PHDashboard -Variables @{}").Error;
        Assert.Contains("cannot empty the variables", error.ToString(), StringComparison.Ordinal);
        Assert.Single(bench.Writes());
    }

    [Fact]
    public async Task Tags_that_the_server_dropped_are_a_warning()
    {
        await using Bench bench = await Bench.StartAsync(new BenchOptions { Server = new SandboxServerOptions { Sandbox = { Tagging = false } } });
        Assert.Contains("tagging feature", Assert.Single(bench.Run("$null = New-PHDashboard Mine -Tag a").Clean().Warnings), StringComparison.Ordinal);
        Assert.Contains("did not apply", Assert.Single(bench.Run("Set-PHDashboard Mine -AddTag b -Description d").Clean().Warnings), StringComparison.Ordinal);
        Assert.Empty(bench.Run("Set-PHDashboard Mine -Description e").Clean().Warnings);
    }

    [Fact]
    public async Task A_remove_whose_answer_was_lost_ends_as_done()
    {
        await using Bench bench = await Bench.StartAsync();
        bench.Faults.Add(FaultKind.Drop, "PATCH", "*/dashboards/4103/*", afterProcessing: true);
        bench.Run("Remove-PHDashboard 4103 -Confirm:$false").Clean();
        Assert.Equal(2, bench.Writes().Count);
        Assert.StartsWith("PostHog.NotFound", bench.Run("Remove-PHDashboard 4103 -Confirm:$false").Error.FullyQualifiedErrorId, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_creator_has_every_field()
    {
        await using Bench bench = await Bench.StartAsync();
        PostHogUserReference user = bench.Run("Get-PHDashboard Revenue").Clean().As<Dashboard>().Single().CreatedBy!;
        Assert.NotNull(user.DistinctId);
        Assert.Equal((true, "data"), (user.IsEmailVerified, user.RoleAtOrganization));
    }

    [Fact]
    public async Task What_is_on_a_dashboard_leads_to_it_and_never_removes_it()
    {
        await using Bench bench = await Bench.StartAsync();
        Assert.Equal("Revenue", bench.Run("Get-PHDashboardTile Revenue | Select-Object -First 1 | Get-PHDashboard").Clean().As<Dashboard>().Single().Name);
        Assert.Equal(4103, bench.Run("Get-PHDashboardSharing Revenue | Set-PHDashboardSharing -Enabled -PassThru").Clean().As<DashboardSharing>()
            .Single().DashboardId);
        bench.Requests.Clear();
        foreach (string tile in new[] { "Get-PHDashboardTile Revenue | Select-Object -First 1",
            "Get-PHDashboardTile Revenue | Select-Object -First 1 Id, DashboardId" })
            Assert.StartsWith("PostHog.InvalidDashboard", bench.Run(tile + " | Remove-PHDashboard -Confirm:$false").Error.FullyQualifiedErrorId,
                StringComparison.Ordinal);
        Assert.Empty(bench.Writes());
    }

    private static string[] Insights(Bench bench, string dashboard) =>
        [.. bench.Run($"Get-PHDashboardTile '{dashboard}' -Kind Insight").Clean().As<DashboardTile>().Select(t => t.Insight!["id"]!.ToString()!)
            .Order(StringComparer.Ordinal)];
}
