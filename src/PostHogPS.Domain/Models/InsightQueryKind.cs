using System.Collections.Generic;

namespace PostHogPS;

/// <summary>What an insight asks: its query may be wrapped in one that says how the answer is drawn.</summary>
internal static class InsightQueryKind
{
    internal static string? Find(IDictionary<string, object?> query) =>
        query.TryGetValue("source", out object? source) && source is IDictionary<string, object?> inner && Find(inner) is { } kind ? kind
        : query.TryGetValue("kind", out object? own) ? own as string
        : null;
}
