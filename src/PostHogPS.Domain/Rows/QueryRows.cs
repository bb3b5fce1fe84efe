using System.Collections.Generic;
using System.Linq;
using PostHogPS.Contracts;

namespace PostHogPS.Rows;

/// <summary>The result of a query: names that differ, and rows of real values in their order.</summary>
internal sealed class QueryRows
{
    private readonly QueryAnswer _answer;
    private readonly ColumnType[] _types;

    internal QueryRows(QueryAnswer answer)
    {
        _answer = answer;
        // Rows are wider than the columns where a server names none.
        int width = answer.Columns.Count > 0 ? answer.Columns.Count : answer.Rows.Select(r => r.Length).DefaultIfEmpty(0).Max();
        Names = ColumnNames.MakeDistinct([.. Enumerable.Range(0, width).Select(i => answer.Columns.ElementAtOrDefault(i) ?? "")]);
        _types = [.. Enumerable.Range(0, width).Select(i => ColumnType.Parse(answer.Types.ElementAtOrDefault(i)))];
    }

    internal IReadOnlyList<string> Names { get; }

    /// <summary>The complete answer, as plain values.</summary>
    internal object? Raw => _answer.Raw;

    internal int Count => _answer.Rows.Count;

    /// <summary>The rows, converted while they are read.</summary>
    internal IEnumerable<object?[]> Rows => _answer.Rows.Select(Convert);

    private object?[] Convert(object?[] row)
    {
        var values = new object?[_types.Length];
        for (int i = 0; i < values.Length && i < row.Length; i++)
            values[i] = _types[i].Read(row[i]);
        return values;
    }
}
