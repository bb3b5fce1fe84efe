using System;
using System.Linq;
using System.Text.Json.Nodes;
using PostHogPS.Sandbox.Http;
using PostHogPS.Sandbox.Json;
using PostHogPS.Sandbox.Model;
using PostHogPS.Sandbox.Routing;
using PostHogPS.Sandbox.Rules;
using PostHogPS.Sandbox.Time;
using PostHogPS.Sandbox.Worlds;

namespace PostHogPS.Sandbox.Routes;

/// <summary>Batch exports themselves: list, create, change, pause, delete.</summary>
internal static class ExportRoutes
{
    public const string Read = "batch_export:read";
    public const string Write = "batch_export:write";

    public static void Map(RouteTable routes)
    {
        Map(routes, "projects/{pid}/batch_exports");
        // The newest generation has no organization level.
        if (routes.Old)
            Map(routes, "organizations/{org}/batch_exports");
    }

    /// <summary>An export that is not deleted.</summary>
    public static Export Find(Call call, string argument = "id")
    {
        Export? export = call.ProjectOrNull is { } project
            ? call.World.FindExport(project.Id, call.GetGuid(argument))
            : call.World.Exports.Find(e => e.Id == call.GetGuid(argument) && InOrganization(call, e));
        return export is { Deleted: false } ? export : throw ApiError.NotFound();
    }

    private static void Map(RouteTable routes, string prefix)
    {
        routes.Add("GET", prefix, Read, List);
        routes.Add("POST", prefix, Write, Create);
        DestinationTestRoutes.Map(routes, prefix);
        routes.Add("GET", prefix + "/{id}", Read, call => SandboxResponse.Ok(ExportView.Create(call.World, Find(call))));
        routes.Add("PUT", prefix + "/{id}", Write, call => Update(call, WriteKind.Put));
        routes.Add("PATCH", prefix + "/{id}", Write, call => Update(call, WriteKind.Patch));
        routes.Add("DELETE", prefix + "/{id}", Write, Delete);
        routes.Add("POST", prefix + "/{id}/pause", Write, Pause);
        routes.Add("POST", prefix + "/{id}/unpause", Write, Unpause);
        LogRoutes.Map(routes, prefix);
        if (routes.Old)
            routes.Add("POST", prefix + "/{id}/backfill", Write, BackfillRoutes.CreateFromLegacyRoute);
    }

    private static bool InOrganization(Call call, Export export) =>
        call.World.FindProject(export.ProjectId)?.Organization == KeyPermissions.FindOrganization(call.World, call.Arguments["org"]);

    private static SandboxResponse List(Call call)
    {
        World world = call.World;
        var exports = world.Exports
            .Where(e => call.ProjectOrNull is { } project ? e.ProjectId == project.Id : InOrganization(call, e))
            .Where(e => !e.Deleted && (world.Old || !e.IsHidden))
            .OrderByDescending(e => e.CreatedAt)
            .ToList();
        return Paging.CreateOffsetPage(call, exports, e => ExportView.Create(world, e));
    }

    private static SandboxResponse Create(Call call)
    {
        World world = call.World;
        long project = (call.ProjectOrNull ?? world.Projects[0]).Id;
        var rules = new ExportRules(world, project, null, call.Body, WriteKind.Create);
        rules.Check();

        ulong key = world.NextKey();
        var export = new Export
        {
            Id = SeededRandom.UuidAt(call.Now, key),
            Key = key,
            ProjectId = project,
            CreatedAt = call.Now,
            Type = rules.Destination!.Type.Name,
        };
        Apply(world, export, call.Body, rules.Destination, WriteKind.Create);
        export.UpdatedAt = call.Now;
        export.Reschedule(call.Now);
        world.Exports.Add(export);
        CredentialRules.Note(world);
        return SandboxResponse.Json(201, ExportView.Create(world, export));
    }

    private static SandboxResponse Update(Call call, WriteKind kind)
    {
        Export export = Find(call);
        var rules = new ExportRules(call.World, export.ProjectId, export, call.Body, kind);
        rules.Check();
        Apply(call.World, export, call.Body, rules.Destination, kind);
        export.UpdatedAt = call.Now;
        export.Reschedule(call.Now);
        CredentialRules.Note(call.World);
        return SandboxResponse.Ok(ExportView.Create(call.World, export));
    }

    private static void Apply(World world, Export export, JsonObject body, DestinationDraft? destination, WriteKind kind)
    {
        if (body.ContainsKey("name"))
            export.Name = body["name"].AsText() ?? body["name"]!.ToJsonString();
        if (body["model"].AsText() is { } model)
            export.Model = model;
        if (body["paused"].AsBoolean() is { } paused)
            export.Paused = paused;
        if (body.ContainsKey("last_paused_at"))
            export.PausedAt = InstantText.ParseField(body["last_paused_at"].AsText());
        if (body.ContainsKey("start_at"))
            export.StartAt = InstantText.ParseField(body["start_at"].AsText());
        if (body.ContainsKey("end_at"))
            export.EndAt = InstantText.ParseField(body["end_at"].AsText());
        if (body.ContainsKey("filters"))
            export.Filters = body["filters"].DeepCopy();
        if (destination is not null)
            Apply(export, destination);
        if (world.Old)
        {
            export.Interval = body["interval"].AsText() ?? export.Interval;
            return;
        }

        if (body.ContainsKey("timezone"))
            export.Timezone = body["timezone"].AsText() ?? "UTC";
        if (body.ContainsKey("hogql_query"))
            export.HogQLQuery = body["hogql_query"].AsText();
        if (body.ContainsKey("hogql_modifiers"))
            export.HogQLModifiers = body["hogql_modifiers"].DeepCopy();
        if (body.ContainsKey("primary_key"))
            export.PrimaryKey = body["primary_key"].DeepCopy();
        if (body.ContainsKey("version_key"))
            export.VersionKey = body["version_key"].DeepCopy();
        export.IncrementalMode = body["incremental_mode"].AsText() ?? export.IncrementalMode;
        ApplyInterval(export, body, kind);
    }

    private static void Apply(Export export, DestinationDraft destination)
    {
        export.Type = destination.Type.Name;
        DestinationConfig.Merge(export.Config, destination.Config);
        // New credentials end the failures.
        if (export.Integration != destination.Integration || destination.Config.Any(p => destination.Type.Secrets.Contains(p.Key)))
            CredentialRules.Renew(export);
        export.Integration = destination.Integration;
    }

    private static void ApplyInterval(Export export, JsonObject body, WriteKind kind)
    {
        if (!body.ContainsKey("interval"))
            return;
        export.Interval = body["interval"].AsText()!;
        bool given = body["offset_day"] is not null || body["offset_hour"] is not null;
        if (given || kind != WriteKind.Patch)
        {
            export.OffsetDay = (int?)body["offset_day"].AsInteger();
            export.OffsetHour = (int?)body["offset_hour"].AsInteger();
        }

        export.OffsetDay = export.Interval == "week" ? export.OffsetDay ?? 0 : null;
        export.OffsetHour = export.Interval is "day" or "week" ? export.OffsetHour ?? 0 : null;
    }

    private static SandboxResponse Delete(Call call)
    {
        Export export = Find(call);
        foreach (Backfill backfill in export.Backfills.Where(b => b.IsActive(call.Now)).ToList())
            call.World.Cancel(backfill);
        foreach (Run run in call.World.Runs.Newest(export).Where(r => r.IsActive(call.Now)).Take(50).ToList())
            export.Cancelled[run.Id] = call.Now;
        export.EndSchedule(call.Now);
        export.Paused = true;
        export.Deleted = true;
        return SandboxResponse.Empty(204);
    }

    private static SandboxResponse Pause(Call call)
    {
        Export export = Find(call);
        if (!export.Paused)
        {
            export.Paused = true;
            export.PausedAt = export.UpdatedAt = call.Now;
            export.EndSchedule(call.Now);
        }

        return SandboxResponse.Ok(new JsonObject { ["paused"] = true });
    }

    private static SandboxResponse Unpause(Call call)
    {
        // The server needs the user's current project here.
        if (KeyPermissions.FindCurrentProject(call.World, call.Caller) is null)
            throw ApiError.NoCredentials();
        Export export = Find(call);
        JsonNode? flag = call.Body["backfill"];
        if (!call.World.Old && call.Body.ContainsKey("backfill") && flag.AsBoolean() is null)
            throw ApiError.Invalid("backfill", "Must be a valid boolean.");

        if (export.Paused)
        {
            DateTimeOffset? since = export.PausedAt;
            export.Paused = false;
            export.UpdatedAt = call.Now;
            export.Reschedule(call.Now);
            // From the last pause that the server recorded, which may be an earlier one; without any, from the beginning.
            if (flag.AsBoolean() == true)
                call.World.AddBackfill(export, since, call.Now);
        }

        return SandboxResponse.Ok(new JsonObject { ["paused"] = false });
    }
}
