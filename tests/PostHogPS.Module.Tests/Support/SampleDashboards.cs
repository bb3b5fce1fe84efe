using System;
using System.Linq;
using PostHogPS.Sandbox.Options;

namespace PostHogPS.Module.Tests.Support;

/// <summary>Dashboards for the tests of files and copies.</summary>
internal static class SampleDashboards
{
    /// <summary>Every kind of tile, every kind of reference that two projects share, and every property that travels.</summary>
    internal const string Everything = """
        {
          "name": "Everything", "description": "What we look at.", "pinned": true, "tags": ["growth", "weekly"], "restriction_level": 37,
          "filters": { "date_from": "-30d", "properties": [ { "type": "cohort", "key": "id", "value": "{cohort:Power users}", "operator": "in" } ] },
          "variables": { "{variable:Country}": { "variableId": "{variable:Country}", "code_name": "country", "value": "DE" } },
          "breakdown_colors": [ { "breakdownValue": "DE", "colorToken": "preset-1" } ],
          "tiles": [
            { "insight": { "name": "Signups", "description": "By action.", "tags": ["kpi"], "favorited": true,
                "query": { "kind": "InsightVizNode", "source": { "kind": "TrendsQuery", "filterTestAccounts": true, "aggregation_group_type_index": "{group:organization}",
                  "series": [ { "kind": "ActionsNode", "id": "{action:Signed up}", "name": "Signed up" },
                              { "kind": "EventsNode", "event": "$pageview", "math": "unique_group", "math_group_type_index": "{group:workspace}" } ],
                  "breakdownFilter": { "breakdown_type": "cohort", "breakdown": [ "all", "{cohort:Churned accounts}" ] } } } },
              "layouts": { "sm": { "x": 0, "y": 0, "w": 6, "h": 5 } }, "color": "blue", "show_description": true,
              "filters_overrides": { "properties": [ { "type": "cohort", "key": "id", "value": "{cohort:Power users}" } ] } },
            { "insight": { "name": "By country", "query": { "kind": "DataVisualizationNode", "source": { "kind": "HogQLQuery",
                "query": "select count() from events where person_id in cohort 'Power users' and properties.c = {variables.country}",
                "variables": { "{variable:Country}": { "variableId": "{variable:Country}", "code_name": "country", "value": "FR" } } } } },
              "layouts": { "sm": { "x": 6, "y": 0, "w": 6, "h": 5 } } },
            { "insight": { "name": "Flagged", "query": { "kind": "InsightVizNode", "source": { "kind": "FunnelsQuery",
                "properties": [ { "type": "event", "key": "$feature/new-checkout", "value": "true" }, { "type": "flag", "key": "{flag:new-checkout}", "value": true } ],
                "series": [ { "kind": "DataWarehouseNode", "table_name": "stripe_invoice", "id_field": "id", "timestamp_field": "created" } ] } } },
              "layouts": { "sm": { "x": 0, "y": 5, "w": 6, "h": 5 } } },
            { "text": { "body": "## Notes\nÜber alles." }, "layouts": { "sm": { "x": 6, "y": 5, "w": 6, "h": 5 } }, "transparent_background": true },
            { "button_tile": { "url": "/project/101/replay", "text": "Replay", "placement": "right", "style": "secondary" }, "layouts": { "sm": { "x": 0, "y": 10, "w": 6, "h": 2 } } },
            { "widget": { "widget_type": "error_tracking_list", "name": "Top errors", "config": { "limit": 10 } }, "layouts": { "sm": { "x": 6, "y": 10, "w": 6, "h": 5 } }, "color": "green" }
          ]
        }
        """;

    /// <summary>What another project lacks, has twice, or can never have.</summary>
    internal const string Stuck = """
        {
          "name": "Stuck", "filters": { "date_from": "-7d", "properties": [ { "type": "cohort", "key": "id", "value": "{cohort:Beta testers}" } ] }, "data_color_theme_id": 4,
          "tiles": [
            { "insight": { "name": "Missing", "query": { "kind": "InsightVizNode", "source": { "kind": "TrendsQuery", "properties": [ { "type": "cohort", "key": "id", "value": "{cohort:Beta testers}" } ] } } } },
            { "insight": { "name": "Ambiguous", "query": { "kind": "InsightVizNode", "source": { "kind": "TrendsQuery", "properties": [ { "type": "cohort", "key": "id", "value": "{cohort:Trial users}" } ] } } } },
            { "insight": { "name": "Experiment", "query": { "kind": "ExperimentQuery", "experiment_id": 77 } } },
            { "insight": { "name": "Table", "query": { "kind": "InsightVizNode", "source": { "kind": "TrendsQuery", "series": [ { "kind": "DataWarehouseNode", "table_name": "crm_account" } ] } } } },
            { "widget": { "widget_type": "session_replay_list", "name": "Replays", "config": { "saved_filter_id": "abc" } } },
            { "text": { "body": "stays" } }
          ]
        }
        """;

    /// <summary>A dashboard of many tiles, of every kind.</summary>
    internal static string Create(int tiles) => $$"""{ "name": "Big", "variables": { "{variable:Country}": { "code_name": "country", "variableId": "{variable:Country}", "value": "DE" } }, "tiles": [ """
        + string.Join(",", Enumerable.Range(0, tiles).Select(static i => (i % 5) switch
        {
            3 => $$"""{ "text": { "body": "Text {{i}}" }, {{Box(i)}} }""",
            4 => $$"""{ "button_tile": { "url": "https://example.com/{{i}}", "text": "Button {{i}}" }, {{Box(i)}} }""",
            _ => $$"""{ "insight": { "name": "Insight {{i}}", "query": { "kind": "InsightVizNode", "source": { "kind": "TrendsQuery" } } }, {{Box(i)}} }""",
        })) + " ] }";

    /// <summary>Puts dashboards into the first project of a world.</summary>
    internal static Action<SandboxOptions> Into(params string[] dashboards) => options =>
    {
        foreach (string dashboard in dashboards)
            options.Projects[0].Dashboards.Add(dashboard);
    };

    private static string Box(int i) => $$"""
        "layouts": { "sm": { "x": {{i % 2 * 6}}, "y": {{i / 2 * 5}}, "w": 6, "h": 5 } }, "color": {{(i % 3 == 0 ? "\"blue\"" : "null")}}
        """;
}
