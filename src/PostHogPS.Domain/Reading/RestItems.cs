using System;
using System.Collections.Generic;
using System.Linq;
using PostHogPS.Contracts;

namespace PostHogPS.Reading;

/// <summary>Items of lists that this module does not know.</summary>
internal static class RestItems
{
    /// <summary>A page of a list; null for an answer of another kind.</summary>
    internal static Page<object?>? TryReadPage(RestAnswer answer) =>
        answer.Value is IDictionary<string, object?> page && page.TryGetValue("results", out object? results) && results is IEnumerable<object?> items
            ? new Page<object?>(items.ToList(), answer.Next,
                page.TryGetValue("count", out object? count) ? count as long? ?? count as int? : null) { Reject = answer.Reject }
            : null;

    /// <summary>What tells an item apart from others; null where it has neither an id nor a uuid that can be read.</summary>
    internal static Guid? FindId(object? item) =>
        item is not IDictionary<string, object?> fields ? null
        : fields.TryGetValue("id", out object? id) && id is not null ? Read(id)
        : fields.TryGetValue("uuid", out object? uuid) ? Read(uuid) : null;

    private static Guid? Read(object? id) => id switch
    {
        long number => ItemId.FromNumber(number),
        int number => ItemId.FromNumber(number),
        string text when Guid.TryParse(text, out Guid guid) => guid,
        _ => null,
    };
}
