using System.Collections.Generic;
using System.Threading.Tasks;
using PostHogPS.Contracts;
using PostHogPS.Waiting;

namespace PostHogPS.Backfills;

/// <summary>Hears what becomes of watched backfills.</summary>
internal interface IBackfillListener
{
    /// <summary>One has ended.</summary>
    Task OnEndedAsync(BatchExportBackfill backfill, CallContext call);

    /// <summary>One can no longer be watched; the error has been reported.</summary>
    void OnLost(BatchExportBackfill backfill, CallContext call);

    /// <summary>How far the work as a whole is, given the backfills still watched; null when the watched ones are all there is.</summary>
    WaitState? Describe(IReadOnlyCollection<BatchExportBackfill> open);
}
