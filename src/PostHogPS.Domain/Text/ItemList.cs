using System;
using System.Collections.Generic;
using System.Linq;

namespace PostHogPS.Text;

/// <summary>
/// A list in an object. PowerShell enumerates it as it does an array; Export-Csv, which writes the name of its type for an array, writes its items.
/// </summary>
/// <typeparam name="T">What it holds.</typeparam>
public sealed class ItemList<T> : List<T>
{
    /// <summary>An empty one.</summary>
    public ItemList()
    {
    }

    /// <summary>One with these items.</summary>
    /// <param name="items">The items.</param>
    public ItemList(IEnumerable<T> items)
        : base(items)
    {
    }

    /// <summary>As an array says it.</summary>
    public int Length => Count;

    /// <summary>An array as a list of an object.</summary>
    /// <param name="items">The array.</param>
    public static implicit operator ItemList<T>(T[] items) => new(items ?? throw new ArgumentNullException(nameof(items)));

    /// <summary>The items, separated by commas, on one line.</summary>
    public override string ToString() =>
        string.Join(", ", this.Select(static item =>
            item is IDictionary<string, object?> or null ? PlainText.Describe(item) : OneLine.Clean(item.ToString() ?? "")));
}
