using System;
using System.Collections.Generic;
using System.Linq;
using System.Text.Json;
using System.Text.Json.Nodes;
using PostHogPS.Sandbox.Http;
using PostHogPS.Sandbox.Json;
using PostHogPS.Sandbox.Model;
using PostHogPS.Sandbox.Routing;
using PostHogPS.Sandbox.Rules;
using PostHogPS.Sandbox.Time;

namespace PostHogPS.Sandbox.Routes;

/// <summary>Functions and their templates. Deleting one is a change: DELETE is refused.</summary>
internal static class HogFunctionRoutes
{
    private const string Prefix = "projects/{pid}/hog_functions";
    private const string Templates = "projects/{pid}/hog_function_templates";
    private const string Read = "hog_function:read";
    private const string Write = "hog_function:write";

    public static void Map(RouteTable routes)
    {
        routes.Add("GET", Prefix, Read, List);
        routes.Add("POST", Prefix, Write, Create);
        routes.Add("GET", Prefix + "/{id}", Read, call => SandboxResponse.Ok(HogFunctionView.Full(call.World, Find(call))));
        routes.Add("PUT", Prefix + "/{id}", Write, Update);
        routes.Add("PATCH", Prefix + "/{id}", Write, Update);
        routes.Add("DELETE", Prefix + "/{id}", Write, _ => SandboxResponse.Empty(405));
        routes.Add("POST", Prefix + "/{id}/invocations", Write, HogFunctionRuns.Invoke);
        routes.Add("GET", Prefix + "/{id}/logs", Read, call => LogRoutes.Page(call, HogFunctionRuns.Lines(call, Find(call))));
        routes.Add("GET", Prefix + "/{id}/metrics/totals", Read, call => HogFunctionRuns.Totals(call, Find(call)));
        routes.Add("GET", Templates, Read, ListTemplates);
        routes.Add("GET", Templates + "/{id}", Read, call =>
            SandboxResponse.Ok(HogFunctionView.Template(FunctionTemplate.Find(call.Arguments["id"]) ?? throw ApiError.NotFound())));
    }

    // A deleted one can be read and restored by its id.
    private static HogFunction Find(Call call) => call.World.Functions.Find(call.Project.Id, call.GetGuid("id")) ?? throw ApiError.NotFound();

    private static SandboxResponse List(Call call)
    {
        SandboxRequest request = call.Request;
        IEnumerable<HogFunction> found = call.World.Functions.All.Where(f => f.ProjectId == call.Project.Id && !f.Deleted);
        if (request.Get("type") is { Length: > 0 } types)
            found = found.Where(f => types.Split(',').Contains(f.Type));
        if (JsonValueReader.ParseBoolean(request.Get("enabled") ?? "") is { } enabled)
            found = found.Where(f => f.Enabled == enabled);
        if (request.Get("id") is { } id)
            found = found.Where(f => f.Id.ToString() == id);
        if (request.Get("search") is { } search)
            found = found.Where(f => f.Name.Contains(search, StringComparison.OrdinalIgnoreCase)
                || f.Description.Contains(search, StringComparison.OrdinalIgnoreCase));
        if (ReadJson(request.Get("filters")) is { } filters)
            found = found.Where(f => Holds(f.Filters, filters));
        if (ReadJson(request.Get("filter_groups")) is JsonArray groups)
            found = found.Where(f => groups.Any(group => Holds(f.Filters, group)));
        // Whole objects are newer than early 2026.
        bool full = !call.World.Old && JsonValueReader.ParseBoolean(request.Get("full") ?? "") == true;
        return Paging.CreateOffsetPage(call, found.OrderByDescending(f => f.CreatedAt).ToList(),
            f => full ? HogFunctionView.Full(call.World, f) : HogFunctionView.Minimal(call.World, f));
    }

    private static SandboxResponse Create(Call call)
    {
        var rules = new HogFunctionRules(call.World, null, call.Body);
        rules.Check();
        var function = new HogFunction
        {
            Id = SeededRandom.UuidAt(call.Now, call.World.NextKey()),
            ProjectId = call.Project.Id,
            Type = rules.Type,
            Template = rules.Template,
            CreatedAt = call.Now,
            Name = rules.Template.Name,
            Description = rules.Template.Description,
            Hog = rules.Template.Code,
            InputsSchema = rules.Template.Schema(),
        };
        Apply(call, function, rules);
        call.World.Functions.All.Add(function);
        return SandboxResponse.Json(201, HogFunctionView.Full(call.World, function));
    }

    private static SandboxResponse Update(Call call)
    {
        HogFunction function = Find(call);
        if (!call.World.Old && InstantText.ParseField(call.Body["base_updated_at"].AsText()) is { } seen && seen < function.UpdatedAt)
            throw ApiError.Conflict("stale_update", "The function was changed since it was read.");
        var rules = new HogFunctionRules(call.World, function, call.Body);
        rules.Check();
        Apply(call, function, rules);
        return SandboxResponse.Ok(HogFunctionView.Full(call.World, function));
    }

    private static void Apply(Call call, HogFunction function, HogFunctionRules rules)
    {
        JsonObject body = call.Body;
        function.Name = body["name"].AsText() ?? function.Name;
        function.Description = body["description"].AsText() ?? function.Description;
        function.Enabled = body["enabled"].AsBoolean() ?? function.Enabled;
        function.Deleted = body["deleted"].AsBoolean() ?? function.Deleted;
        function.Filters = body["filters"].DeepCopy() as JsonObject ?? function.Filters;
        function.Inputs = rules.Inputs ?? function.Inputs;
        if (body.ContainsKey("masking"))
            function.Masking = body["masking"].DeepCopy() as JsonObject;
        function.UpdatedAt = call.Now;
        function.Restart(call.Now);
    }

    private static SandboxResponse ListTemplates(Call call)
    {
        SandboxRequest request = call.Request;
        IEnumerable<FunctionTemplate> found = FunctionTemplate.All.Where(t => !t.IsHidden);
        if ((request.Get("type") ?? request.Get("types")) is { Length: > 0 } types)
            found = found.Where(t => types.Split(',').Contains(t.Type));
        return Paging.CreateOffsetPage(call, found.ToList(), HogFunctionView.Template);
    }

    private static JsonNode? ReadJson(string? text)
    {
        try
        {
            return text is null ? null : JsonNode.Parse(text);
        }
        catch (JsonException)
        {
            throw ApiError.Invalid("filters", "Invalid JSON");
        }
    }

    /// <summary>Containment as the database judges it: objects by their keys, lists by their items, values exactly.</summary>
    private static bool Holds(JsonNode? stored, JsonNode? asked) => (stored, asked) switch
    {
        (JsonObject has, JsonObject wants) => wants.All(pair => has.ContainsKey(pair.Key) && Holds(has[pair.Key], pair.Value)),
        (JsonArray has, JsonArray wants) => wants.All(item => has.Any(own => Holds(own, item))),
        _ => JsonNode.DeepEquals(stored, asked),
    };
}
