using System.Collections.Generic;
using System.Globalization;
using System.Linq;

namespace PostHogPS.Sandbox.HogQL;

/// <summary>A part of an expression. Its text is its printed form, which also names a column without an alias.</summary>
internal abstract class Node
{
    public abstract string Text { get; }

    public override string ToString() => Text;
}

internal sealed class Constant(object? value) : Node
{
    public object? Value => value;

    public override string Text => value switch
    {
        null => "NULL",
        bool flag => flag ? "true" : "false",
        string text => "'" + text.Replace("\\", "\\\\").Replace("'", "\\'") + "'",
        object?[] items => "[" + string.Join(", ", items.Select(item => new Constant(item).Text)) + "]",
        System.IFormattable number => number.ToString(null, CultureInfo.InvariantCulture),
        _ => value.ToString()!,
    };
}

internal sealed class FieldPath(IReadOnlyList<string> parts) : Node
{
    public IReadOnlyList<string> Parts => parts;

    public override string Text => string.Join(".", parts);
}

internal sealed class Star : Node
{
    public override string Text => "*";
}

internal sealed class Call(string name, IReadOnlyList<Node> arguments, bool distinct = false) : Node
{
    public string Name => name;

    public bool Distinct => distinct;

    public IReadOnlyList<Node> Arguments => arguments;

    public override string Text => name + "(" + (distinct ? "DISTINCT " : "") + string.Join(", ", arguments) + ")";
}

/// <summary>A length of time, such as <c>interval 1 hour</c>.</summary>
internal sealed class IntervalNode(Node count, string unit) : Node
{
    public Node Count => count;

    public string Unit => unit;

    public override string Text => "toInterval" + char.ToUpperInvariant(unit[0]) + unit.Substring(1) + "(" + count + ")";
}

/// <summary>A column of the answer.</summary>
internal sealed class SelectItem(Node node, string? alias)
{
    public Node Node => node;

    public string? Alias => alias;

    public string Name => alias ?? node.Text;
}

internal sealed class OrderItem(Node node, bool descending)
{
    public Node Node => node;

    public bool Descending => descending;
}

/// <summary>One SELECT.</summary>
internal sealed class Select
{
    public List<SelectItem> Items { get; } = [];

    public bool Distinct { get; set; }

    public string? Table { get; set; }

    public Select? Inner { get; set; }

    /// <summary>What UNION ALL adds to the inner SELECT.</summary>
    public List<Select> Unions { get; } = [];

    public string? TableAlias { get; set; }

    public Node? Where { get; set; }

    public List<Node> GroupBy { get; } = [];

    public Node? Having { get; set; }

    public List<OrderItem> OrderBy { get; } = [];

    public long? Limit { get; set; }

    public long? Offset { get; set; }

    public bool UsesOffset => Offset is not null || Inner?.UsesOffset == true || Unions.Exists(u => u.UsesOffset);
}
