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

    /// <summary>The progress of all the work, given the backfills still watched; null when these are all of it.</summary>
    WaitState? Describe(IReadOnlyCollection<BatchExportBackfill> open);
}
