using System.Linq;
using System.Text.Json.Nodes;
using PostHogPS.Sandbox.Http;
using PostHogPS.Sandbox.Json;
using PostHogPS.Sandbox.Model;
using PostHogPS.Sandbox.Routing;
using PostHogPS.Sandbox.Rules;

namespace PostHogPS.Sandbox.Routes;

/// <summary>The step-by-step tests of a destination.</summary>
internal static class DestinationTestRoutes
{
    public static void Map(RouteTable routes, string prefix)
    {
        // Early servers do not allow personal API keys here.
        routes.Add("GET", prefix + "/test", routes.Old ? null : ExportRoutes.Read, List);
        routes.Add("POST", prefix + "/run_test_step_new", routes.Old ? null : ExportRoutes.Write, call => Run(call, null));
        routes.Add("POST", prefix + "/{id}/run_test_step", routes.Old ? null : ExportRoutes.Write, call => Run(call, ExportRoutes.Find(call)));
    }

    private static SandboxResponse List(Call call)
    {
        string? name = call.Request.Get("destination");
        if (string.IsNullOrEmpty(name))
            return SandboxResponse.Empty(400);
        DestinationType? type = DestinationTypes.Find(name!, call.World.Old);
        if (type is null || type.TestSteps.Count == 0)
            return SandboxResponse.Empty(404);
        return SandboxResponse.Ok(new JsonObject { ["steps"] = JsonText.CreateArray(type.TestSteps.Select(s => View(s, null))) });
    }

    private static SandboxResponse Run(Call call, Export? stored)
    {
        // The config may come from a stored export, but the body is checked like that of a new one.
        var rules = new ExportRules(call.World, call.Project.Id, null, call.Body, WriteKind.Create) { Tested = stored };
        rules.Check();
        DestinationType type = rules.Destination!.Type;
        long index = call.Body["step"].AsInteger() ?? 0;
        if (index < 0 || index >= type.TestSteps.Count)
            throw ApiError.Server();

        TestStep step = type.TestSteps[(int)index];
        string? problem = Problem(call, stored, rules.Destination, step);
        return SandboxResponse.Ok(View(step, new JsonObject
        {
            ["status"] = problem is null ? "Passed" : "Failed",
            ["message"] = problem,
        }));
    }

    /// <summary>
    /// The credentials are those of the request; of the stored export only what stands in its config. The other steps fail for a name
    /// that begins with "missing", so that runbooks can be tried with a failing test.
    /// </summary>
    private static string? Problem(Call call, Export? stored, DestinationDraft draft, TestStep step)
    {
        if (step.Name == "Check credentials")
        {
            JsonObject sent = call.Body["destination"]!["config"] as JsonObject ?? [];
            bool areStored = stored?.Integration == draft.Integration && !sent.Any(p => draft.Type.Secrets.Contains(p.Key));
            return (areStored ? stored?.PersistentError : null) ?? CredentialRules.FindProblem(call.World, draft.Type.Name, draft.Config, draft.Integration);
        }

        JsonNode? missing = draft.Config.FirstOrDefault(p => p.Value.AsText()?.StartsWith("missing", System.StringComparison.Ordinal) == true).Value;
        return missing is not null ? "'" + missing.AsText() + "' does not exist" : null;
    }

    private static JsonObject View(TestStep step, JsonObject? result) => new()
    {
        ["name"] = step.Name,
        ["description"] = step.Description,
        ["result"] = result,
    };
}
