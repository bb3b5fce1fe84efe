using System;
using System.Collections.Generic;
using System.Linq;

namespace PostHogPS.Sandbox.HogQL;

/// <summary>The total of one group.</summary>
internal abstract class Total
{
    public abstract void Add(Frame frame);

    public abstract object? Result { get; }

    /// <summary>Values that it keeps.</summary>
    public virtual int Kept => 0;
}

/// <summary>A function over the rows of a group.</summary>
internal sealed class Aggregate(ColumnType type, Func<Total> create)
{
    public ColumnType Type => type;

    public Func<Total> Create => create;

    private static readonly HashSet<string> Names = new(StringComparer.Ordinal)
    {
        "count", "countIf", "sum", "sumIf", "avg", "avgIf", "min", "max", "minIf", "maxIf", "any", "uniq", "uniqExact", "uniqIf", "uniqExactIf", "groupArray",
            "groupUniqArray", "median",
    };

    public static bool Is(string name) => Names.Contains(name) || Names.Contains(name.ToLowerInvariant());

    public static Aggregate Make(Call call, Expression[] a)
    {
        string name = Names.Contains(call.Name) ? call.Name : call.Name.ToLowerInvariant();
        if (call.Distinct)
        {
            if (name != "count")
                throw QueryProblem.Unknown("DISTINCT in " + call.Name + "()");
            name = "uniqExact";
        }

        Expression? condition = null;
        if (name.EndsWith("If", StringComparison.Ordinal))
        {
            if (a.Length == 0)
                throw Count(call.Name);
            condition = a[a.Length - 1];
            a = [.. a.Take(a.Length - 1)];
            name = name.Substring(0, name.Length - 2);
        }

        Aggregate plain = Plain(call, name, a);
        return condition is null ? plain : new Aggregate(plain.Type, () => new Conditional(plain.Create(), condition));
    }

    private static Aggregate Plain(Call call, string name, Expression[] a)
    {
        if (name == "count" && a.Length <= 1)
            return new Aggregate(ColumnType.UInt64, () => new Counter(a.Length == 1 ? a[0] : null));
        if (name is "uniq" or "uniqExact" && a.Length == 1 && a[0].Type is { Kind: TypeKind.Uuid, IsNullable: false })
            return new Aggregate(ColumnType.UInt64, () => new DistinctIds(a[0].Id ?? (f => (Guid)a[0].Read(f)!)));
        if (name is "uniq" or "uniqExact" && a.Length >= 1)
            return new Aggregate(ColumnType.UInt64, () => new Distinct(a));
        if (a.Length != 1)
            throw Count(call.Name);
        Expression of = a[0];
        if (name is "sum" or "avg" or "median" && !of.Type.IsNumber && of.Type.Kind != TypeKind.Nothing)
            throw QueryProblem.Database("illegal_type_of_argument", "Illegal type " + of.Type + " of argument for aggregate function " + name + ".");
        return name switch
        {
            "sum" => new Aggregate(of.Type.Kind == TypeKind.Float ? ColumnType.Float64 : of.Type.ToString().Contains("UInt", StringComparison.Ordinal)
                ? ColumnType.UInt64 : ColumnType.Int64, () => new Sum(of)),
            "avg" => new Aggregate(ColumnType.Float64, () => new Fold(of, items => items.Count == 0 ? double.NaN : items.Average(v => Values.Number(v!)))),
            "median" => new Aggregate(ColumnType.Float64, () => new Fold(of, Median)),
            "min" => new Aggregate(of.Type, () => new Best(of, -1)),
            "max" => new Aggregate(of.Type, () => new Best(of, 1)),
            "any" => new Aggregate(of.Type, () => new Best(of, 0)),
            "groupArray" => new Aggregate(ColumnType.Array(of.Type), () => new Fold(of, items => items.ToArray())),
            "groupUniqArray" => new Aggregate(ColumnType.Array(of.Type), () => new Fold(of, items => items.Distinct(Values.Comparer).ToArray())),
            _ => throw QueryProblem.Unknown("the function " + call.Name + "()"),
        };
    }

    private static object Median(List<object?> items)
    {
        double[] sorted = [.. items.Select(v => Values.Number(v!)).OrderBy(v => v)];
        return sorted.Length == 0 ? double.NaN : (sorted[(sorted.Length - 1) / 2] + sorted[sorted.Length / 2]) / 2;
    }

    private static QueryProblem Count(string name) =>
        QueryProblem.Database("number_of_arguments_doesnt_match", "The number of arguments of aggregate function " + name + " does not match.");

    private sealed class Conditional(Total inner, Expression condition) : Total
    {
        public override object? Result => inner.Result;

        public override int Kept => inner.Kept;

        public override void Add(Frame frame)
        {
            if (condition.Test(frame))
                inner.Add(frame);
        }
    }

    private sealed class Counter(Expression? of) : Total
    {
        private long _count;

        public override object Result => _count;

        public override void Add(Frame frame) => _count += of is null || of.Read(frame) is not null ? 1 : 0;
    }

    private sealed class Distinct(Expression[] of) : Total
    {
        private readonly HashSet<object?> _seen = new(Values.Comparer);

        public override object Result => (long)_seen.Count;

        public override int Kept => _seen.Count;

        public override void Add(Frame frame)
        {
            object? value = of.Length == 1 ? of[0].Read(frame) : of.Select(e => e.Read(frame)).ToArray();
            if (value is not null)
                _seen.Add(value);
        }
    }

    // Ids need no comparison of values of different types.
    private sealed class DistinctIds(Func<Frame, Guid> of) : Total
    {
        private readonly HashSet<Guid> _seen = [];

        public override object Result => (long)_seen.Count;

        public override int Kept => _seen.Count;

        public override void Add(Frame frame) => _seen.Add(of(frame));
    }

    private sealed class Sum(Expression of) : Total
    {
        private readonly bool _real = of.Type.Kind == TypeKind.Float;
        private long _whole;
        private double _number;

        public override object Result => _real ? _number : (object)_whole;

        public override void Add(Frame frame)
        {
            object? value = of.Read(frame);
            if (value is null)
                return;
            if (_real)
                _number += Values.Number(value);
            else
                _whole += (long)Values.Number(value);
        }
    }

    // With no preference the first one.
    private sealed class Best(Expression of, int sign) : Total
    {
        private object? _best;

        public override object? Result => _best;

        public override void Add(Frame frame)
        {
            object? value = of.Read(frame);
            if (value is not null && (_best is null || (sign != 0 && Values.Comparer.Compare(value, _best) * sign > 0)))
                _best = value;
        }
    }

    private sealed class Fold(Expression of, Func<List<object?>, object?> read) : Total
    {
        private readonly List<object?> _items = [];

        public override object? Result => read(_items);

        public override int Kept => _items.Count;

        public override void Add(Frame frame)
        {
            object? value = of.Read(frame);
            if (value is not null)
                _items.Add(value);
        }
    }
}
