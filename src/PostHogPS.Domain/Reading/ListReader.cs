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

    internal override async Task<IReadOnlyList<T>?> ReadAsync(CallContext call)
    {
        if (_hasRead)
            return null;
        _hasRead = true;
        return await _read(call).ConfigureAwait(false);
    }
}
