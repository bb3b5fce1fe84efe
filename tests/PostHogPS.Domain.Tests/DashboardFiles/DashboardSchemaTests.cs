using System;
using System.Threading.Tasks;
using PostHogPS.DashboardFiles;
using PostHogPS.Domain.Tests.Files;
using PostHogPS.Files;
using PostHogPS.Text;
using Xunit;

namespace PostHogPS.Domain.Tests.DashboardFiles;

/// <summary>The published schema of dashboards and the module's own judgement are one, as another library reads the schema.</summary>
public sealed class DashboardSchemaTests
{
    internal const string Good = """
        {
          "$schema": "schemas/dashboard.1.json",
          "key": "growth-weekly",
          "name": "Growth",
          "description": "What we look at",
          "tags": [ "growth" ],
          "filters": { "date_from": "-30d", "properties": [ { "type": "cohort", "key": "id", "value": { "$reference": "cohort", "name": "Power users" } } ] },
          "variables": { "country": { "value": "DE" } },
          "restriction_level": 37,
          "tiles": [
            { "key": "signups", "insight": { "name": "Signups", "query": { "kind": "InsightVizNode", "source": { "kind": "TrendsQuery" } }, "favorited": true }, "color": "blue" },
            { "text": { "body": "Hello" }, "layouts": { "sm": { "x": 0, "y": 0, "w": 6, "h": 5 } } },
            { "button": { "url": "/insights", "text": "Insights", "style": "secondary" }, "transparent_background": true },
            { "widget": { "widget_type": "error_tracking_list", "config": { "limit": 10 } }, "show_description": false }
          ],
          "source": { "host": "us.posthog.com", "project": 1, "dashboard": 2 },
          "x-owner": "growth team"
        }
        """;

    private static readonly SchemaJudges Judges = new(DashboardFormat.Format);

    /// <summary>What is changed in the good file, the property that is wrong then, and its line.</summary>
    public static TheoryData<string, string, string, int> Bad => new()
    {
        { "\"name\": \"Growth\",", "", "name", 1 },
        { "\"name\": \"Growth\"", "\"name\": 5", "name", 4 },
        { "\"growth-weekly\"", "\"Growth Weekly\"", "key", 3 },
        { "[ \"growth\" ]", "\"growth\"", "tags", 6 },
        { "[ \"growth\" ]", "[ 7 ]", "tags[0]", 6 },
        { "\"variables\": { \"country\": { \"value\": \"DE\" } }", "\"variables\": []", "variables", 8 },
        { "\"restriction_level\": 37", "\"restriction_level\": 50", "restriction_level", 9 },
        { "\"favorited\": true", "\"favorited\": \"yes\"", "tiles[0].insight.favorited", 11 },
        { "\"query\": { \"kind\": \"InsightVizNode\", \"source\": { \"kind\": \"TrendsQuery\" } }", "\"query\": \"select 1\"", "tiles[0].insight.query", 11 },
        { "\"color\": \"blue\"", "\"color\": 3", "tiles[0].color", 11 },
        { "{ \"body\": \"Hello\" }", "{}", "tiles[1].text.body", 12 },
        { "\"layouts\": { \"sm\": { \"x\": 0, \"y\": 0, \"w\": 6, \"h\": 5 } }", "\"layouts\": 3", "tiles[1].layouts", 12 },
        { "\"url\": \"/insights\", ", "", "tiles[2].button.url", 13 },
        { "\"style\": \"secondary\"", "\"style\": \"loud\"", "tiles[2].button.style", 13 },
        { "\"transparent_background\": true", "\"transparent_background\": 1", "tiles[2].transparent_background", 13 },
        { "\"widget_type\": \"error_tracking_list\", ", "", "tiles[3].widget.widget_type", 14 },
        { "\"source\": { \"host\": \"us.posthog.com\", \"project\": 1, \"dashboard\": 2 }", "\"source\": 1", "source", 16 },
    };

    /// <summary>What a schema cannot say.</summary>
    public static TheoryData<string, string, string> Refused => new()
    {
        { "\"restriction_level\": 37", "\"restriction_level\": 22", "restriction_level" },
        { "{ \"text\": { \"body\": \"Hello\" }, ", "{ ", "tiles[1]" },
        { "{ \"text\": { \"body\": \"Hello\" }, ", "{ \"text\": { \"body\": \"Hello\" }, \"button\": { \"url\": \"/x\", \"text\": \"y\" }, ", "tiles[1]" },
        { "\"query\": { \"kind\": \"InsightVizNode\", \"source\"", "\"query\": { \"source\"", "tiles[0].insight.query.kind" },
        { "\"query\": { \"kind\": \"InsightVizNode\", \"source\": { \"kind\": \"TrendsQuery\" } }, ", "", "tiles[0].insight.query" },
        { "\"url\": \"/insights\"", "\"url\": \"javascript:alert(1)\"", "tiles[2].button.url" },
        { "{ \"text\": { \"body\"", "{ \"key\": \"signups\", \"text\": { \"body\"", "tiles[1].key" },
        { "\"$reference\": \"cohort\"", "\"$reference\": \"team\"", "filters.properties[0].value.$reference" },
        { ", \"name\": \"Power users\"", "", "filters.properties[0].value.name" },
    };

    [Fact]
    public void Published_schema_is_the_one_the_module_writes() => Judges.CheckPublished();

    [Fact]
    public async Task A_good_file_is_good_to_both()
    {
        Assert.Empty(await Judges.JudgeAsync(Good));
        Assert.Empty(DashboardFileRules.Check(FileTextTests.Read(Good)));
    }

    [Theory]
    [MemberData(nameof(Bad))]
    public async Task A_bad_file_is_bad_to_both_and_the_place_is_named(string old, string replacement, string property, int line)
    {
        FileProblem problem = await Judges.JudgeChangedAsync(Good, old, replacement);
        Assert.Equal((property, line), (problem.Property, problem.Line));
    }

    [Theory]
    [MemberData(nameof(Refused))]
    public void What_cannot_be_made_is_found_in_the_file(string old, string replacement, string property)
    {
        string text = Good.Replace(old, replacement, StringComparison.Ordinal);
        Assert.NotEqual(Good, text);
        FileValue root = FileTextTests.Read(text);
        Assert.Empty(DashboardFormat.Format.Check(root));
        FileProblem problem = Assert.Single(DashboardFileRules.Check(root));
        Assert.Equal(property, problem.Property);
        Assert.InRange(problem.Line, 7, 14);
    }

    [Fact]
    public void Another_version_of_the_format_is_refused()
    {
        FileProblem problem = Assert.Single(DashboardFormat.Format.Check(FileTextTests.Read(Good.Replace("dashboard.1.json", "dashboard.2.json",
            StringComparison.Ordinal))));
        Assert.Contains("Update the module", problem.Message, StringComparison.Ordinal);
    }
}
