using System.Collections.Generic;
using System.Linq;
using System.Threading.Tasks;
using PostHogPS.Contracts;

namespace PostHogPS.Rows;

/// <summary>Counts the rows of a window with one query; a window that is too much for PostHog is asked for in halves.</summary>
internal sealed class RowCountReader
{
    private readonly IRowCounter _counter;

    internal RowCountReader(IRowCounter counter) => _counter = counter;

    internal async Task<IReadOnlyList<RowCount>> ReadAsync(CountQuery query, CallContext call)
    {
        if (await _counter.CountAsync(query, call).ConfigureAwait(false) is { } counts)
            return counts;
        if (query.Intervals.Count < 2)
            throw Problems.Validation("PostHog cannot count the rows of one interval within its time limit.",
                "Rows of this export cannot be compared. Ask PostHog for a higher limit.");
        (CountQuery first, CountQuery second) = query.Halve();
        IReadOnlyList<RowCount> older = await ReadAsync(first, call).ConfigureAwait(false);
        return older.Concat(await ReadAsync(second, call).ConfigureAwait(false)).ToList();
    }
}
