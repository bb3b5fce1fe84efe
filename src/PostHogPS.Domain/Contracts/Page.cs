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

    /// <summary>Items of the page without a readable id, each as the error to report. They are not among <see cref="Items"/>.</summary>
    public IReadOnlyList<PostHogApiException> Unreadable { get; internal set; } = [];

    /// <summary>Makes the error for a list that breaks the rules of paging; null where the page comes from no server.</summary>
    internal Func<string, PostHogApiException>? Reject { get; set; }
}
