using System;
using System.Text.Json.Nodes;

namespace PostHogPS.Sandbox.Model;

/// <summary>Credentials of a destination, or a link to another service.</summary>
internal sealed class Integration
{
    public required long Id { get; init; }

    public required long ProjectId { get; init; }

    public required string Kind { get; init; }

    /// <summary>What tells integrations of one kind in a project apart. The server keeps it to itself.</summary>
    public required string Identity { get; init; }

    /// <summary>The part that is returned.</summary>
    public required JsonObject Config { get; set; }

    /// <summary>The part that is never returned.</summary>
    public JsonObject Secrets { get; set; } = [];

    public required DateTimeOffset CreatedAt { get; init; }

    public string Errors { get; set; } = "";

    /// <summary>What other than batch exports uses it, in the words of a refusal.</summary>
    public string? OtherUse { get; init; }
}
