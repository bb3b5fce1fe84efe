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

    private Func<Frame, bool>? _test;

    /// <summary>A condition: an object for each row that it is asked about would be most of what a query costs.</summary>
    public static Expression Condition(ColumnType type, Func<Frame, bool> test, bool isConstant) =>
        new(type, f => Values.Box(test(f)), isConstant) { _test = test };

    public ColumnType Type => type;

    public Func<Frame, object?> Read => read;

    public bool IsConstant => isConstant;

    public object? Value => read(Nowhere);

    /// <summary>Whether it is true of a row.</summary>
    public Func<Frame, bool> Test => _test ??= f => Values.IsTrue(read(f));

    /// <summary>The same as <see cref="Read"/> where it is a time of every row, without an object for each.</summary>
    public Func<Frame, DateTimeOffset>? Time { get; init; }

    /// <summary>The same as <see cref="Read"/> where it is an id of every row, without an object for each.</summary>
    public Func<Frame, Guid>? Id { get; init; }

    public static Expression Constant(object? value, ColumnType? type = null) =>
        new(type ?? ColumnType.Of(value), _ => value, isConstant: true) { Time = value is DateTimeOffset time ? _ => time : null };
}
