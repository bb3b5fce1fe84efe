using System;
using System.Collections.Generic;
using System.Linq;
using System.Security;
using System.Text.RegularExpressions;
using System.Threading.Tasks;
using PostHogPS.Connections;
using PostHogPS.Domain.Tests.Support;
using PostHogPS.Reading;
using PostHogPS.Rotation;
using Xunit;

namespace PostHogPS.Domain.Tests.Rotation;

/// <summary>A world with a command that rotates credentials, as a person would give it.</summary>
internal sealed partial class RotationWorld : IDisposable
{
    internal const string Wrong = "wrong-secret";

    internal RotationWorld(string generation = "C") => World = new World(generation);

    internal World World { get; }

    public void Dispose() => World.Dispose();

    internal static Dictionary<string, SecureString> Keys(string secret = "new") => Secrets(("aws_access_key_id", "AKIANEW"), ("aws_secret_access_key", secret));

    internal static Dictionary<string, SecureString> Secrets(params (string Setting, string Value)[] secrets) =>
        secrets.ToDictionary(static secret => secret.Setting, static secret => PostHogPS.Text.Secrets.Protect(secret.Value));

    /// <summary>Makes an integration.</summary>
    internal async Task<Integration> MakeAsync(string kind, params (string Setting, object Value)[] settings) =>
        await World.Scope.Session.Integrations.CreateAsync(
            "101", kind, settings.ToDictionary(static one => one.Setting, static one => (object?)one.Value), World.Call());

    internal Task<Integration> MakeMinioAsync(string secret = "new", string name = "next") => MakeAsync("s3-compatible",
        ("name", name), ("endpoint_url", "https://minio.northwind.example"), ("aws_access_key_id", "k"), ("aws_secret_access_key", secret));

    internal Task<Integration> MakePostgresAsync(string secret, string user = "rotated") => MakeAsync("postgresql",
        ("host", "warehouse.northwind.example"), ("port", 5432), ("user", user), ("password", secret));

    internal async Task<RotationRequest> RequestAsync(params string[] exports)
    {
        var targets = new List<BatchExportTarget>();
        foreach (string name in exports)
        {
            BatchExport export = await World.ExportAsync(name);
            targets.Add(new BatchExportTarget(World.Scope, export.Id, export, export, export.Name));
        }

        return new RotationRequest(World.Scope) { Exports = targets.Count == 0 ? null : targets };
    }

    internal Task<RotationPlan> PlanAsync(RotationRequest request) => RotationPlanner.PlanAsync(request, World.Call());

    /// <summary>Plans and carries out, with a yes to everything.</summary>
    internal async Task<IReadOnlyList<BatchExportCredentialUpdate>> RunAsync(RotationRequest request)
    {
        World.Messages.Clear();
        RotationPlan plan = await PlanAsync(request);
        var runner = new RotationRunner(plan);
        await runner.RunAsync(plan.Items, World.Call());
        if (request.RemovesOld)
            await runner.RemoveOldAsync(plan.Items, World.Call());
        return [.. World.Results<BatchExportCredentialUpdate>()];
    }

    internal async Task<BatchExportCredentialUpdate> RunOneAsync(RotationRequest request) => Assert.Single(await RunAsync(request));

    internal async Task<BatchExport> ReadAsync(string name) =>
        (await ExportLists.Exports(World.Scope).ReadAllAsync(World.Call())).Single(export => export.Name == name);

    internal async Task<List<Integration>> IntegrationsAsync() => await ExportLists.Integrations(World.Scope).ReadAllAsync(World.Call());

    /// <summary>
    /// An export that the server has paused because of a wrong password, running again: it has uncovered intervals, and its type has no test.
    /// </summary>
    internal async Task ResumePostgresAsync() =>
        await World.Scope.Session.BatchExports.UnpauseAsync("101", (await World.ExportAsync("events-to-postgres")).Id, backfill: false, World.Call());

    /// <summary>What was sent other than reads, as "POST integrations".</summary>
    internal string[] Sent =>
    [
        .. World.Writes.Select(static line => Line.Match(line)).Where(static line => line.Success)
            .Select(static line => line.Groups[1].Value + " " + line.Groups[2].Value),
    ];

    [GeneratedRegex(@"^(POST|PATCH|DELETE) /api/(?:projects|environments)/101/(?:batch_exports/[0-9a-f-]{36}/)?([a-z_]+)")]
    private static partial Regex Line { get; }
}
