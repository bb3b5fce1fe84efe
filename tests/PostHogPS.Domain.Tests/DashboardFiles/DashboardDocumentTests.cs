using System;
using System.Collections.Generic;
using System.Linq;
using PostHogPS.DashboardFiles;
using PostHogPS.Dashboards;
using PostHogPS.Domain.Tests.Files;
using PostHogPS.Files;
using PostHogPS.Text;
using Xunit;

namespace PostHogPS.Domain.Tests.DashboardFiles;

/// <summary>Markers, matches of tiles, templates of the web UI, and texts of queries.</summary>
public sealed class DashboardDocumentTests
{
    private const string Template = """
        {
          "template_name": "Website",
          "dashboard_description": "From the web UI",
          "dashboard_filters": { "date_from": "-7d" },
          "tags": [ "web" ],
          "variables": [],
          "tiles": [
            { "type": "INSIGHT", "name": "Visits", "description": "", "query": { "kind": "InsightVizNode", "source": { "kind": "TrendsQuery" } }, "layouts": { "sm": { "x": 0, "y": 0, "w": 6, "h": 5 } }, "color": "blue" },
            { "type": "TEXT", "body": "Hello", "layouts": {} },
            { "type": "BUTTON", "button_tile": { "url": "https://example.com", "text": "Open", "placement": "left", "style": "primary" } },
            { "type": "WIDGET", "widget_type": "error_tracking_list", "config": {} }
          ]
        }
        """;

    [Theory]
    [InlineData("", "[posthogps:abc]")]
    [InlineData("What we look at.", "What we look at.\n\n[posthogps:abc]")]
    [InlineData("Ends with [brackets]", "Ends with [brackets]\n\n[posthogps:abc]")]
    public void A_marker_goes_in_and_comes_out_of_a_description(string description, string marked)
    {
        Assert.Equal(marked, DashboardMarker.Add(description, "abc"));
        Assert.Equal("abc", DashboardMarker.Read(marked));
        Assert.Equal(description, DashboardMarker.Remove(marked));
        Assert.False(DashboardMarker.IsUnfinished(marked));
        Assert.True(DashboardMarker.IsUnfinished(DashboardMarker.Add(description, "abc", unfinished: true)));
        Assert.Equal(description, DashboardMarker.Remove(DashboardMarker.Add(marked, "def", unfinished: true)));
    }

    [Fact]
    public void What_only_looks_like_a_marker_stays()
    {
        Assert.Null(DashboardMarker.Read("See [posthogps:abc] for more."));
        Assert.Equal("[posthogps:ABC DEF]", DashboardMarker.Remove("[posthogps:ABC DEF]"));
    }

    [Fact]
    public void The_key_of_an_original_stays_whatever_changes_on_it()
    {
        var one = new Dashboard { Id = 5, CreatedAt = DateTimeOffset.UnixEpoch, Name = "a" };
        string key = DashboardMarker.KeyOf(one);
        one.Name = "b";
        one.Description = "c";
        Assert.Equal(key, DashboardMarker.KeyOf(one));
        Assert.NotEqual(key, DashboardMarker.KeyOf(new Dashboard { Id = 6, CreatedAt = DateTimeOffset.UnixEpoch }));
        Assert.Matches(DashboardMarker.KeyPattern, key);
    }

    [Fact]
    public void The_file_of_the_web_UI_is_read()
    {
        var problems = new List<FileProblem>();
        FileValue template = FileTextTests.Read(Template);
        Assert.True(TemplateReader.IsTemplate(template));
        FileValue read = TemplateReader.Read(template, problems);
        Assert.Empty(problems);
        Assert.Empty(DashboardFormat.Format.Check(read));
        Assert.Empty(DashboardFileRules.Check(read));
        Assert.Equal(("Website", "From the web UI"), (read.FindText("name"), read.FindText("description")));
        Assert.Equal("-7d", read.Find("filters")!.FindText("date_from"));
        Assert.Equal(["insight 'Visits'", "text 'Hello'", "button 'Open'", "widget 'error_tracking_list'"],
            read.Find("tiles")!.Items.Select(TileKind.Describe));
        Assert.Equal("blue", read.Find("tiles")!.Items[0].FindText("color"));
    }

    [Theory]
    [InlineData("\"type\": \"TEXT\"", "\"type\": \"CHART\"", "tiles[1].type", 9)]
    [InlineData("\"variables\": []", "\"variables\": [ { \"id\": \"EVENT\" } ]", "variables", 6)]
    public void A_template_that_cannot_be_read_names_the_place(string old, string replacement, string property, int line)
    {
        var problems = new List<FileProblem>();
        TemplateReader.Read(FileTextTests.Read(Template.Replace(old, replacement, StringComparison.Ordinal)), problems);
        Assert.Equal((property, line), (Assert.Single(problems).Property, problems[0].Line));
    }

    [Fact]
    public void Tiles_are_matched_by_key_then_by_what_they_say_then_by_place()
    {
        FileValue left = FileTextTests.Read("""
            [ { "key": "a", "insight": { "name": "New name" } },
              { "text": { "body": "one" } },
              { "text": { "body": "changed" }, "layouts": { "sm": { "x": 6, "y": 0, "w": 6, "h": 5 } } },
              { "key": "b", "insight": { "name": "Same" } },
              { "button": { "url": "/new", "text": "Open" } } ]
            """), right = FileTextTests.Read("""
            [ { "key": "c", "insight": { "name": "Same" } },
              { "text": { "body": "old" }, "layouts": { "sm": { "x": 6, "y": 0, "w": 6, "h": 5 } } },
              { "button": { "url": "/old", "text": "Open" } },
              { "key": "a", "insight": { "name": "Old name" } },
              { "text": { "body": "one" } } ]
            """);
        TileMatch match = TileMatch.Create(left.Items, right.Items);
        Assert.Equal([(0, 3), (1, 4), (2, 1), (4, 2)], match.Pairs.Select(pair => (left.Items.IndexOf(pair.Left), right.Items.IndexOf(pair.Right))).Order());
        // Two insights with keys of their own are two, also under one name.
        Assert.Same(right.Items[0], Assert.Single(match.OnlyRight));
    }

    [Fact]
    public void Insights_without_a_key_get_one_that_stays_with_their_name()
    {
        static FileValue Read() => FileTextTests.Read("""{ "tiles": [ { "insight": { "name": "A" } }, { "insight": { "name": "A" } }, { "text": { "body": "x" } } ] }""");
        FileValue one = Read(), two = Read();
        DashboardFile.AddKeys(one);
        DashboardFile.AddKeys(two);
        string?[] keys = [.. one.Find("tiles")!.Items.Select(tile => tile.FindText("key"))];
        Assert.Equal(keys, two.Find("tiles")!.Items.Select(tile => tile.FindText("key")));
        Assert.NotEqual(keys[0], keys[1]);
        Assert.Null(keys[2]);
    }

    [Theory]
    [InlineData("select 1 from events where person_id in cohort 12", "in cohort 12")]
    [InlineData("select 1 from events where person_id in cohort 'Power users'", "in cohort 'Power users'")]
    [InlineData("select 1 from cohort_people", "cohort_people")]
    [InlineData("select 1 from events where matchesAction('Signed up')", "matchesAction('Signed up')")]
    [InlineData("select $group_1, group_0.properties.name from events", "$group_1|group_0.")]
    [InlineData("select 1 from events e join stripe_invoice i on i.id = e.x", "stripe_invoice")]
    [InlineData("with a as (select 1 from events) select 1 from a", "")]
    [InlineData("select count() from events", "")]
    public void Texts_of_queries_are_searched(string text, string expected) =>
        Assert.Equal(expected.Split('|', StringSplitOptions.RemoveEmptyEntries), HogQLText.Find(text).Select(found => found.Name));

    [Fact]
    public void A_comparison_goes_down_to_the_value_and_takes_absent_for_empty()
    {
        FileValue file = FileTextTests.Read("""
            { "name": "a", "filters": { "date_from": null, "properties": [] }, "tags": [ "B", "a" ],
              "tiles": [ { "key": "k", "insight": { "name": "i", "query": { "kind": "T", "source": { "interval": "day", "series": [ 1, 2 ] } } } } ] }
            """), server = FileTextTests.Read("""
            { "name": "a", "tags": [ "a", "b" ],
              "tiles": [ { "key": "k", "insight": { "name": "i", "description": "", "query": { "kind": "T", "source": { "interval": "week", "series": [ 1, 3 ] } } } }, { "text": { "body": "x" } } ] }
            """);
        Assert.Equal(
            ["Changed tiles[0].insight.query.source.interval day week", "Changed tiles[0].insight.query.source.series[1] 2 3", "Removed tiles  "],
            DashboardComparison.Find(file, server).Select(one => $"{one.Kind} {one.Difference.Property} {one.Difference.InFile} {one.Difference.AtServer}"));
    }
}
