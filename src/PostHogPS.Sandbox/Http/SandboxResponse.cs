using System;
using System.Collections.Generic;
using System.Text;
using System.Text.Json.Nodes;
using PostHogPS.Sandbox.Json;

namespace PostHogPS.Sandbox.Http;

/// <summary>An answer of the server.</summary>
public sealed class SandboxResponse
{
    public int Status { get; set; } = 200;

    public string? ContentType { get; set; }

    public byte[] Body { get; set; } = [];

    public IDictionary<string, string> Headers { get; } = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);

    public string Text => Encoding.UTF8.GetString(Body);

    internal static SandboxResponse Json(int status, JsonNode tree) =>
        new() { Status = status, ContentType = "application/json", Body = JsonText.WriteUtf8(tree) };

    internal static SandboxResponse Ok(JsonNode tree) => Json(200, tree);

    internal static SandboxResponse Empty(int status) => new() { Status = status };

    internal static SandboxResponse FromText(int status, string contentType, string text) =>
        new() { Status = status, ContentType = contentType, Body = Encoding.UTF8.GetBytes(text) };
}
