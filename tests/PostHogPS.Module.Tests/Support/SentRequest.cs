using System;
using System.Linq;
using System.Text.Json.Nodes;

namespace PostHogPS.Module.Tests.Support;

/// <summary>A request as the debug stream shows it.</summary>
public sealed record SentRequest(string Method, string Path, string Query, string? Body)
{
    /// <summary>The body, read.</summary>
    public JsonObject Json => (JsonObject)JsonNode.Parse(Body!)!;

    public static SentRequest? Parse(string message)
    {
        if (!message.StartsWith("> ", StringComparison.Ordinal))
            return null;
        string[] lines = message.Split('\n');
        string[] first = lines[0].Trim().Split(' ');
        var address = new Uri(first[2]);
        string body = string.Join("\n", lines.SkipWhile(l => l.StartsWith("> ", StringComparison.Ordinal))).Trim();
        return new SentRequest(first[1], address.AbsolutePath, address.Query, body.Length == 0 ? null : body);
    }
}
