using System.Collections.Generic;
using System.Threading.Tasks;
using PostHogPS.Connections;
using PostHogPS.Contracts;

namespace PostHogPS.Reading;

/// <summary>
/// What belongs to an export. PostHog answers about an export that does not exist as about one that has nothing: where nothing
/// comes and only an id was given, the export is asked for, and a wrong id is an error.
/// </summary>
/// <typeparam name="T">Kind of the items.</typeparam>
internal sealed class KnownExportReader<T> : ItemReader<T>
{
    private readonly BatchExportTarget _target;
    private readonly ItemReader<T> _items;
    private bool _hasItems;

    internal KnownExportReader(BatchExportTarget target, ItemReader<T> items)
    {
        _target = target;
        _items = items;
    }

    internal override async Task<IReadOnlyList<T>?> ReadAsync(CallContext call)
    {
        IReadOnlyList<T>? batch = await _items.ReadAsync(call).ConfigureAwait(false);
        _hasItems |= batch is { Count: > 0 };
        if (batch is null && !_hasItems && _target.Name is null)
            await ExportLists.LoadAsync(_target, call).ConfigureAwait(false);
        return batch;
    }

    internal override void End() => _items.End();
}
