using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading.Tasks;
using PostHogPS.Contracts;

namespace PostHogPS.Reading;

/// <summary>The items of another reader, filtered and finished as they are read.</summary>
/// <typeparam name="TIn">Kind of what is read.</typeparam>
/// <typeparam name="TOut">Kind of what is given.</typeparam>
internal sealed class MappedReader<TIn, TOut> : ItemReader<TOut>
    where TOut : class
{
    private readonly ItemReader<TIn> _items;
    private readonly Func<TIn, TOut?> _map;

    /// <param name="items">What is read.</param>
    /// <param name="map">What is given for an item; null leaves it out.</param>
    internal MappedReader(ItemReader<TIn> items, Func<TIn, TOut?> map)
    {
        _items = items;
        _map = map;
    }

    internal override async Task<IReadOnlyList<TOut>?> ReadAsync(CallContext call) =>
        await _items.ReadAsync(call).ConfigureAwait(false) is { } batch ? batch.Select(_map).OfType<TOut>().ToList() : null;

    internal override void End() => _items.End();
}
