using System;
using System.Collections.Generic;
using System.Linq;
using System.Text.Json.Nodes;
using PostHogPS.Sandbox.Http;
using PostHogPS.Sandbox.Model;
using PostHogPS.Sandbox.Routing;
using PostHogPS.Sandbox.Time;
using PostHogPS.Sandbox.Worlds;

namespace PostHogPS.Sandbox.Routes;

/// <summary>Runs. Every route filters in the same way, so the default window hides old runs everywhere.</summary>
internal static class RunRoutes
{
    private const int PageSize = 100;
    private const string Prefix = "projects/{pid}/batch_exports/{be}/runs";

    private static readonly string[] Statuses =
    [
        "Cancelled", "Completed", "ContinuedAsNew", "Failed", "FailedRetryable", "FailedBilling", "Terminated", "TimedOut", "Running", "Starting",
    ];

    public static void Map(RouteTable routes)
    {
        routes.Add("GET", Prefix, ExportRoutes.Read, List);
        routes.Add("GET", Prefix + "/{id}", ExportRoutes.Read, call => SandboxResponse.Ok(ExportView.Create(call.World, Find(call))));
        routes.Add("POST", Prefix + "/{id}/retry", ExportRoutes.Write, Retry);
        routes.Add("POST", Prefix + "/{id}/cancel", ExportRoutes.Write, Cancel);
        // In the published schema, but its code reads a parameter that this route does not have.
        routes.Add("GET", Prefix + "/{id}/logs", ExportRoutes.Read, _ => throw ApiError.Server());
    }

    private static SandboxResponse List(Call call)
    {
        (RunWindow window, Func<Run, bool> accept) = Filter(call);
        // Nested lists are filters: an unknown export has no runs, a deleted one keeps its own.
        Export? export = call.World.FindExport(call.Project.Id, call.GetGuid("be"));
        if (export is null)
            return SandboxResponse.Ok(new JsonObject { ["next"] = null, ["previous"] = null, ["results"] = new JsonArray() });
        return Paging.CreateCursorPage(call, new RunCursor(call.World, export, window, accept), PageSize, r => ExportView.Create(call.World, r));
    }

    private static Run Find(Call call)
    {
        (RunWindow window, Func<Run, bool> accept) = Filter(call);
        Export export = call.World.FindExport(call.Project.Id, call.GetGuid("be")) ?? throw ApiError.NotFound();
        Run? run = call.World.Runs.Find(export, call.GetGuid("id"));
        bool inside = run is not null && accept(run) && RunHistory.Inside(run, window);
        return inside ? run! : throw ApiError.NotFound();
    }

    private static (RunWindow Window, Func<Run, bool> Accept) Filter(Call call)
    {
        string ordering = call.Request.Get("ordering") ?? "";
        bool byInterval = ordering is "data_interval_start" or "-data_interval_start";
        bool descending = ordering is not ("created_at" or "data_interval_start");
        TimeZoneInfo zone = TimeZones.FindOrUtc(call.Project.Timezone);
        string from = call.Request.Get(byInterval ? "start" : "after") is { Length: > 0 } text ? text : "-7d";
        string? to = call.Request.Get(byInterval ? "end" : "before");
        var window = new RunWindow(
            byInterval,
            descending,
            InstantText.ParseRunFilter(from, call.Now, zone),
            string.IsNullOrEmpty(to) ? call.Now : InstantText.ParseRunFilter(to!, call.Now, zone));

        // Older servers ignore the status filter.
        List<string> wanted = call.World.Old ? [] : call.Request.GetAll("status");
        foreach (string status in wanted)
        {
            if (!Statuses.Contains(status))
                throw ApiError.Invalid("status", "Select a valid choice. " + status + " is not one of the available choices.", "invalid_choice");
        }

        return (window, run => wanted.Count == 0 || wanted.Contains(run.StatusAt(call.Now)));
    }

    private static SandboxResponse Retry(Call call)
    {
        Run run = Find(call);
        Export export = ExportRoutes.Find(call, "be");
        DateTimeOffset now = call.Now;
        if (export.Backfills.Any(b => b.Start == run.Start && b.End == run.End && b.IsActive(now)))
            throw ApiError.Server();
        Backfill backfill = call.World.AddRetry(export, run);
        return SandboxResponse.Json(call.World.Old ? 200 : 201, new JsonObject { ["backfill_id"] = backfill.WorkflowId });
    }

    private static SandboxResponse Cancel(Call call)
    {
        Run run = Find(call);
        if (!run.IsActive(call.Now))
            throw ApiError.Invalid(null, "Cannot cancel a run that is in '" + run.StatusAt(call.Now) + "' status");
        call.World.FindExport(call.Project.Id, call.GetGuid("be"))!.Cancelled[run.Id] = call.Now;
        return SandboxResponse.Ok(new JsonObject { ["cancelled"] = true });
    }
}
