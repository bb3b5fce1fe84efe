using System;
using System.Collections.Generic;
using System.Threading.Tasks;
using PostHogPS.Contracts;

namespace PostHogPS.Reading;

/// <summary>Items that are read all together.</summary>
/// <typeparam name="T">Kind of the items.</typeparam>
internal sealed class ListReader<T> : ItemReader<T>
{
    private readonly Func<CallContext, Task<List<T>>> _read;
    private bool _hasRead;

    internal ListReader(Func<CallContext, Task<List<T>>> read) => _read = read;

    /// <summary>A single item: what is read as one can be read side by side as lists are.</summary>
    internal static ListReader<T> CreateSingle(Func<CallContext, Task<T>> read) => new(async call => [await read(call).ConfigureAwait(false)]);

    internal override async Task<IReadOnlyList<T>?> ReadAsync(CallContext call)
    {
        if (_hasRead)
            return null;
        _hasRead = true;
        return await _read(call).ConfigureAwait(false);
    }
}
