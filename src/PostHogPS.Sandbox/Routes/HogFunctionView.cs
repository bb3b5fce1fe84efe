using System.Text.Json.Nodes;
using PostHogPS.Sandbox.Json;
using PostHogPS.Sandbox.Model;
using PostHogPS.Sandbox.Worlds;

namespace PostHogPS.Sandbox.Routes;

/// <summary>Functions and their templates as the server shows them.</summary>
internal static class HogFunctionView
{
    public static JsonObject Minimal(World world, HogFunction function)
    {
        JsonObject filters = function.Filters.DeepCopy()!.AsObject();
        filters["bytecode"] = new JsonArray("_H", 1);
        return new()
        {
            ["id"] = function.Id.ToString(),
            ["type"] = function.Type,
            ["name"] = function.Name,
            ["description"] = function.Description,
            ["created_at"] = JsonText.FormatTime(function.CreatedAt),
            ["created_by"] = IdentityRoutes.User(world),
            ["updated_at"] = JsonText.FormatTime(function.UpdatedAt),
            ["enabled"] = function.Enabled,
            ["hog"] = function.Hog,
            ["filters"] = filters,
            ["icon_url"] = function.IconUrl,
            ["template"] = Template(function.Template),
            ["status"] = new JsonObject { ["state"] = function.Enabled ? 1 : 0, ["tokens"] = 10000 },
            ["execution_order"] = null,
        };
    }

    public static JsonObject Full(World world, HogFunction function)
    {
        JsonObject view = Minimal(world, function);
        view["deleted"] = function.Deleted;
        view["bytecode"] = new JsonArray("_H", 1);
        view["transpiled"] = null;
        view["inputs_schema"] = function.InputsSchema.DeepCopy();
        view["inputs"] = Inputs(function);
        JsonNode? masking = function.Masking.DeepCopy();
        if (masking is not null)
            masking["bytecode"] = new JsonArray("_H", 1);
        view["masking"] = masking;
        view["mappings"] = null;
        view["batch_export_id"] = null;
        return view;
    }

    public static JsonObject Template(FunctionTemplate template) => new()
    {
        ["id"] = template.Id,
        ["name"] = template.Name,
        ["description"] = template.Description,
        ["code"] = template.Code,
        ["code_language"] = "hog",
        ["inputs_schema"] = template.Schema(),
        ["type"] = template.Type,
        ["status"] = template.Status,
        ["category"] = new JsonArray("Custom"),
        ["free"] = template.Free,
        ["icon_url"] = null,
        ["filters"] = null,
        ["masking"] = null,
        ["mapping_templates"] = null,
    };

    // A secret shows only that it is there; the others come with what the server made of them.
    private static JsonObject Inputs(HogFunction function)
    {
        JsonObject shown = [];
        int order = 0;
        foreach (FunctionInput input in function.Template.Inputs)
        {
            if (function.Inputs[input.Key] is not JsonObject stored)
                continue;
            if (input.Secret)
            {
                shown[input.Key] = new JsonObject { ["secret"] = true };
                continue;
            }

            JsonObject item = stored.DeepCopy()!.AsObject();
            item["bytecode"] = new JsonArray("_H", 1);
            item["order"] = order++;
            shown[input.Key] = item;
        }

        return shown;
    }
}
