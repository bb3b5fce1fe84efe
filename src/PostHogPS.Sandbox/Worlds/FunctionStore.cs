using System;
using System.Collections.Generic;
using System.Linq;
using System.Text.Json.Nodes;
using PostHogPS.Sandbox.Json;
using PostHogPS.Sandbox.Model;

namespace PostHogPS.Sandbox.Worlds;

/// <summary>An event of a batch export that reached a function: sent, or held back because another one was sent before.</summary>
internal sealed record FunctionCall(DateTimeOffset Time, JsonObject Globals, bool IsMasked, JsonObject Inputs);

/// <summary>
/// The functions of the projects. What reaches them is worked out from the runs when somebody asks, as the log lines of runs are:
/// servers before generation C have no such events.
/// </summary>
internal sealed class FunctionStore
{
    private static readonly TimeSpan LongestRun = TimeSpan.FromHours(5);

    private readonly World _world;
    private List<HogFunction>? _all;

    public FunctionStore(World world) => _world = world;

    public List<HogFunction> All => _all ??= Seed();

    public HogFunction? Find(long project, Guid id) => All.Find(f => f.Id == id && f.ProjectId == project);

    /// <summary>What has reached a function so far, oldest first.</summary>
    public IEnumerable<FunctionCall> Calls(HogFunction function)
    {
        if (_world.Old || function.Type != HogFunction.Internal)
            yield break;
        var sent = new Dictionary<string, DateTimeOffset>(StringComparer.Ordinal);
        foreach (FunctionPeriod period in function.Periods)
        {
            foreach ((DateTimeOffset time, JsonObject globals) in Events(function.ProjectId, period).OrderBy(e => e.Time))
            {
                if (!Matches(period.Filters, globals["event"]!.AsObject()))
                    continue;
                bool masked = false;
                if (period.Masking is { } masking)
                {
                    string key = HogText.Render(masking["hash"].AsText() ?? "", globals);
                    masked = sent.TryGetValue(key, out DateTimeOffset last) && time - last < TimeSpan.FromSeconds(masking["ttl"].AsInteger() ?? 0);
                    if (!masked)
                        sent[key] = time;
                }

                yield return new FunctionCall(time, globals, masked, period.Inputs);
            }
        }
    }

    /// <summary>Whether an event passes filters: any of the events, and every property.</summary>
    public static bool Matches(JsonObject filters, JsonObject happened)
    {
        string name = happened["event"].AsText() ?? "";
        JsonArray events = filters["events"] as JsonArray ?? [];
        return (events.Count == 0 || events.Any(e => e?["id"].AsText() == name && HasAll(e["properties"], happened)))
            && HasAll(filters["properties"], happened);
    }

    private static bool HasAll(JsonNode? properties, JsonObject happened) => (properties as JsonArray ?? []).All(p =>
    {
        string found = happened["properties"]?[p?["key"].AsText() ?? ""].AsText() ?? "";
        bool isOne = p?["value"] is JsonArray list ? list.Any(v => v.AsText() == found) : p?["value"].AsText() == found;
        return p?["operator"].AsText() == "is_not" ? !isOne : isOne;
    });

    private IEnumerable<(DateTimeOffset Time, JsonObject Globals)> Events(long project, FunctionPeriod period)
    {
        DateTimeOffset now = _world.Now, to = period.To ?? now;
        foreach (Export export in _world.Exports.Where(e => e.ProjectId == project && !e.IsHidden))
        {
            foreach (Run run in _world.Runs.Read(export, new RunWindow(false, false, period.From - LongestRun, to)))
            {
                if (run.FinishedAt(now) is { } at && at > period.From && at <= to && NameOf(run.StatusAt(now)) is { } name)
                    yield return (at, Globals(export, run, name, now));
            }

            foreach (DateTimeOffset at in export.ServerPauses.Where(at => at > period.From && at <= to))
            {
                Run? last = _world.Runs.Read(export, new RunWindow(false, true, at - LongestRun, at)).FirstOrDefault(r => r.FinishedAt(now) <= at);
                if (last is not null)
                    yield return (at, Globals(export, last, "$batch_export_paused", now));
            }
        }
    }

    private static string? NameOf(string status) => status switch
    {
        "Completed" => "$batch_export_run_completed",
        "Cancelled" or "Terminated" => "$batch_export_run_cancelled",
        "FailedBilling" => "$batch_export_run_failed_billing",
        "Failed" or "FailedRetryable" or "TimedOut" => "$batch_export_run_failed",
        _ => null,
    };

    private JsonObject Globals(Export export, Run run, string name, DateTimeOffset now)
    {
        JsonObject properties = new()
        {
            ["batch_export_id"] = export.Id.ToString(),
            ["batch_export_run_id"] = run.Id.ToString(),
            ["batch_export_name"] = export.Name,
            ["data_interval_start"] = JsonText.FormatTime(run.Start),
            ["data_interval_end"] = JsonText.FormatTime(run.End),
            ["destination_type"] = export.Type,
        };
        if (name == "$batch_export_run_completed")
            properties["rows_exported"] = run.RecordsAt(now);
        else if (name != "$batch_export_run_cancelled")
            properties["error"] = run.Outcome.Error is { Length: > 1000 } text ? text.Substring(0, 1000) : run.Outcome.Error;
        Project project = _world.FindProject(export.ProjectId)!;
        return new JsonObject
        {
            ["project"] = new JsonObject { ["id"] = project.Id, ["name"] = project.Name },
            ["event"] = new JsonObject { ["event"] = name, ["distinct_id"] = "team_" + project.Id, ["properties"] = properties },
        };
    }

    // One as PostHog's own page makes it, which an older server keeps and never calls, and two that are no alerts of batch exports.
    private List<HogFunction> Seed()
    {
        var made = new List<HogFunction>();
        if (_world.Options.Projects.Count > 0)
            return made;
        foreach (Project project in _world.Projects.Take(1))
        {
            long? slack = _world.Integrations.Find(i => i.ProjectId == project.Id && i.Kind == "slack")?.Id;
            made.Add(Add(project, "Signups to Slack", "destination", "template-slack", 40, ["signed_up"], null,
                ("slack_workspace", slack), ("channel", "C0SIGNUPS"), ("text", "{person.name} signed up")));
            made.Add(Add(project, "Activity to webhook", HogFunction.Internal, "template-webhook", 30, ["$activity_log_entry_created"], null,
                ("url", "https://hooks.northwind.example/activity/9f2c"), ("method", "POST")));
            if (_world.Exports.Find(e => e.ProjectId == project.Id && e.Name == "events-to-s3") is { } export)
            {
                made.Add(Add(project, "Post to Slack on batch export failure", HogFunction.Internal, "template-slack", 5,
                    ["$batch_export_run_failed"], export.Id, ("slack_workspace", slack), ("channel", "C0DATAOPS"),
                    ("text", "Batch export {event.properties.batch_export_name} failed: {event.properties.error}")));
            }
        }

        return made;
    }

    private HogFunction Add(
        Project project, string name, string type, string template, int days, string[] events, Guid? export, params (string Key, JsonNode? Value)[] inputs)
    {
        DateTimeOffset created = _world.Start.AddDays(-days);
        FunctionTemplate from = FunctionTemplate.Find(template)!;
        JsonObject filters = new()
        {
            ["events"] = JsonText.CreateArray(events.Select(e => (JsonNode?)new JsonObject { ["id"] = e, ["type"] = "events" })),
        };
        if (export is { } id)
        {
            filters["properties"] = new JsonArray(new JsonObject
            {
                ["key"] = "batch_export_id", ["type"] = "event", ["operator"] = "exact", ["value"] = id.ToString(),
            });
        }

        var function = new HogFunction
        {
            Id = SeededRandom.UuidAt(created, SeededRandom.Key(_world.Options.Seed, "function " + project.Id + name)),
            ProjectId = project.Id,
            Type = type,
            Template = from,
            CreatedAt = created,
            UpdatedAt = created,
            Name = name,
            Description = from.Description,
            Enabled = true,
            Hog = from.Code,
            InputsSchema = from.Schema(),
            Filters = filters,
            Masking = export is null ? null : new JsonObject { ["hash"] = "{event.properties.batch_export_id}", ["ttl"] = 3600, ["threshold"] = null },
        };
        foreach ((string key, JsonNode? value) in inputs)
            function.Inputs[key] = new JsonObject { ["value"] = value };
        function.Restart(created);
        return function;
    }
}
