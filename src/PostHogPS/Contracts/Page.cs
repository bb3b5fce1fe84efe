using System;
using System.Collections.Generic;

namespace PostHogPS.Contracts;

/// <summary>One page of a list.</summary>
/// <typeparam name="T">Kind of the items.</typeparam>
public sealed class Page<T>
{
    /// <summary>Makes a page.</summary>
    public Page(IReadOnlyList<T> items, string? next, long? count)
    {
        Items = items ?? throw new ArgumentNullException(nameof(items));
        Next = next;
        Count = count;
    }

    /// <summary>The items, in the server's order.</summary>
    public IReadOnlyList<T> Items { get; }

    /// <summary>Opaque: hand it to the same method for the next page. Null on the last page.</summary>
    public string? Next { get; }

    /// <summary>Number of items on all pages, where the server says it.</summary>
    public long? Count { get; }
}
