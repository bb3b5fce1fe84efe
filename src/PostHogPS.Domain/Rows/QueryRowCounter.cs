using System;
using System.Collections.Generic;
using System.Globalization;
using System.Threading.Tasks;
using PostHogPS.Connections;
using PostHogPS.Contracts;

namespace PostHogPS.Rows;

/// <summary>Counts with HogQL, past the cache: a count of an hour ago lacks what has arrived since.</summary>
internal sealed class QueryRowCounter : IRowCounter
{
    private readonly ProjectScope _scope;

    internal QueryRowCounter(ProjectScope scope) => _scope = scope;

    public async Task<IReadOnlyList<RowCount>?> CountAsync(CountQuery query, CallContext call)
    {
        var request = new QueryRequest { Query = query.Text, Modifiers = query.Modifiers, Refresh = "force_blocking", Name = "Compare-PHBatchExportRow" };
        foreach (KeyValuePair<string, object?> value in query.Values)
            request.Values[value.Key] = value.Value;
        if (query.Properties.Count > 0)
            request.Filters = new Dictionary<string, object?>(StringComparer.Ordinal) { ["properties"] = query.Properties };
        try
        {
            QueryRows rows = await QueryRunner.RunAsync(_scope, request, null, call).ConfigureAwait(false);
            var counts = new List<RowCount>(rows.Count);
            foreach (object?[] row in rows.Rows)
                counts.Add(new RowCount(DateTimeOffset.FromUnixTimeSeconds(Read(row, 0)), Read(row, 2), Read(row, 1)));
            return counts;
        }
        catch (PostHogApiException e) when (e.Kind is PostHogErrorKind.QueryTimeout or PostHogErrorKind.QueryTooSlow or PostHogErrorKind.QueryOutOfMemory)
        {
            call.Verbose($"PostHog cannot count {query.Intervals.Count.ToString(CultureInfo.InvariantCulture)} intervals in one query: {e.Message}");
            return null;
        }
    }

    // Numbers in a text are what older servers give of 64 bits.
    private static long Read(object?[] row, int column) => Convert.ToInt64(row[column], CultureInfo.InvariantCulture);
}
