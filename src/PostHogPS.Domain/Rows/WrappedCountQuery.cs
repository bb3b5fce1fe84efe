using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using PostHogPS.Schedule;

namespace PostHogPS.Rows;

/// <summary>Counts the rows of a hogql export's own query, for several intervals at once: each with its bounds filled in.</summary>
internal sealed class WrappedCountQuery : CountQuery
{
    /// <summary>Each interval is a query of its own to the database, within the same ten seconds.</summary>
    internal const int MostIntervals = 24;

    private readonly WrappableQuery _query;
    private readonly IReadOnlyList<(DataInterval Interval, DateTimeOffset? Arrived)> _parts;
    private readonly Dictionary<string, object?> _values = new(StringComparer.Ordinal);

    /// <param name="query">The query of the export.</param>
    /// <param name="modifiers">How the server reads it; null for the usual way.</param>
    /// <param name="parts">The intervals, and when their rows must have arrived; null for all of them.</param>
    internal WrappedCountQuery(
        WrappableQuery query, IDictionary<string, object?>? modifiers, IReadOnlyList<(DataInterval Interval, DateTimeOffset? Arrived)> parts)
    {
        _query = query;
        _parts = parts;
        Modifiers = modifiers;
        Intervals = [.. parts.Select(static part => part.Interval)];
        Text = "select bucket, rows_seen, rows_seen as rows_distinct from (\n" + string.Join("\nunion all\n", parts.Select(Add)) + "\n) order by bucket limit "
            + MostIntervals.ToString(CultureInfo.InvariantCulture);
    }

    internal override IReadOnlyList<DataInterval> Intervals { get; }

    internal override string Text { get; }

    internal override IReadOnlyDictionary<string, object?> Values => _values;

    internal override IDictionary<string, object?>? Modifiers { get; }

    internal override (CountQuery First, CountQuery Second) Halve()
    {
        int half = _parts.Count / 2;
        return (Of(_parts.Take(half)), Of(_parts.Skip(half)));

        WrappedCountQuery Of(IEnumerable<(DataInterval, DateTimeOffset?)> parts) => new(_query, Modifiers, [.. parts]);
    }

    private string Add((DataInterval Interval, DateTimeOffset? Arrived) part, int index)
    {
        string number = index.ToString(CultureInfo.InvariantCulture);
        string text = _query.Wrap(part.Interval.Start.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture), number, part.Arrived is not null);
        // A value that no placeholder uses is left out.
        _values["start_" + number] = Format(part.Interval.Start);
        if (text.Contains("{end_" + number + "}"))
            _values["end_" + number] = Format(part.Interval.End);
        if (part.Arrived is { } arrived)
            _values["arrived_" + number] = Format(arrived);
        return text;
    }
}
