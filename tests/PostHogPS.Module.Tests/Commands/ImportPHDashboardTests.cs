using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using PostHogPS.TestHost;
using PostHogPS.Testing.Faults;
using Xunit;

namespace PostHogPS.Module.Tests.Commands;

/// <summary>Import-PHDashboard: dashboards as files say.</summary>
public sealed class ImportPHDashboardTests : IDisposable
{
    private const string ByHand = """
        {
          // Written by a person.
          "$schema": "schemas/dashboard.1.json",
          "key": "weekly",
          "name": "Weekly",
          "x-owner": "growth",
          "tiles": [
            { "insight": { "name": "Signups", "query": { "kind": "InsightVizNode", "source": { "kind": "TrendsQuery",
                "properties": [ { "type": "cohort", "key": "id", "value": { "$reference": "cohort", "name": "Power users" } } ] } } } },
            { "text": { "body": "one" }, "layouts": { "sm": { "x": 0, "y": 9, "w": 6, "h": 2 } } },
            { "button": { "url": "/insights", "text": "Open" } }
          ]
        }
        """;

    private readonly TwoRegions _two = new("C", SampleDashboards.Into(SampleDashboards.Everything));

    public void Dispose() => _two.Dispose();

    [Fact]
    public void A_file_by_hand_becomes_a_dashboard_and_the_second_run_sends_nothing()
    {
        _two.Put("weekly.json", ByHand);
        Dashboard made = Assert.Single(_two.Run("Import-PHDashboard $folder").As<Dashboard>());
        Assert.Equal("[posthogps:weekly]", made.Description);
        Assert.Equal(["Button", "Insight", "Text"], made.Tiles.Select(tile => tile.Kind).Order());
        string sent = string.Join("\n", _two.Us.Requests.All.Where(r => r.Method != "GET").Select(r => r.Body));
        Assert.Contains("\"value\":1013", sent, StringComparison.Ordinal);
        Assert.DoesNotContain("x-owner", sent, StringComparison.Ordinal);
        _two.Forget();
        Assert.Empty(_two.Run("Import-PHDashboard $folder").Objects);
        Assert.Empty(_two.Run("Import-PHDashboard (Join-Path $folder weekly.json) -Update -Prune").Objects);
        Assert.Empty(TwoRegions.Writes(_two.Us));
        Assert.Empty(_two.Run("Compare-PHDashboard $folder | Where-Object Kind -ne Unknown").Objects);
    }

    [Fact]
    public void An_edited_file_is_refused_and_with_Update_sent_part_by_part()
    {
        _two.Put("weekly.json", ByHand);
        _two.Run("Import-PHDashboard $folder");
        _two.Edit("weekly.json", "\"body\": \"one\"", "\"body\": \"two\"");
        _two.Edit("weekly.json", "\"kind\": \"TrendsQuery\",", "\"kind\": \"TrendsQuery\", \"interval\": \"week\",");
        _two.Forget();
        _two.Fail("PostHog.DashboardExists", "Import-PHDashboard $folder");
        Assert.Empty(_two.Run("Import-PHDashboard $folder -Update -WhatIf").Objects);
        Assert.Empty(TwoRegions.Writes(_two.Us));
        _two.Run("Import-PHDashboard $folder -Update");
        // An insight and a text; their places did not change.
        Assert.Equal(["PATCH /api/projects/101/dashboards/", "PATCH /api/projects/101/insights/"],
            TwoRegions.Writes(_two.Us).Select(w => w[..(w.TrimEnd('/').LastIndexOf('/') + 1)]).Order(StringComparer.Ordinal));
        Assert.Equal(3, _two.Run("Get-PHDashboard Weekly | Get-PHDashboardTile").Objects.Count);
        Assert.Equal("True", _two.Run("(Compare-PHDashboard $folder | Where-Object Kind -ne Unknown) -eq $null").Single.ToString());
    }

    [Fact]
    public void Tiles_that_the_file_has_not_stay_unless_Prune_is_given()
    {
        _two.Put("weekly.json", ByHand);
        _two.Run("Import-PHDashboard $folder; $null = New-PHDashboardTile Weekly 'by hand'");
        _two.Forget();
        _two.Run("Import-PHDashboard $folder -Update");
        Assert.Empty(TwoRegions.Writes(_two.Us));
        _two.Run("Import-PHDashboard $folder -Update -Prune");
        Assert.Single(TwoRegions.Writes(_two.Us));
        Assert.DoesNotContain("by hand", _two.Run("(Get-PHDashboard Weekly | Get-PHDashboardTile).Name").Objects.Select(o => o.ToString()));
    }

    [Fact]
    public void A_file_goes_back_to_the_dashboard_it_came_from_and_leaves_no_marker()
    {
        _two.Run("Export-PHDashboard Everything -Path $folder -WarningAction Ignore");
        _two.Edit("Everything.json", "\"name\": \"Signups\"", "\"name\": \"Sign-ups\"");
        _two.Edit("Everything.json", "What we look at.", "What all look at.");
        _two.Edit("Everything.json", "\"color\": \"blue\"", "\"color\": \"red\"");
        _two.Forget();
        _two.Run("Import-PHDashboard $folder -Update -WarningAction Ignore");
        Assert.Equal(2, TwoRegions.Writes(_two.Us).Count);
        Dashboard after = _two.Run("Get-PHDashboard Everything -IncludeTiles").As<Dashboard>().Single();
        Assert.Equal("What all look at.", after.Description);
        Assert.Equal(("Sign-ups", "red"), (after.Tiles[0].Name, after.Tiles[0].Color));
        Assert.Equal("By action.", after.Tiles[0].Insight!["description"]);
        Assert.Equal(1L, Convert.ToInt64(_two.Run("@(Get-PHDashboard Everything).Count").Single.BaseObject, System.Globalization.CultureInfo.InvariantCulture));
    }

    [Fact]
    public void The_file_of_the_web_UI_is_imported()
    {
        _two.Put("ui.json", """
            { "template_name": "From UI", "dashboard_description": "d", "dashboard_filters": { "date_from": "-7d" }, "tags": ["web"], "variables": [],
              "tiles": [ { "type": "INSIGHT", "name": "Visits", "query": { "kind": "InsightVizNode", "source": { "kind": "TrendsQuery" } }, "layouts": { "sm": { "x": 3, "y": 0, "w": 6, "h": 5 } } },
                         { "type": "TEXT", "body": "Hello" } ] }
            """);
        Dashboard made = Assert.Single(_two.Run("Import-PHDashboard (Join-Path $folder ui.json)").As<Dashboard>());
        Assert.Equal(("From UI", "-7d", 2), (made.Name, made.Filters["date_from"], made.Tiles.Count));
        Assert.Equal(3L, ((IDictionary<string, object?>)made.Tiles.Single(tile => tile.Kind == "Insight").Layouts["sm"]!)["x"]);
        _two.Forget();
        _two.Run("Import-PHDashboard (Join-Path $folder ui.json)");
        Assert.Empty(TwoRegions.Writes(_two.Us));
    }

    [Fact]
    public void A_template_that_only_shares_its_name_with_a_dashboard_does_not_change_it()
    {
        _two.Put("first.json", Template("Visits", "Hello"));
        Dashboard first = Assert.Single(_two.Run("Import-PHDashboard (Join-Path $folder first.json)").As<Dashboard>());
        _two.Put("second.json", Template("Signups", "Hello"));
        _two.Forget();

        // Nobody can tell whether it is the same dashboard, edited since, or another one of that name.
        foreach (string command in new[] { "Import-PHDashboard (Join-Path $folder second.json) -Update", "Import-PHDashboard (Join-Path $folder second.json) -Update -WhatIf" })
        {
            ShellResult refused = _two.Fail("PostHog.AmbiguousName", command);
            Assert.Contains($"dashboard 'From UI' ({first.Id})", refused.Error.Exception.Message, StringComparison.Ordinal);
            Assert.Contains(DashboardKey(first), refused.Error.ErrorDetails.RecommendedAction, StringComparison.Ordinal);
        }

        ShellResult exists = _two.Fail("PostHog.DashboardExists", "Import-PHDashboard (Join-Path $folder second.json)");
        Assert.DoesNotContain("-Update", exists.Error.ErrorDetails.RecommendedAction, StringComparison.Ordinal);
        Assert.Empty(TwoRegions.Writes(_two.Us));

        // Both ways out of it: it is that dashboard, or it is not.
        _two.Put("second.json", Template("Signups", "Hello", $"d\\n\\n{DashboardKey(first)}"));
        Assert.Equal(first.Id, Assert.Single(_two.Run("Import-PHDashboard (Join-Path $folder second.json) -Update -Prune").As<Dashboard>()).Id);
        _two.Put("second.json", Template("Signups", "Bye").Replace("{ \"template_name\"", "{ \"id\": \"second\", \"template_name\"", StringComparison.Ordinal));
        Assert.NotEqual(first.Id, Assert.Single(_two.Run("Import-PHDashboard (Join-Path $folder second.json)").As<Dashboard>()).Id);
    }

    [Fact]
    public void A_template_goes_on_with_its_own_unfinished_dashboard_and_not_with_that_of_another()
    {
        _two.Put("first.json", Template("Visits", "Hello"));
        _two.Us.Faults.Add(new Fault { Kind = FaultKind.Status, Status = 500, Method = "PATCH", Path = "*/dashboards/*", Times = 0, Body = "{}" });
        Assert.NotEmpty(_two.Shell.Run("Import-PHDashboard (Join-Path $folder first.json)").Errors);
        _two.Us.Faults.Clear();
        _two.Put("second.json", Template("Signups", "Hello"));
        _two.Forget();

        _two.Fail("PostHog.AmbiguousName", "Import-PHDashboard (Join-Path $folder second.json)");
        Assert.Empty(TwoRegions.Writes(_two.Us));

        Dashboard made = Assert.Single(_two.Run("Import-PHDashboard (Join-Path $folder first.json)").As<Dashboard>());
        Assert.Equal(["Insight", "Text"], made.Tiles.Select(static tile => tile.Kind).Order());
    }

    [Theory]
    [InlineData("{\n  \"$schema\": \"schemas/dashboard.1.json\",\n  \"name\": 5,\n  \"tiles\": []\n}", "line 3, column 11, name:")]
    [InlineData("{\n  \"$schema\": \"schemas/dashboard.1.json\",\n  \"name\": \"a\"\n}", "line 1, column 1, tiles:")]
    [InlineData("{\n  \"$schema\": \"schemas/dashboard.2.json\",\n  \"name\": \"a\", \"tiles\": []\n}", "line 2")]
    [InlineData("{\n  \"$schema\": \"schemas/dashboard.1.json\",\n  \"name\": \"a\",\n  \"tiles\": [\n    { \"text\": {} }\n  ]\n}",
        "line 5, column 15, tiles[0].text.body:")]
    [InlineData("{\n  \"name\": ", "line 2")]
    [InlineData("{ \"$schema\": \"schemas/batch-export.1.json\" }", "line 1")]
    public void A_wrong_file_is_an_error_with_its_place_and_nothing_is_sent(string text, string expected)
    {
        _two.Put("weekly.json", ByHand);
        _two.Put("wrong.json", text);
        ShellResult result = _two.Fail("PostHog.InvalidFile",
            expected.Contains("batch", StringComparison.Ordinal) || text.Contains("batch-export", StringComparison.Ordinal)
            ? "Import-PHDashboard (Join-Path $folder wrong.json)" : "Import-PHDashboard $folder");
        Assert.Contains("wrong.json", result.Error.Exception.Message, StringComparison.Ordinal);
        Assert.Contains(expected, result.Error.Exception.Message, StringComparison.Ordinal);
        Assert.Equal(0, TwoRegions.Count(_two.Us));
    }

    [Fact]
    public void Two_files_with_one_key_are_refused()
    {
        _two.Put("one.json", ByHand);
        _two.Put("two.json", ByHand);
        _two.Fail("PostHog.InvalidFile", "Import-PHDashboard $folder");
        Assert.Equal(0, TwoRegions.Count(_two.Us));
    }

    [Fact]
    public void A_link_that_leads_out_of_the_folder_is_not_followed()
    {
        if (OperatingSystem.IsWindows())
            return;
        _two.Put("weekly.json", ByHand);
        string outside = _two.Path("outside.json");
        File.WriteAllText(outside, ByHand);
        File.CreateSymbolicLink(Path.Combine(_two.Path("files"), "link.json"), outside);
        _two.Fail("PostHog.InvalidFile", "Import-PHDashboard $folder");
        Assert.Equal(0, TwoRegions.Count(_two.Us));
    }

    private static string Template(string insight, string text, string description = "d") => $$"""
        { "template_name": "From UI", "dashboard_description": "{{description}}", "dashboard_filters": { "date_from": "-7d" }, "tags": ["web"], "variables": [],
          "tiles": [ { "type": "INSIGHT", "name": "{{insight}}", "query": { "kind": "InsightVizNode", "source": { "kind": "TrendsQuery" } } },
                     { "type": "TEXT", "body": "{{text}}" } ] }
        """;

    private static string DashboardKey(Dashboard dashboard) => dashboard.Description[dashboard.Description.LastIndexOf("[posthogps:", StringComparison.Ordinal)..];
}
