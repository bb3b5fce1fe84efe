using System;
using System.Linq;
using System.Text.Json.Nodes;
using PostHogPS.Sandbox.Json;
using PostHogPS.Sandbox.Model;
using PostHogPS.Sandbox.Worlds;

namespace PostHogPS.Sandbox.Rules;

/// <summary>
/// What the destination of an export says to its credentials. PostHog stores most of them untried, so that a wrong one is found by a
/// test step or a run only. A secret that contains "wrong-secret" is one that no destination accepts.
/// </summary>
internal static class CredentialRules
{
    private const string Wrong = "wrong-secret";

    private static readonly string[] CopyAccess = ["authorization", "bucket_credentials"];

    /// <summary>The words of the destination; null when it lets PostHog in.</summary>
    public static string? FindProblem(World world, string type, JsonObject config, long? integration) =>
        IsWrong(config) || IsRejected(world, integration) || CopyIntegrations(config).Any(id => IsRejected(world, id)) ? SampleErrors.Rejected(type) : null;

    /// <summary>Whether a destination refuses a secret.</summary>
    public static bool IsWrong(JsonNode? secret) => secret switch
    {
        JsonObject bag => bag.Any(pair => IsWrong(pair.Value)),
        { } value when value.AsText() is { } text => text.Contains(Wrong, StringComparison.Ordinal),
        _ => false,
    };

    /// <summary>Writes down, after a change of credentials, how runs end from now on. Runs of the past keep their outcome.</summary>
    public static void Note(World world)
    {
        foreach (Export export in world.Exports)
        {
            string? problem = FindProblem(world, export.Type, export.Config, export.Integration);
            if (problem != export.RejectionAt(world.Now))
                export.Rejections.Add((world.Now, problem));
        }
    }

    /// <summary>Ends a lasting failure: the credentials were written anew.</summary>
    public static void Renew(Export export)
    {
        if (export.PersistentError is not { } error)
            return;
        export.PersistentError = null;
        export.Rejections.Add((DateTimeOffset.MinValue, error));
    }

    private static bool IsRejected(World world, long? id) => id is not null && world.Integrations.Find(one => one.Id == id) is { } integration
        && IsWrong(integration.Secrets);

    private static long?[] CopyIntegrations(JsonObject config) =>
        config["copy_inputs"] is JsonObject copy ? [.. CopyAccess.Select(name => copy[name].AsInteger())] : [];
}
