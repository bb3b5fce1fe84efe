using System;

namespace PostHogPS.Sandbox.HogQL;

/// <summary>What a query is answered from, and how far it may go.</summary>
internal sealed class QueryScope
{
    public required DateTimeOffset Now { get; init; }

    /// <summary>The project's: times without an offset are read in it, and times are shown in it.</summary>
    public required string Zone { get; init; }

    public required Func<string, TimeZoneInfo> Zones { get; init; }

    /// <summary>Null for a table that is not known.</summary>
    public required Func<string, QueryTable?> Tables { get; init; }

    /// <summary>Rows that are read until the time is over.</summary>
    public long MostRows { get; init; } = long.MaxValue;

    /// <summary>Groups, distinct values and sorted rows until the memory is full.</summary>
    public long MostKept { get; init; } = long.MaxValue;

    /// <summary>An early server does not estimate, and has no status of its own for memory.</summary>
    public bool Old { get; init; }

    public TimeZoneInfo TimeZone => Zones(Zone);
}

/// <summary>One row while it is judged.</summary>
internal sealed class Frame
{
    public object Row { get; set; } = "";

    public object?[] Keys { get; set; } = [];

    public object?[] Totals { get; set; } = [];
}

/// <summary>An expression that can be evaluated.</summary>
internal sealed class Expression(ColumnType type, Func<Frame, object?> read, bool isConstant = false)
{
    private static readonly Frame Nowhere = new();

    public ColumnType Type => type;

    public Func<Frame, object?> Read => read;

    public bool IsConstant => isConstant;

    public object? Value => read(Nowhere);

    public static Expression Constant(object? value, ColumnType? type = null) => new(type ?? ColumnType.Of(value), _ => value, isConstant: true);
}
