using System;
using System.Collections.Generic;
using System.Text;
using System.Text.Json.Nodes;

namespace PostHogPS.Sandbox.Http;

/// <summary>One answer, with what a faulty network does to it on the way.</summary>
public sealed class SandboxResponse
{
    public int Status { get; set; } = 200;

    public string? ContentType { get; set; }

    public byte[] Body { get; set; } = [];

    public IDictionary<string, string> Headers { get; } = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);

    /// <summary>The tree the body was written from, while it is one; faults reshape it.</summary>
    public JsonNode? Tree { get; private set; }

    /// <summary>The body breaks off with a lost connection after so many bytes.</summary>
    public int? CutAfter { get; set; }

    /// <summary>The length the header claims, when it is a wrong one.</summary>
    public long? DeclaredLength { get; set; }

    /// <summary>The wait between two small pieces of the body.</summary>
    public TimeSpan? Drip { get; set; }

    public string Text => Encoding.UTF8.GetString(Body);

    internal static SandboxResponse Json(int status, JsonNode tree)
    {
        var response = new SandboxResponse { Status = status };
        response.SetTree(tree);
        return response;
    }

    internal static SandboxResponse Ok(JsonNode tree) => Json(200, tree);

    internal static SandboxResponse Empty(int status) => new() { Status = status };

    internal static SandboxResponse Of(int status, string contentType, string text) =>
        new() { Status = status, ContentType = contentType, Body = Encoding.UTF8.GetBytes(text) };

    internal void SetTree(JsonNode tree)
    {
        Tree = tree;
        ContentType = "application/json";
        Body = JsonText.Bytes(tree);
    }
}
