using System;
using System.Globalization;
using System.Linq;

namespace PostHogPS.Sandbox.HogQL;

// Numbers and conversions.
internal sealed partial class Functions
{
    private Expression Plus(Expression[] a, int sign)
    {
        if (a.Length != 2)
            throw Count("plus");
        bool time = a[0].Type.Kind is TypeKind.DateTime or TypeKind.Date, other = a[1].Type.Kind is TypeKind.DateTime or TypeKind.Date;
        if (time && other && sign < 0)
            return new Expression(ColumnType.Int64,
                f => a[0].Read(f) is { } x && a[1].Read(f) is { } y ? (long)(Instant(x, a[0].Type) - Instant(y, a[1].Type)).TotalSeconds
                : null);
        if (time && a[1].IsConstant && a[1].Value is long count)
            return Shift(a[0], sign * count, a[0].Type.Kind == TypeKind.Date ? "day" : "second");
        return sign > 0 ? Arithmetic(a, (x, y) => x + y, (x, y) => x + y) : Arithmetic(a, (x, y) => x - y, (x, y) => x - y);
    }

    private static Expression Arithmetic(Expression[] a, Func<long, long, long> whole, Func<double, double, double> real)
    {
        if (a.Length != 2)
            throw Count("arithmetic");
        RequireNumbers(a);
        bool isWhole = a.All(e => e.Type.Kind is TypeKind.Int or TypeKind.Bool);
        return new Expression(
            Nullable(isWhole ? ColumnType.Int64 : ColumnType.Float64, a),
            f =>
            {
                object? x = a[0].Read(f), y = a[1].Read(f);
                if (x is null || y is null)
                    return null;
                return isWhole ? whole(Whole(x), Whole(y)) : (object)real(Values.Number(x), Values.Number(y));
            },
            a.All(e => e.IsConstant));
    }

    private static Expression Number(Expression[] a, int count, ColumnType type, Func<double[], double> read, bool keepsWhole = false)
    {
        if (a.Length != count)
            throw Count("function");
        RequireNumbers(a);
        bool whole = keepsWhole && a[0].Type.Kind == TypeKind.Int;
        return new Expression(Nullable(whole ? a[0].Type : type, a), f =>
        {
            object?[] values = [.. a.Select(e => e.Read(f))];
            if (values.Contains(null))
                return null;
            double result = read([.. values.Select(v => Values.Number(v!))]);
            return whole ? (long)result : (object)result;
        }, a.All(e => e.IsConstant));
    }

    private static void RequireNumbers(Expression[] a)
    {
        if (Array.Find(a, e => !e.Type.IsNumber && e.Type.Kind != TypeKind.Nothing) is { } wrong)
            throw QueryProblem.Database("illegal_type_of_argument", "Illegal type " + wrong.Type + " of argument: a number is expected.");
    }

    private static long Whole(object value) => value switch
    {
        long number => number,
        ulong number => unchecked((long)number),
        bool flag => flag ? 1 : 0,
        _ => (long)Values.Number(value),
    };

    // The largest element that is not above the value, else the first one.
    private static Expression RoundDown(Expression[] a)
    {
        if (a.Length != 2 || !a[1].IsConstant || a[1].Value is not object?[] { Length: > 0 } bounds)
            throw QueryProblem.Database("illegal_type_of_argument", "roundDown takes a value and an array of constants.");
        double[] sorted = [.. bounds.Select(b => Values.Number(b!)).OrderBy(b => b)];
        object[] results = [.. sorted.Select(b => (object)(long)b)];
        return new Expression(a[1].Type.Items[0], f =>
        {
            if (a[0].Read(f) is not { } value)
                return null;
            int at = Array.BinarySearch(sorted, Values.Number(value));
            return results[Math.Max(0, at >= 0 ? at : ~at - 1)];
        });
    }

    private static Expression Convert(Expression[] a, ColumnType type, Func<object, ColumnType, object?> convert)
    {
        Expression of = One(a);
        return new Expression(Nullable(type, of), f => of.Read(f) is { } value ? convert(value, of.Type) : null, of.IsConstant);
    }

    private static object? ToInt(object value, ColumnType type) => value switch
    {
        string text => long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out long number) ? number : null,
        DateTimeOffset instant => instant.ToUnixTimeSeconds(),
        _ => Whole(value),
    };

    private static object? ToFloat(object value, ColumnType type) => value is string text
        ? double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out double number) ? number : null
        : Values.Number(value);
}
