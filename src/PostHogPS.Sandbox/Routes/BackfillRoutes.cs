using System;
using System.Linq;
using System.Text.Json.Nodes;
using PostHogPS.Sandbox.Http;
using PostHogPS.Sandbox.Model;
using PostHogPS.Sandbox.Routing;
using PostHogPS.Sandbox.Rules;

namespace PostHogPS.Sandbox.Routes;

internal static class BackfillRoutes
{
    private const int PageSize = 50;
    private const string Prefix = "projects/{pid}/batch_exports/{be}/backfills";

    public static void Map(RouteTable routes)
    {
        if (routes.World.Legacy)
            return;
        routes.Add("GET", Prefix, ExportRoutes.Read, List);
        routes.Add("POST", Prefix, ExportRoutes.Write, Create);
        routes.Add("GET", Prefix + "/{id}", ExportRoutes.Read, call => SandboxResponse.Ok(ExportView.Create(call.World, Find(call))));
        routes.Add("POST", Prefix + "/{id}/cancel", ExportRoutes.Write, Cancel);
    }

    /// <summary>The route of early servers.</summary>
    public static SandboxResponse CreateFromLegacyRoute(Call call) => Started(call, BackfillRules.Create(call.World, ExportRoutes.Find(call), call.Body));

    private static SandboxResponse List(Call call)
    {
        string ordering = call.Request.Get("ordering") ?? "";
        bool byStart = ordering is "start_at" or "-start_at";
        bool descending = ordering is not ("created_at" or "start_at");
        DateTimeOffset now = call.Now;
        Export? export = call.World.FindExport(call.Project.Id, call.GetGuid("be"));
        var visible = (export?.Backfills ?? []).Where(b => b.VisibleFrom <= now);
        return Paging.CreateCursorPage(call, new BackfillCursor(visible, byStart, descending), PageSize, b => ExportView.Create(call.World, b));
    }

    private static SandboxResponse Create(Call call)
    {
        Export? export = call.World.FindExport(call.Project.Id, call.GetGuid("be"));
        if (export is null or { Deleted: true })
            throw ApiError.NotFound("BatchExport not found.");
        if (export.IsHidden)
            throw ApiError.Forbidden("Backfilling Workflows is not enabled for this team.");
        return Started(call, BackfillRules.Create(call.World, export, call.Body));
    }

    private static SandboxResponse Started(Call call, Backfill backfill)
    {
        string id = call.World.Old ? backfill.WorkflowId : backfill.Id.ToString();
        return SandboxResponse.Json(call.World.Old ? 200 : 201, new JsonObject { ["backfill_id"] = id });
    }

    private static Backfill Find(Call call)
    {
        Export? export = call.World.FindExport(call.Project.Id, call.GetGuid("be"));
        Guid id = call.GetGuid("id");
        return export?.Backfills.Find(b => b.Id == id && b.VisibleFrom <= call.Now) ?? throw ApiError.NotFound();
    }

    private static SandboxResponse Cancel(Call call)
    {
        Backfill backfill = Find(call);
        if (!backfill.IsActive(call.Now))
            throw ApiError.Invalid(null, "Cannot cancel a backfill that is in '" + backfill.StatusAt(call.Now) + "' status");
        call.World.Cancel(backfill);
        return SandboxResponse.Ok(new JsonObject { ["cancelled"] = true });
    }
}
