using System.Collections.Generic;
using System.Threading.Tasks;
using PostHogPS.Contracts;

namespace PostHogPS.Rows;

/// <summary>Asks PostHog a count query.</summary>
internal interface IRowCounter
{
    /// <summary>The counts of the intervals that hold rows; null where the query took too long and a shorter window may not.</summary>
    Task<IReadOnlyList<RowCount>?> CountAsync(CountQuery query, CallContext call);
}
