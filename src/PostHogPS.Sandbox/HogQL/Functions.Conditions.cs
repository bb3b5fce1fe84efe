using System;
using System.Collections.Generic;
using System.Linq;
using System.Text.RegularExpressions;

namespace PostHogPS.Sandbox.HogQL;

// Comparisons and choices.
internal sealed partial class Functions
{
    private Expression Compare(Expression[] a, Func<int, bool> accept, Func<object?, object?, bool>? nulls = null)
    {
        if (a.Length != 2)
            throw Count("comparison");
        (Expression left, Expression right) = (Match(a[0], a[1].Type), Match(a[1], a[0].Type));
        bool isConstant = left.IsConstant && right.IsConstant;
        if (left.Time is { } one && right.Time is { } other)
            return Expression.Condition(ColumnType.Bool, f => accept(one(f).CompareTo(other(f))), isConstant);
        return Expression.Condition(
            ColumnType.Bool,
            f =>
            {
                object? x = left.Read(f), y = right.Read(f);
                return x is null || y is null ? nulls?.Invoke(x, y) ?? false : accept(Values.Comparer.Compare(x, y));
            },
            isConstant);
    }

    private Expression In(Expression[] a, bool not)
    {
        if (a.Length != 2)
            throw Count("in");
        if (!a[1].IsConstant || a[1].Value is not object?[] items)
            throw QueryProblem.Unknown("IN without a list of constants");
        ColumnType other = a[0].Type;
        var set = new HashSet<object?>(items.Select(item => Match(Expression.Constant(item), other).Value), Values.Comparer);
        return Expression.Condition(ColumnType.Bool, f => a[0].Read(f) is { } value ? set.Contains(value) != not : not, a[0].IsConstant);
    }

    /// <summary>An expression as the other side of a comparison has it: texts are read as times, ids as texts.</summary>
    public Expression Match(Expression expression, ColumnType other)
    {
        ColumnType type = expression.Type;
        if (type.Kind == other.Kind || type.Kind == TypeKind.Nothing || other.Kind == TypeKind.Nothing || (type.IsNumber && other.IsNumber))
            return expression;
        return (type.Kind, other.Kind) switch
        {
            (TypeKind.String or TypeKind.Json, TypeKind.DateTime) =>
                new Expression(other, f => expression.Read(f) is string text ? ParseOrFail(text, ZoneOf(other)) : null, expression.IsConstant),
            (TypeKind.String or TypeKind.Json, TypeKind.Date) => new Expression(other, f => expression.Read(f) is string text
                ? Times.ToLocal(ParseOrFail(text, TimeZoneInfo.Utc), TimeZoneInfo.Utc).Date : null, expression.IsConstant),
            (TypeKind.String or TypeKind.Json, TypeKind.Uuid) =>
                new Expression(other, f => expression.Read(f) is string text ? ParseId(text) : null, expression.IsConstant),
            (TypeKind.Date, TypeKind.DateTime) => new Expression(other, f => expression.Read(f) is DateTime date ? Times.ToInstant(date, ZoneOf(other))
                : null, expression.IsConstant),
            (TypeKind.DateTime, TypeKind.Date or TypeKind.String) or (TypeKind.Date, TypeKind.String) or (TypeKind.Uuid, TypeKind.String) or (TypeKind.String,
                TypeKind.Json) or (TypeKind.Json, TypeKind.String) => expression,
            (TypeKind.Int, TypeKind.DateTime) => new Expression(other, f => expression.Read(f) is long seconds ? DateTimeOffset.FromUnixTimeSeconds(seconds)
                : null, expression.IsConstant),
            (TypeKind.DateTime, TypeKind.Int) => expression,
            _ => throw QueryProblem.Database("no_common_type", "There is no supertype for types " + type + ", " + other + "."),
        };
    }

    private static Guid ParseId(string text) =>
        Guid.TryParse(text, out Guid id) ? id : throw QueryProblem.Database("cannot_parse_uuid", "Cannot parse UUID from '" + text + "'.");

    private static Expression Logic(Expression[] a, Func<IEnumerable<object?>, bool> judge)
    {
        if (a.Length == 0)
            throw Count("condition");
        return Expression.Condition(ColumnType.Bool, f => judge(a.Select(e => e.Read(f))), a.All(e => e.IsConstant));
    }

    // A loop: this runs for every row.
    private static Expression Chain(Expression[] a, bool ends)
    {
        if (a.Length == 0)
            throw Count("condition");
        Func<Frame, bool>[] parts = [.. a.Select(e => e.Test)];
        return Expression.Condition(
            ColumnType.Bool,
            f =>
            {
                foreach (Func<Frame, bool> part in parts)
                {
                    if (part(f) == ends)
                        return ends;
                }

                return !ends;
            },
            a.All(e => e.IsConstant));
    }

    private static Expression Like(Expression[] a, RegexOptions options, bool not)
    {
        if (a.Length != 2 || !a[1].IsConstant || a[1].Value is not string pattern)
            throw QueryProblem.Unknown("LIKE without a constant pattern");
        var regex = new Regex("^" + Regex.Escape(pattern).Replace("%", ".*").Replace("_", ".") + "$",
            options | RegexOptions.Singleline | RegexOptions.CultureInvariant,
            TimeSpan.FromSeconds(1));
        return Text([a[0]], 1, ColumnType.Bool, t => regex.IsMatch(t[0]) != not);
    }

    private static Expression MultiIf(Expression[] a)
    {
        if (a.Length < 3 || a.Length % 2 == 0)
            throw Count("multiIf");
        ColumnType type = Common([.. a.Where((_, i) => i % 2 == 1 || i == a.Length - 1)]);
        return new Expression(type, f =>
        {
            for (int i = 0; i + 1 < a.Length; i += 2)
            {
                if (Values.IsTrue(a[i].Read(f)))
                    return a[i + 1].Read(f);
            }

            return a[a.Length - 1].Read(f);
        });
    }

    private static Expression Coalesce(Expression[] a)
    {
        if (a.Length == 0)
            throw Count("coalesce");
        return new Expression(Common(a), f => a.Select(e => e.Read(f)).FirstOrDefault(v => v is not null));
    }

    private static ColumnType Common(IReadOnlyList<Expression> a)
    {
        List<ColumnType> types = [.. a.Select(e => e.Type).Where(t => t.Kind != TypeKind.Nothing)];
        if (types.Count == 0)
            return ColumnType.Nothing;
        ColumnType found = types.TrueForAll(t => t.Kind == types[0].Kind) ? types.Find(t => t.ToString() != "UInt8") ?? types[0]
            : types.TrueForAll(t => t.IsNumber) ? (types.Exists(t => t.Kind == TypeKind.Float) ? ColumnType.Float64 : ColumnType.Int64)
            : types.TrueForAll(t => t.Kind is TypeKind.String or TypeKind.Json) ? ColumnType.String
            : throw QueryProblem.Database("no_common_type", "There is no supertype for types " + string.Join(", ", types) + ".");
        return a.Any(e => e.Type.IsNullable) ? found.OrNull : found;
    }
}
