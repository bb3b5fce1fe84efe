using System;
using System.Collections.Generic;
using System.Threading.Tasks;
using PostHogPS.Connections;
using PostHogPS.Contracts;
using PostHogPS.Reading;

namespace PostHogPS.Backfills;

/// <summary>
/// The rows of an export's backfills, newest first; on a server without a list of them those that this session has started and that
/// have runs.
/// </summary>
internal sealed class BackfillReader : ItemReader<BatchExportBackfill>
{
    private readonly ProjectScope _scope;
    private readonly Guid _export;
    private readonly PageReader<BatchExportBackfill> _rows;
    private bool _isUnlisted;

    internal BackfillReader(ProjectScope scope, Guid export)
    {
        _scope = scope;
        _export = export;
        _rows = ExportLists.Backfills(scope, export);
    }

    internal override async Task<IReadOnlyList<BatchExportBackfill>?> ReadAsync(CallContext call)
    {
        if (_isUnlisted)
            return null;
        try
        {
            return await _rows.ReadAsync(call).ConfigureAwait(false);
        }
        catch (PostHogApiException e) when (e.Kind == PostHogErrorKind.NotSupported)
        {
            UnlistedBackfills.Warn(_scope, call);
            _isUnlisted = true;
        }

        return await UnlistedBackfills.ReadStartedAsync(_scope, _export, call).ConfigureAwait(false);
    }

    internal override void End() => _rows.End();
}
