using System.Collections.Generic;
using System.Linq;
using System.Threading.Tasks;
using PostHogPS.Connections;
using PostHogPS.Contracts;
using PostHogPS.Reading;

namespace PostHogPS.Backfills;

/// <summary>The row of a backfill that was started without an id: it is found by bounds and creation time.</summary>
internal sealed class StartedBackfillReader : ItemReader<BatchExportBackfill>
{
    private readonly BatchExportTarget _target;
    private readonly BatchExportBackfill _started;
    private bool _hasRead;

    internal StartedBackfillReader(BatchExportTarget target, BatchExportBackfill started)
    {
        _target = target;
        _started = started;
    }

    internal override async Task<IReadOnlyList<BatchExportBackfill>?> ReadAsync(CallContext call)
    {
        if (_hasRead)
            return null;
        _hasRead = true;
        PageReader<BatchExportBackfill> rows = ExportLists.Backfills(_target);
        while (await rows.ReadAsync(call).ConfigureAwait(false) is { } page)
        {
            if (page.FirstOrDefault(_started.IsSameAs) is { } row)
            {
                rows.End();
                return [row];
            }

            // Newest first: what follows is older than the start.
            if (page.Any(older => older.CreatedAt < _started.CreatedAt - BatchExportBackfill.ClockSlack))
                break;
        }

        rows.End();
        throw Problems.NotFound("backfill", _started.ToString(), _target.Description,
            "The server writes the row a moment after the start: try again, or Wait-PHBatchExportBackfill.");
    }
}
