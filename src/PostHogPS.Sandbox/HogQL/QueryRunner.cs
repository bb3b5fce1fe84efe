using System;
using System.Collections.Generic;
using System.Linq;

namespace PostHogPS.Sandbox.HogQL;

/// <summary>Columns, types and rows.</summary>
internal sealed class QueryResult
{
    public required IReadOnlyList<string> Columns { get; init; }

    public required IReadOnlyList<ColumnType> Types { get; init; }

    public required List<object?[]> Rows { get; init; }
}

/// <summary>Answers a SELECT from the tables of a scope.</summary>
internal sealed class QueryRunner
{
    private readonly QueryScope _scope;
    private long _read;

    public QueryRunner(QueryScope scope) => _scope = scope;

    public QueryResult Execute(Select select)
    {
        QueryTable table = Source(select);
        Expand(select, table);
        var compiler = new Compiler(_scope, select, table);
        Expression[] outputs = [.. select.Items.Select(i => compiler.Output(i.Node))];
        Expression? where = select.Where is null ? null : compiler.Row(select.Where);
        Expression? having = select.Having is null ? null : compiler.Output(select.Having);
        (Expression Read, bool Descending)[] order = [.. select.OrderBy.Select(o =>
            (o.Node is Constant { Value: long place } && place >= 1 && place <= outputs.Length ? outputs[(int)place - 1] : compiler.Output(o.Node),
                o.Descending))];
        Func<string, TimeBound> bounds = Bounds(select, compiler);

        IEnumerable<(object?[] Row, object?[] Sort)> found = compiler.IsGrouped
            ? Grouped(Filter(Rows(table, bounds), where), compiler, outputs, having, order)
            : Plain(select, table, bounds, where, having, outputs, order);
        if (select.Distinct)
            found = DistinctRows(found);
        if (order.Length > 0)
            found = Sorted(found, order);
        if (select.Offset is { } offset)
            found = found.Skip((int)Math.Min(offset, int.MaxValue));
        if (select.Limit is { } limit)
            found = found.Take((int)Math.Min(limit, int.MaxValue));
        List<object?[]> rows = [.. found.Select(f => f.Row)];
        return new QueryResult { Columns = [.. select.Items.Select(i => i.Name)], Types = [.. outputs.Select(o => o.Type)], Rows = rows };
    }

    private QueryTable Source(Select select)
    {
        if (select.Inner is { } inner)
            return new ResultTable(Unite(Execute(inner), select.Unions));
        if (select.Table is null)
            return new OneRow();
        return _scope.Tables(select.Table) ?? throw QueryProblem.Invalid("Unknown table `" + select.Table + "`.");
    }

    // By place, under the names of the first.
    private QueryResult Unite(QueryResult first, List<Select> others)
    {
        foreach (Select select in others)
        {
            QueryResult other = Execute(select);
            if (other.Columns.Count != first.Columns.Count)
                throw QueryProblem.Database("union_all_result_structures_mismatch", "Different number of columns in UNION ALL elements.");
            if (!other.Types.Zip(first.Types, (one, two) => one.Kind == two.Kind).All(same => same))
                throw QueryProblem.Unknown("UNION ALL of different types");
            first.Rows.AddRange(other.Rows);
        }

        return first;
    }

    private static void Expand(Select select, QueryTable table)
    {
        for (int i = 0; i < select.Items.Count; i++)
        {
            if (select.Items[i].Node is not Star)
                continue;
            select.Items.RemoveAt(i);
            select.Items.InsertRange(i, table.Columns.Select(c => new SelectItem(new FieldPath([c]), null)));
            i += table.Columns.Count - 1;
        }
    }

    private IEnumerable<object> Rows(QueryTable table, Func<string, TimeBound> bounds)
    {
        // A database that estimates does so before it reads.
        if (!_scope.Old && _scope.MostRows < long.MaxValue / 8 && table.Estimate(bounds) > _scope.MostRows * 4)
            throw QueryProblem.EstimatedTooSlow();
        foreach (object row in table.Read(bounds))
        {
            CountRow();
            yield return row;
        }
    }

    private void CountRow()
    {
        if (++_read > _scope.MostRows)
            throw QueryProblem.TooSlow();
    }

    private static IEnumerable<Frame> Filter(IEnumerable<object> rows, Expression? where)
    {
        var frame = new Frame();
        Func<Frame, bool>? test = where?.Test;
        foreach (object row in rows)
        {
            frame.Row = row;
            if (test is null || test(frame))
                yield return frame;
        }
    }

    private IEnumerable<(object?[] Row, object?[] Sort)> Plain(
        Select select, QueryTable table, Func<string, TimeBound> bounds, Expression? where, Expression? having, Expression[] outputs,
            (Expression Read, bool Descending)[] order)
    {
        IEnumerable<Frame> frames = Filter(Shortcut(select, table, bounds, order, where) ?? Rows(table, bounds), where);
        foreach (Frame frame in frames)
        {
            if (having is null || Values.IsTrue(having.Read(frame)))
                yield return ([.. outputs.Select(o => o.Read(frame))], [.. order.Select(o => o.Read.Read(frame))]);
        }
    }

    /// <summary>The first rows by a time, without reading the others: the table is sorted by it.</summary>
    private IEnumerable<object>? Shortcut(
        Select select, QueryTable table, Func<string, TimeBound> bounds, (Expression Read, bool Descending)[] order, Expression? where)
    {
        if (select.Limit is not { } limit || select.Distinct || order.Length == 0 || select.OrderBy[0].Node is not FieldPath { Parts.Count: 1 } path)
            return null;
        return table.ReadInOrder(path.Parts[0], order[0].Descending, bounds) is { } batches ? First(batches, limit + (select.Offset ?? 0), order, where) : null;
    }

    private IEnumerable<object> First(
        IEnumerable<(IReadOnlyList<object> Rows, DateTimeOffset Frontier)> batches, long wanted, (Expression Read, bool Descending)[] order,
        Expression? where)
    {
        var frame = new Frame();
        var best = new List<(DateTimeOffset Time, object Row)>();
        foreach ((IReadOnlyList<object> rows, DateTimeOffset frontier) in batches)
        {
            foreach (object row in rows)
            {
                CountRow();
                frame.Row = row;
                if (where?.Test(frame) != false && order[0].Read.Read(frame) is DateTimeOffset time)
                    best.Add((time, row));
            }

            int certain = best.Count(b => order[0].Descending ? b.Time > frontier : b.Time < frontier);
            if (certain >= wanted)
                break;
        }

        return best.Select(b => b.Row);
    }

    private IEnumerable<(object?[] Row, object?[] Sort)> Grouped(
        IEnumerable<Frame> frames, Compiler compiler, Expression[] outputs, Expression? having, (Expression Read, bool Descending)[] order)
    {
        var groups = new Dictionary<object, Total[]>(Values.Comparer);
        var keys = new List<object?[]>();
        int seen = 0;
        // There are many rows and few groups: a key of its own is made for each group, not for each row.
        var key = new object?[compiler.Keys.Count];
        foreach (Frame frame in frames)
        {
            for (int i = 0; i < key.Length; i++)
                key[i] = compiler.Keys[i].Read(frame);
            if (!groups.TryGetValue(key, out Total[]? totals))
            {
                object?[] own = [.. key];
                groups.Add(own, totals = [.. compiler.Totals.Select(t => t.Create())]);
                keys.Add(own);
            }

            foreach (Total total in totals)
                total.Add(frame);
            if ((++seen & 0xFFFF) == 0)
                CheckMemory(groups.Count + groups.Values.Sum(g => g.Sum(t => (long)t.Kept)));
        }

        // Without keys there is one group, also of nothing.
        if (compiler.Keys.Count == 0 && groups.Count == 0)
        {
            object?[] none = [];
            groups.Add(none, [.. compiler.Totals.Select(t => t.Create())]);
            keys.Add(none);
        }

        var result = new Frame();
        foreach (object?[] one in keys)
        {
            result.Keys = one;
            result.Totals = [.. groups[one].Select(t => t.Result)];
            if (having is null || Values.IsTrue(having.Read(result)))
                yield return ([.. outputs.Select(o => o.Read(result))], [.. order.Select(o => o.Read.Read(result))]);
        }
    }

    private IEnumerable<(object?[] Row, object?[] Sort)> DistinctRows(IEnumerable<(object?[] Row, object?[] Sort)> rows)
    {
        var seen = new HashSet<object?>(Values.Comparer);
        foreach ((object?[] row, object?[] sort) in rows)
        {
            if (!seen.Add(row))
                continue;
            CheckMemory(seen.Count);
            yield return (row, sort);
        }
    }

    private List<(object?[] Row, object?[] Sort)> Sorted(IEnumerable<(object?[] Row, object?[] Sort)> rows, (Expression Read, bool Descending)[] order)
    {
        var all = new List<(object?[] Row, object?[] Sort)>();
        foreach ((object?[] Row, object?[] Sort) row in rows)
        {
            all.Add(row);
            CheckMemory(all.Count);
        }

        // Stable, so that two requests agree.
        return [.. all.OrderBy(r => r.Sort, Comparer<object?[]>.Create((a, b) =>
        {
            for (int i = 0; i < order.Length; i++)
            {
                // Nulls come last in both directions.
                int result = a[i] is null || b[i] is null || !order[i].Descending ? Values.Comparer.Compare(a[i], b[i]) : Values.Comparer.Compare(b[i], a[i]);
                if (result != 0)
                    return result;
            }

            return 0;
        }))];
    }

    private void CheckMemory(long kept)
    {
        if (kept > _scope.MostKept)
            throw QueryProblem.TooMuchMemory(_scope.Old);
    }

    /// <summary>The times that the WHERE of a table bounds by constants.</summary>
    private static Func<string, TimeBound> Bounds(Select select, Compiler compiler)
    {
        var found = new Dictionary<string, TimeBound>(StringComparer.Ordinal);
        if (select.Inner is null && select.Where is { } where)
            Collect(where, select, compiler, found);
        return column => found.TryGetValue(column, out TimeBound bound) ? bound : TimeBound.All;
    }

    private static void Collect(Node node, Select select, Compiler compiler, Dictionary<string, TimeBound> found)
    {
        if (node is not Call call)
            return;
        if (call.Name == "and")
        {
            foreach (Node part in call.Arguments)
                Collect(part, select, compiler, found);
            return;
        }

        string? turned = call.Name switch { "less" => "greater", "lessOrEquals" => "greaterOrEquals", "greater" => "less", "greaterOrEquals" =>
            "lessOrEquals", "equals" => "equals", _ => null };
        if (turned is null || call.Arguments.Count != 2)
            return;
        Note(call.Name, call.Arguments[0], call.Arguments[1]);
        Note(turned, call.Arguments[1], call.Arguments[0]);

        void Note(string name, Node column, Node value)
        {
            string[] parts = column is FieldPath path ? [.. path.Parts] : [];
            if (parts.Length == 0 || parts.Length > 2 || (parts.Length == 2 && parts[0] != (select.TableAlias ?? select.Table)))
                return;
            string name2 = parts[parts.Length - 1];
            // An alias of this name is another thing.
            if (select.Items.Exists(i => i.Alias == name2))
                return;
            Expression time = compiler.Row(column);
            if (time.Type.Kind != TypeKind.DateTime || HasField(value))
                return;
            if (compiler.Time(value, time.Type) is not { } instant)
                return;
            TimeBound one = name switch
            {
                // One second more on both sides: the condition itself is judged row by row.
                "less" or "lessOrEquals" => new TimeBound(DateTimeOffset.MinValue, instant.AddSeconds(1)),
                "greater" or "greaterOrEquals" => new TimeBound(instant, DateTimeOffset.MaxValue),
                _ => new TimeBound(instant, instant.AddSeconds(1)),
            };
            found[name2] = found.TryGetValue(name2, out TimeBound known) ? known.And(one) : one;
        }
    }

    private static bool HasField(Node node) => node switch
    {
        FieldPath => true,
        Call call => call.Arguments.Any(HasField),
        _ => false,
    };

    private sealed class OneRow : QueryTable
    {
        public override IReadOnlyList<string> Columns => [];

        public override Column? Find(IReadOnlyList<string> path) => null;

        public override IEnumerable<object> Read(Func<string, TimeBound> bounds) => [""];
    }

    /// <summary>The result of an inner SELECT.</summary>
    private sealed class ResultTable(QueryResult result) : QueryTable
    {
        public override IReadOnlyList<string> Columns => result.Columns;

        public override Column? Find(IReadOnlyList<string> path)
        {
            int at = path.Count == 1 ? result.Columns.ToList().IndexOf(path[0]) : -1;
            return at < 0 ? null : new Column(result.Types[at], row => ((object?[])row)[at]);
        }

        public override IEnumerable<object> Read(Func<string, TimeBound> bounds) => result.Rows;
    }
}
