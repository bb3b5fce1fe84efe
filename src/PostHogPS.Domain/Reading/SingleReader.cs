using System;
using System.Collections.Generic;
using System.Threading.Tasks;
using PostHogPS.Contracts;

namespace PostHogPS.Reading;

/// <summary>One item, as a reader: what is read as a whole can be read side by side as lists are.</summary>
/// <typeparam name="T">Kind of the item.</typeparam>
internal sealed class SingleReader<T> : ItemReader<T>
{
    private readonly Func<CallContext, Task<T>> _read;
    private bool _hasRead;

    internal SingleReader(Func<CallContext, Task<T>> read) => _read = read;

    internal override async Task<IReadOnlyList<T>?> ReadAsync(CallContext call)
    {
        if (_hasRead)
            return null;
        _hasRead = true;
        return [await _read(call).ConfigureAwait(false)];
    }
}
