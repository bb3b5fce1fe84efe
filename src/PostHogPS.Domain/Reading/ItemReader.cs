using System;
using System.Collections.Generic;
using System.Threading.Tasks;
using PostHogPS.Contracts;

namespace PostHogPS.Reading;

/// <summary>Items that are read in batches. The next batch is asked for when the last one has been taken, so the first item costs one request.</summary>
internal abstract class ItemReader<T>
{
    /// <summary>True when what follows can be read before it is taken, in work that has a place among others (<see cref="CallContext.Turn"/>).</summary>
    internal virtual bool CanReadAhead => false;

    /// <summary>The next batch, which may be empty; null at the end.</summary>
    internal abstract Task<IReadOnlyList<T>?> ReadAsync(CallContext call);

    /// <summary>What a function makes of the items; null leaves one out.</summary>
    internal ItemReader<TOut> Select<TOut>(Func<T, TOut?> map)
        where TOut : class => new MappedReader<T, TOut>(this, map);

    /// <summary>All that is left.</summary>
    internal async Task<List<T>> ReadAllAsync(CallContext call)
    {
        var all = new List<T>();
        while (await ReadAsync(call).ConfigureAwait(false) is { } batch)
            all.AddRange(batch);
        return all;
    }

    /// <summary>Calls <paramref name="take"/> for one item after the other, until it answers false.</summary>
    internal async Task ReadWhileAsync(Func<T, bool> take, CallContext call)
    {
        while (await ReadAsync(call).ConfigureAwait(false) is { } batch)
        {
            foreach (T item in batch)
            {
                if (!take(item))
                {
                    End();
                    return;
                }
            }
        }
    }

    /// <summary>Nothing more is read: its progress line goes.</summary>
    internal virtual void End()
    {
    }
}
