using System;
using System.Collections.Generic;
using System.Linq;

namespace PostHogPS.Sandbox.HogQL;

/// <summary>Makes expressions of one SELECT out of its syntax: finds columns, aliases, functions and totals.</summary>
internal sealed class Compiler
{
    private readonly QueryScope _scope;
    private readonly Select _select;
    private readonly QueryTable _table;
    private readonly Functions _functions;
    private readonly HashSet<SelectItem> _open = [];
    private readonly Dictionary<string, int> _keys = new(StringComparer.Ordinal);

    public Compiler(QueryScope scope, Select select, QueryTable table)
    {
        _scope = scope;
        _select = select;
        _table = table;
        _functions = new Functions(scope);
        IsGrouped = select.GroupBy.Count > 0 || select.Items.Exists(i => HasTotal(i.Node)) || (select.Having is { } having && HasTotal(having))
            || select.OrderBy.Exists(o => HasTotal(o.Node));
        foreach (Node key in select.GroupBy)
        {
            Node meant = key is Constant { Value: long place } && place >= 1 && place <= select.Items.Count ? select.Items[(int)place - 1].Node : Resolve(key);
            if (HasTotal(meant))
                throw QueryProblem.Database("illegal_aggregation", "Aggregate function " + meant + " is found in GROUP BY.");
            Keys.Add(Compile(meant, inGroup: false));
            _keys[meant.Text] = Keys.Count - 1;
        }
    }

    public bool IsGrouped { get; }

    public List<Expression> Keys { get; } = [];

    public List<Aggregate> Totals { get; } = [];

    /// <summary>A condition on single rows.</summary>
    public Expression Row(Node node) => HasTotal(Resolve(node)) ? throw QueryProblem.Database("illegal_aggregation", "Aggregate function is found in WHERE.")
        : Compile(node, inGroup: false);

    /// <summary>A column, a HAVING or an ORDER BY.</summary>
    public Expression Output(Node node) => Compile(node, IsGrouped);

    /// <summary>A constant as a comparison with a column of times reads it; null for anything else.</summary>
    public DateTimeOffset? Time(Node constant, ColumnType column) =>
        _functions.Match(Compile(constant, inGroup: false), column) is { IsConstant: true, Value: DateTimeOffset time } ? time : null;

    /// <summary>What a name stands for, when it is an alias.</summary>
    public Node Resolve(Node node) => node is FieldPath { Parts.Count: 1 } path && Alias(path.Parts[0]) is { } item ? item.Node : node;

    private Expression Compile(Node node, bool inGroup)
    {
        if (inGroup && _keys.TryGetValue(node.Text, out int key))
            return new Expression(Keys[key].Type, f => f.Keys[key]);
        switch (node)
        {
            case Constant { Value: object?[] items }:
                return Expression.Constant(items, ColumnType.Array(items.Length == 0 ? ColumnType.Nothing : ColumnType.Of(items[0])));
            case Constant constant:
                return Expression.Constant(constant.Value);
            case FieldPath path:
                return Field(path, inGroup);
            case IntervalNode:
                throw QueryProblem.Unknown("an interval here");
            case Star:
                throw QueryProblem.Unknown("* here");
            default:
                return Function((Call)node, inGroup);
        }
    }

    private Expression Field(FieldPath path, bool inGroup)
    {
        if (path.Parts.Count == 1 && Alias(path.Parts[0]) is { } item)
        {
            _open.Add(item);
            try
            {
                return Compile(item.Node, inGroup);
            }
            finally
            {
                _open.Remove(item);
            }
        }

        IReadOnlyList<string> parts = path.Parts;
        if (parts.Count > 1 && (parts[0] == _select.TableAlias || (parts[0] == _select.Table && _select.TableAlias is null)))
            parts = [.. parts.Skip(1)];
        Column column = _table.Find(parts) ?? throw QueryProblem.Invalid("Unable to resolve field: " + path.Text);
        if (inGroup)
            throw QueryProblem.Database("not_an_aggregate", "Column `" + path.Text + "` is not under aggregate function and not in GROUP BY.");
        return new Expression(column.Type, f => column.Read(f.Row))
        {
            Time = column.Time is { } time ? f => time(f.Row) : null,
            Id = column.Id is { } id ? f => id(f.Row) : null,
        };
    }

    private Expression Function(Call call, bool inGroup)
    {
        if (Aggregate.Is(call.Name) && !(call.Name == "any" && call.Arguments.Count != 1))
        {
            if (!inGroup)
                throw QueryProblem.Database("illegal_aggregation", "Aggregate function " + call + " is found in a wrong place.");
            Expression[] inner = call.Arguments.Count == 1 && call.Arguments[0] is Star ? [] : [.. Shorten(call).Select(a => Compile(a, inGroup: false))];
            Aggregate total = Aggregate.Make(call, inner);
            int place = Totals.Count;
            Totals.Add(total);
            return new Expression(total.Type, f => f.Totals[place]);
        }

        if (call.Distinct)
            throw QueryProblem.Unknown("DISTINCT in " + call.Name + "()");
        if (call.Name == "toStartOfInterval" && call.Arguments.Count == 2 && call.Arguments[1] is IntervalNode every)
            return Fold(_functions.Floor([Compile(call.Arguments[0], inGroup)], Positive(every), every.Unit));
        if (call.Name is "plus" or "minus" && call.Arguments.Count == 2 && call.Arguments[1] is IntervalNode length)
            return Fold(_functions.Shift(Compile(call.Arguments[0], inGroup), (call.Name == "plus" ? 1 : -1) * CountOf(length), length.Unit));
        if (call.Name is "dateTrunc" or "date_trunc" && call.Arguments.Count == 2 && call.Arguments[0] is Constant { Value: string unit })
            return Fold(_functions.Floor([Compile(call.Arguments[1], inGroup)], 1, unit.ToLowerInvariant()));
        return _functions.Call(call.Name, [.. call.Arguments.Select(a => Compile(a, inGroup))]);
    }

    // Columns that another one decides need not be read to tell rows apart.
    private IReadOnlyList<Node> Shorten(Call call) =>
        call.Name is "uniq" or "uniqExact" && call.Arguments.Count == 1 && call.Arguments[0] is Call { Name: "tuple" } tuple && tuple.Arguments.All(IsColumn)
            && tuple.Arguments.FirstOrDefault(a => ((FieldPath)a).Parts[0] == _table.Key) is { } key ? [key] : call.Arguments;

    private bool IsColumn(Node node) => node is FieldPath { Parts.Count: 1 } path && Alias(path.Parts[0]) is null && _table.Find(path.Parts) is not null;

    // Once, and not for every row.
    private static Expression Fold(Expression made) => made.IsConstant ? Expression.Constant(made.Value, made.Type) : made;

    private long CountOf(IntervalNode interval) =>
        Compile(interval.Count, inGroup: false) is { IsConstant: true, Value: long count } ? count
            : throw QueryProblem.Unknown("an interval whose length is no integer");

    private long Positive(IntervalNode interval) => CountOf(interval) is > 0 and long count ? count
        : throw QueryProblem.Database("argument_out_of_bound", "An interval must be positive.");

    private SelectItem? Alias(string name) =>
        _select.Items.Find(i => i.Alias == name && !_open.Contains(i) && !(i.Node is FieldPath { Parts.Count: 1 } same && same.Parts[0] == name));

    private bool HasTotal(Node node) => node is Call call
        ? Aggregate.Is(call.Name) || call.Arguments.Any(HasTotal)
        : node is FieldPath { Parts.Count: 1 } path && Alias(path.Parts[0]) is { } item && Inside(item);

    private bool Inside(SelectItem item)
    {
        _open.Add(item);
        bool found = HasTotal(item.Node);
        _open.Remove(item);
        return found;
    }
}
