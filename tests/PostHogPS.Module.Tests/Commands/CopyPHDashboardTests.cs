using System;
using System.Collections.Generic;
using System.Linq;
using System.Text.RegularExpressions;
using PostHogPS.Sandbox.Options;
using PostHogPS.TestHost;
using PostHogPS.Testing.Faults;
using Xunit;

namespace PostHogPS.Module.Tests.Commands;

/// <summary>Copy-PHDashboard from one server to another.</summary>
public sealed class CopyPHDashboardTests : IDisposable
{
    private const string Copy = "Copy-PHDashboard Everything -ToConnection eu -WarningAction Ignore";

    // The dashboard, three insights, three other tiles, and the end.
    private const int Writes = 8;

    private readonly TwoRegions _two = new("C", SampleDashboards.Into(SampleDashboards.Everything, SampleDashboards.Stuck));

    public static TheoryData<int, string> Faults
    {
        get
        {
            var data = new TheoryData<int, string>();
            foreach (string kind in new[] { "lost before", "lost after", "refused" })
            {
                for (int i = 1; i <= Writes; i++)
                    data.Add(i, kind);
            }

            return data;
        }
    }

    public void Dispose() => _two.Dispose();

    [Theory]
    [InlineData("C")]
    [InlineData("A")]
    public void A_copy_says_the_same_as_its_original(string generation)
    {
        using var two = new TwoRegions(generation, SampleDashboards.Into(Travels(generation)));
        Dashboard made = Assert.Single(two.Run("$made = Copy-PHDashboard Everything -ToConnection eu -WarningAction Ignore; $made").As<Dashboard>());
        Assert.Equal(((long)TwoRegions.EuProject, "eu", "Everything"), (made.ProjectId, made.ConnectionName, made.Name));
        Assert.Empty(TwoRegions.Writes(two.Us));
        two.Run("Export-PHDashboard Everything -Path $folder -WarningAction Ignore; Export-PHDashboard Everything -Path (Join-Path $folder ../there) -Connection eu -WarningAction Ignore");
        string here = Assert.Single(two.Files().Values), there = Assert.Single(two.Files("there").Values);
        Assert.NotEqual(here, there);
        Assert.Equal(WithoutSource(here), WithoutSource(there));
    }

    [Fact]
    public void The_copy_has_the_ids_of_its_own_project()
    {
        Dashboard made = Assert.Single(_two.Run(Copy).As<Dashboard>());
        string sent = string.Join("\n", _two.Eu.Requests.All.Where(r => r.Method != "GET").Select(r => r.Body));
        // Cohorts 1013 and 1014, actions 1013 to 1015 in the source; other numbers, and another order of groups, in the target.
        Assert.Contains("\"value\":202024", sent, StringComparison.Ordinal);
        Assert.Contains("\"breakdown\":[\"all\",202023]", sent, StringComparison.Ordinal);
        Assert.Contains("\"id\":202024", sent, StringComparison.Ordinal);
        Assert.Contains("\"aggregation_group_type_index\":1", sent, StringComparison.Ordinal);
        Assert.Contains("\"math_group_type_index\":0", sent, StringComparison.Ordinal);
        Assert.Contains("\"key\":202024,\"value\":true", sent, StringComparison.Ordinal);
        Assert.Contains("/project/20202/replay", sent, StringComparison.Ordinal);
        Assert.DoesNotMatch("\"(value|id)\":101[0-9]\\b", sent);
        Assert.Equal("DE", ((IDictionary<string, object?>)made.Variables.Values.Single()!)["value"]);
        Assert.Equal(6, made.Tiles.Count);
    }

    [Fact]
    public void Twenty_tiles_cost_at_most_twenty_four_writes()
    {
        using var two = new TwoRegions("C", SampleDashboards.Into(SampleDashboards.Create(20)));
        two.Run("Copy-PHDashboard Big -ToConnection eu");
        Assert.InRange(TwoRegions.Writes(two.Eu).Count, 1, 24);
        // Lists of dashboards and of variables, and the new one with its tiles.
        Assert.Equal(3, TwoRegions.Count(two.Eu) - TwoRegions.Writes(two.Eu).Count);
        Assert.Equal(20, two.Run("(Get-PHDashboard Big -IncludeTiles -Connection eu).Tiles").Objects.Count);
    }

    [Fact]
    public void A_second_copy_says_that_there_is_one_and_sends_nothing()
    {
        _two.Run(Copy);
        _two.Forget();
        ShellResult second = _two.Shell.Run("Copy-PHDashboard Everything -ToConnection eu");
        Assert.Empty(second.Errors);
        Assert.Contains(second.Warnings, warning => warning.Contains("already, with nothing to change", StringComparison.Ordinal));
        Assert.Empty(TwoRegions.Writes(_two.Eu));
        _two.Run(Copy + " -Force");
        Assert.Equal(2, _two.Run("Get-PHDashboard Everything -Connection eu").Objects.Count);
        _two.Run(Copy + " -Force");
        Assert.Equal(3, _two.Run("Get-PHDashboard Everything -Connection eu").Objects.Count);
    }

    [Trait("Speed", "Slow")]
    [Fact]
    public void A_changed_original_is_refused_and_with_Update_sent()
    {
        _two.Run(Copy);
        _two.Run("Set-PHDashboard Everything -Description 'Something else.'");
        _two.Forget();
        ShellResult refused = _two.Fail("PostHog.DashboardExists", Copy);
        Assert.Contains("1 place", refused.Error.Exception.Message, StringComparison.Ordinal);
        Assert.Empty(TwoRegions.Writes(_two.Eu));
        _two.Run(Copy + " -Update");
        Assert.Single(TwoRegions.Writes(_two.Eu));
        Assert.StartsWith("Something else.\n\n[posthogps:", _two.Run("(Get-PHDashboard Everything -Connection eu).Description").Single.ToString(),
            StringComparison.Ordinal);
        _two.Forget();
        _two.Run(Copy + " -Update");
        Assert.Empty(TwoRegions.Writes(_two.Eu));
    }

    [Fact]
    public void A_copy_that_goes_back_finds_the_original()
    {
        _two.Run(Copy);
        _two.Forget();
        _two.Run("Copy-PHDashboard Everything -Connection eu -ToConnection us -Update -WarningAction Ignore");
        Assert.Empty(TwoRegions.Writes(_two.Us));
    }

    [Trait("Speed", "Slow")]
    [Theory]
    [MemberData(nameof(Faults))]
    public void A_copy_that_broke_off_anywhere_is_completed_by_the_next_one(int write, string kind)
    {
        var fault = new Fault
        {
            Kind = kind == "refused" ? FaultKind.Status : FaultKind.Reset,
            Status = 400,
            Body = """{"type":"validation_error","code":"invalid_input","detail":"no","attr":null}""",
            AfterProcessing = kind == "lost after",
            Times = 1,
            Method = write <= 4 ? "POST" : "PATCH",
            Path = write == 1 ? "*/dashboards/" : write <= 4 ? "*/insights/" : "*/dashboards/*",
            Nth = write == 1 ? 1 : write <= 4 ? write - 1 : write - 4,
        };
        _two.Eu.Faults.Add(fault);
        ShellResult first = _two.Shell.Run(Copy.Replace("-WarningAction Ignore", "", StringComparison.Ordinal));
        // The last write changes nothing the second time, so it is repeated by itself.
        bool isRepeated = write == Writes && kind != "refused";
        Assert.Equal(isRepeated ? 0 : 1, first.Errors.Count);
        if (!isRepeated)
        {
            Assert.Equal(kind == "refused" ? "PostHog.Validation" : "PostHog.FateUnknown", first.Error.FullyQualifiedErrorId.Split(',')[0]);
            Assert.Equal(write > 1, first.Warnings.Any(warning =>
                warning.Contains("is not complete. Made so far: the dashboard itself", StringComparison.Ordinal)));
            _two.Run(Copy);
        }

        Assert.Single(_two.Run("Get-PHDashboard Everything -Connection eu").Objects);
        Assert.Equal(3, _two.Run("Get-PHInsight -Dashboard Everything -Connection eu").Objects.Count);
        _two.Run("Export-PHDashboard Everything -Path $folder -WarningAction Ignore; Export-PHDashboard Everything -Path (Join-Path $folder ../there) -Connection eu -WarningAction Ignore");
        Assert.Equal(WithoutSource(Assert.Single(_two.Files().Values)), WithoutSource(Assert.Single(_two.Files("there").Values)));
        Assert.DoesNotContain("unfinished", _two.Run("(Get-PHDashboard Everything -Connection eu).Description").Single.ToString(), StringComparison.Ordinal);
        // What was processed is there once: nothing of it was made twice.
        Assert.Equal(3 + (kind == "lost before" && write is > 1 and <= 4 ? 1 : kind == "refused" && write is > 1 and <= 4 ? 1 : 0),
            _two.Eu.Requests.All.Count(r => r.Method == "POST" && r.PathAndQuery.EndsWith("/insights/", StringComparison.Ordinal)));
    }

    [Fact]
    public void What_cannot_travel_is_refused_before_anything_is_written()
    {
        ShellResult refused = _two.Fail("PostHog.NotPortable", "Copy-PHDashboard Stuck -ToConnection eu");
        Assert.Contains("cohort 'Beta testers'", refused.Error.Exception.Message, StringComparison.Ordinal);
        Assert.Empty(TwoRegions.Writes(_two.Eu));
        _two.Fail("PostHog.NotPortable", "Copy-PHDashboard Stuck -ToConnection eu -Fail");
        Assert.Empty(TwoRegions.Writes(_two.Eu));
    }

    [Fact]
    public void WhatIf_lists_it_as_objects_and_writes_nothing()
    {
        // It fails as the run would: a job in CI that only plans is not green.
        DashboardPortability[] listed = [.. _two.Fail("PostHog.NotPortable", "Copy-PHDashboard Stuck -ToConnection eu -WhatIf -WarningAction Ignore")
            .As<DashboardPortability>()];
        Assert.Equal(["Ambiguous", "Missing", "NotPortable", "Note"], listed.Select(one => one.State).Distinct().Order(StringComparer.Ordinal));
        Assert.Contains(listed, one =>
            one.Tile == "insight 'Missing'" && one.Path == "tiles[0].insight.query.source.properties[0].value" && one.Name == "Beta testers");
        Assert.Empty(TwoRegions.Writes(_two.Eu));
    }

    [Fact]
    public void Skip_leaves_tiles_out_and_the_next_run_has_nothing_to_do()
    {
        Dashboard made = Assert.Single(_two.Run("Copy-PHDashboard Stuck -ToConnection eu -Skip -WarningAction Ignore").As<Dashboard>());
        Assert.Equal("Text", Assert.Single(made.Tiles).Kind);
        Assert.Equal("-7d", made.Filters["date_from"]);
        Assert.Empty((object?[])made.Filters["properties"]!);
        _two.Forget();
        _two.Run("Copy-PHDashboard Stuck -ToConnection eu -Skip -Update -WarningAction Ignore");
        Assert.Empty(TwoRegions.Writes(_two.Eu));
    }

    [Fact]
    public void KeepAsIs_sends_the_ids_of_the_source()
    {
        Assert.Equal(6, Assert.Single(_two.Run("Copy-PHDashboard Stuck -ToConnection eu -KeepAsIs -WarningAction Ignore").As<Dashboard>()).Tiles.Count);
        string sent = string.Join("\n", _two.Eu.Requests.All.Where(r => r.Method != "GET").Select(r => r.Body));
        Assert.Contains("\"value\":1016", sent, StringComparison.Ordinal);
        Assert.Contains("\"experiment_id\":77", sent, StringComparison.Ordinal);
        Assert.Contains("\"saved_filter_id\":\"abc\"", sent, StringComparison.Ordinal);
        _two.Forget();
        _two.Run("Copy-PHDashboard Stuck -ToConnection eu -KeepAsIs -Update -WarningAction Ignore");
        Assert.Empty(TwoRegions.Writes(_two.Eu));
    }

    [Fact]
    public void A_widget_that_the_project_does_not_take_is_an_error_and_left_out_with_Skip()
    {
        using var two = new TwoRegions("C", options =>
        {
            SampleDashboards.Into(SampleDashboards.Everything)(options);
            options.Projects.Add(new SandboxProject { Id = 103, Name = "Second" });
            options.Widgets = false;
        });
        ShellResult refused = two.Shell.Run("Copy-PHDashboard Everything -ToProject 103");
        Assert.Equal("PostHog.Validation", refused.Error.FullyQualifiedErrorId.Split(',')[0]);
        Assert.Contains(refused.Warnings, warning => warning.Contains("button 'Replay'. Run the same command again", StringComparison.Ordinal));
        ShellResult skipped = two.Shell.Run("Copy-PHDashboard Everything -ToProject 103 -Skip");
        Assert.Empty(skipped.Errors);
        Assert.Contains(skipped.Warnings,
            warning => warning.Contains("The widget 'Top errors' of dashboard 'Everything' was left out", StringComparison.Ordinal));
        Assert.Equal(5, Assert.Single(skipped.As<Dashboard>()).Tiles.Count);
    }

    [Theory]
    [InlineData("Copy-PHDashboard Stuck -ToConnection eu -Skip -KeepAsIs")]
    [InlineData("Copy-PHDashboard Stuck")]
    [InlineData("Copy-PHDashboard Stuck -ToConnection eu -Update -Force")]
    [InlineData("Copy-PHDashboard Stuck -ToConnection eu -Prune")]
    public void A_contradiction_or_no_target_ends_before_anything_is_read(string line)
    {
        _two.Fail("PostHog.Validation", line);
        Assert.Equal(0, TwoRegions.Count(_two.Us) + TwoRegions.Count(_two.Eu));
    }

    internal static string WithoutSource(string file) => Regex.Replace(file, ",\n  \"source\": \\{.*?\n  \\}", "", RegexOptions.Singleline);

    // Older servers have no widgets, and show their variables to no key.
    private static string Travels(string generation) => generation == "C" ? SampleDashboards.Everything
        : Regex.Replace(Regex.Replace(Regex.Replace(SampleDashboards.Everything, ",\\s+\\{ \"widget\".*?\"green\" \\}", "", RegexOptions.Singleline),
            "\"variables\": \\{ \"\\{variable:Country\\}\": \\{[^}]*\\}[^}]*\\} \\},\\s+\"breakdown_colors\"", "\"breakdown_colors\""),
            ",\\s+\"variables\": \\{ \"\\{variable:Country\\}\": \\{.*?\"FR\" \\} \\}", "", RegexOptions.Singleline);
}
