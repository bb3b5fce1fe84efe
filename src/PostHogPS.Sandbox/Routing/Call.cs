using System;
using System.Collections.Generic;
using System.Globalization;
using System.Text.Json.Nodes;
using PostHogPS.Sandbox.Http;
using PostHogPS.Sandbox.Model;
using PostHogPS.Sandbox.Worlds;

namespace PostHogPS.Sandbox.Routing;

/// <summary>A request that was authorized, with its route arguments and its caller.</summary>
internal sealed class Call
{
    private JsonObject? _body;

    public required SandboxRequest Request { get; init; }

    public required World World { get; init; }

    public required Caller Caller { get; init; }

    public required IReadOnlyDictionary<string, string> Arguments { get; init; }

    /// <summary>The path after the deprecated prefix was replaced; links are built from it.</summary>
    public required string Path { get; init; }

    public Project? ProjectOrNull { get; init; }

    public Project Project => ProjectOrNull ?? throw ApiError.NotFound("Project not found.");

    public DateTimeOffset Now => World.Now;

    /// <summary>Parsed on first use: actions that ignore the body accept an invalid one.</summary>
    public JsonObject Body => _body ??= BodyReader.Read(Request);

    public Guid GetGuid(string name) =>
        Guid.TryParseExact(Arguments[name], "D", out Guid id) || Guid.TryParseExact(Arguments[name], "N", out id) ? id : throw ApiError.NotFound();

    public long GetNumber(string name) =>
        long.TryParse(Arguments[name], NumberStyles.None, CultureInfo.InvariantCulture, out long id) ? id : throw ApiError.NotFound();
}
