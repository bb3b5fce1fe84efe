using System;
using System.Collections.Generic;
using System.Linq;
using PostHogPS.Connections;
using PostHogPS.Text;

namespace PostHogPS.Alerts;

/// <summary>An event of a batch export that never happened, for the test of an alert.</summary>
internal static class AlertSample
{
    private const string Error = "This is a test of the alert. Nothing has failed.";

    /// <summary>The body of a test.</summary>
    internal static Dictionary<string, object?> CreateTest(BatchExportAlert alert, string state, ProjectScope scope, bool sends)
    {
        var configuration = new Dictionary<string, object?>(alert.Function, StringComparer.Ordinal)
        {
            ["id"] = alert.Id.ToString(),
            ["name"] = alert.Name,
            ["description"] = alert.Description,
            ["enabled"] = alert.Enabled,
            ["inputs"] = AlertFunction.InputsOf(alert),
        };
        if (AlertFunction.TemplateOf(alert) is { } template)
            configuration["template_id"] = template;
        return new(StringComparer.Ordinal)
        {
            ["configuration"] = configuration,
            ["globals"] = CreateGlobals(alert, state, scope),
            ["mock_async_functions"] = !sends,
        };
    }

    private static Dictionary<string, object?> CreateGlobals(BatchExportAlert alert, string state, ProjectScope scope)
    {
        DateTimeOffset now = scope.Session.ServerNow, end = now.AddTicks(-(now.Ticks % TimeSpan.TicksPerHour));
        string project = ProjectText.FormatId(alert.ProjectId);
        var properties = new Dictionary<string, object?>(StringComparer.Ordinal)
        {
            ["batch_export_id"] = alert.BatchExportId.FirstOrDefault().ToString(),
            ["batch_export_run_id"] = Guid.Empty.ToString(),
            ["batch_export_name"] = alert.BatchExportName.FirstOrDefault() ?? "test",
            ["data_interval_start"] = InstantText.FormatExact(end.AddHours(-1)),
            ["data_interval_end"] = InstantText.FormatExact(end),
            ["destination_type"] = "NoOp",
        };
        if (state == "Completed")
            properties["rows_exported"] = 0;
        else if (state != "Cancelled")
            properties["error"] = Error;
        return new(StringComparer.Ordinal)
        {
            ["project"] = new Dictionary<string, object?>(StringComparer.Ordinal) { ["id"] = alert.ProjectId, ["name"] = scope.ProjectName },
            ["event"] = new Dictionary<string, object?>(StringComparer.Ordinal)
            {
                ["event"] = AlertEvents.EventOf(state),
                ["distinct_id"] = "team_" + project,
                ["timestamp"] = InstantText.FormatExact(now),
                ["properties"] = properties,
            },
        };
    }
}
