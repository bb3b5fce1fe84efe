using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using PostHogPS.Schedule;

namespace PostHogPS.Rows;

/// <summary>
/// The HogQL that counts what PostHog holds, by interval (docs/rows.md#the-query). Values are placeholders: nothing that an export
/// or a user has named becomes part of the text.
/// </summary>
internal sealed class RowCountQuery : CountQuery
{
    /// <summary>Without a limit of its own the answer ends at 100 intervals; more than that no query gives.</summary>
    internal const int MostIntervals = 50_000;

    // The table is ordered by event time: without bounds every part of it is read, and the time limit is 10 seconds.
    private const int LateDays = 30;

    private readonly BatchExport _export;
    private readonly EventFilter _filter;
    private readonly DateTimeOffset? _selectedAt;

    private RowCountQuery(BatchExport export, EventFilter filter, IReadOnlyList<DataInterval> intervals, DateTimeOffset? selectedAt)
    {
        _export = export;
        _filter = filter;
        _selectedAt = selectedAt;
        Intervals = intervals;
        Text = CreateText();
        Values = CreateValues();
    }

    internal override IReadOnlyList<DataInterval> Intervals { get; }

    internal override string Text { get; }

    internal override IReadOnlyDictionary<string, object?> Values { get; }

    internal override IReadOnlyList<object?> Properties => _filter.Properties;

    /// <summary>The query of an events export, or why its rows cannot be counted.</summary>
    /// <param name="export">The export.</param>
    /// <param name="intervals">Its intervals, in order.</param>
    /// <param name="selectedAt">When a backfill selected its rows by event time; null for runs, which select by arrival.</param>
    /// <param name="reason">Why its rows cannot be counted.</param>
    internal static RowCountQuery? CreateFor(BatchExport export, IReadOnlyList<DataInterval> intervals, DateTimeOffset? selectedAt, out string? reason)
    {
        reason = FindReason(export);
        if (reason is null && intervals.Count == 0)
            reason = "The window has no complete interval.";
        if (reason is null && intervals.Count > MostIntervals)
            reason = "The window has more than 50000 intervals.";
        if (reason is not null || EventFilter.TryRead(export, out reason) is not { } filter)
            return null;
        return new RowCountQuery(export, filter, intervals, selectedAt);
    }

    /// <summary>Whether the rows of an export can be counted, whatever the window.</summary>
    internal static bool IsCountable(BatchExport export) => FindReason(export) is null && EventFilter.TryRead(export, out _) is not null;

    internal override (CountQuery First, CountQuery Second) Halve()
    {
        int half = Intervals.Count / 2;
        return (Of(Intervals.Take(half)), Of(Intervals.Skip(half)));

        RowCountQuery Of(IEnumerable<DataInterval> intervals) => new(_export, _filter, intervals.ToList(), _selectedAt);
    }

    private static string? FindReason(BatchExport export) => export.Model.ToUpperInvariant() switch
    {
        "" or "EVENTS" when string.Equals(export.Destination.Type, "Workflows", StringComparison.OrdinalIgnoreCase) =>
            "Workflows exports select by event time, without deduplication.",
        "" or "EVENTS" => null,
        "PERSONS" => "PostHog does not tell when a person has changed.",
        "SESSIONS" => "A session that goes on is exported again.",
        // Counted by its own query: WrappableQuery.
        _ => $"Rows of the model '{export.Model}' cannot be counted by interval.",
    };

    private string CreateText()
    {
        string column = _selectedAt is null ? "created_at" : "timestamp";
        // Bounds of days and weeks are local times and differ in length, so all intervals are given by their bounds.
        var lines = new List<string>
        {
            "select roundDown(toUnixTimestamp(" + column + "), {bounds}) as bucket,",
            "       count() as rows_seen,",
            "       uniqExact(tuple(event, distinct_id, uuid)) as rows_distinct",
            "from events",
            "where " + column + " >= toDateTime({from}, 'UTC') and " + column + " < toDateTime({to}, 'UTC')",
        };
        if (_selectedAt is null)
        {
            string days = LateDays.ToString(CultureInfo.InvariantCulture);
            lines.Add("  and timestamp >= toDateTime({from}, 'UTC') - interval " + days + " day and timestamp < toDateTime({to}, 'UTC') + interval 1 day");
        }
        else
        {
            lines.Add("  and created_at < toDateTime({selected}, 'UTC')");
        }

        lines.AddRange(_filter.Conditions.Select(condition => "  and " + condition));
        if (_filter.Properties.Count > 0)
            lines.Add("  and {filters}");
        lines.Add("group by bucket order by bucket limit " + MostIntervals.ToString(CultureInfo.InvariantCulture));
        return string.Join("\n", lines);
    }

    private Dictionary<string, object?> CreateValues()
    {
        var values = new Dictionary<string, object?>(StringComparer.Ordinal)
        {
            ["from"] = Format(Intervals[0].Start),
            ["to"] = Format(Intervals[Intervals.Count - 1].End),
            // The end of an interval that no other one follows keeps what comes after it apart.
            ["bounds"] = Intervals.SelectMany(static interval => new[] { interval.Start, interval.End }).Distinct().OrderBy(static bound => bound)
                .Select(static bound => (object?)bound.ToUnixTimeSeconds()).ToArray(),
        };
        if (_selectedAt is { } selected)
            values["selected"] = Format(selected);
        foreach (KeyValuePair<string, object?> value in _filter.Values)
            values.Add(value.Key, value.Value);
        return values;
    }
}
