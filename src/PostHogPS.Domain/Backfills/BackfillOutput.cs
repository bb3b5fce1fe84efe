using System.Collections.Generic;
using System.Threading.Tasks;
using PostHogPS.Contracts;
using PostHogPS.Waiting;

namespace PostHogPS.Backfills;

/// <summary>Gives each watched backfill to the pipeline when it has ended, or is out of sight.</summary>
internal sealed class BackfillOutput : IBackfillListener
{
    /// <inheritdoc/>
    public Task OnEndedAsync(BatchExportBackfill backfill, CallContext call)
    {
        call.WriteResult(backfill);
        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public void OnLost(BatchExportBackfill backfill, CallContext call) => call.WriteResult(backfill);

    /// <inheritdoc/>
    public WaitState? Describe(IReadOnlyCollection<BatchExportBackfill> open) => null;
}
