using System;
using System.Collections.Generic;

namespace PostHogPS.Sandbox.HogQL;

/// <summary>What can be read of a table: a type, and the value of a row.</summary>
internal sealed class Column(ColumnType type, Func<object, object?> read)
{
    public ColumnType Type => type;

    public Func<object, object?> Read => read;

    /// <summary>The same where it is a time of every row.</summary>
    public Func<object, DateTimeOffset>? Time { get; init; }

    /// <summary>The same where it is an id of every row.</summary>
    public Func<object, Guid>? Id { get; init; }

    public static Column OfTime(ColumnType type, Func<object, DateTimeOffset> read) => new(type, row => read(row)) { Time = read };

    public static Column OfId(Func<object, Guid> read) => new(ColumnType.Uuid, row => read(row)) { Id = read };
}

/// <summary>A bound that every row of the answer keeps: what lies outside need not be read.</summary>
internal readonly record struct TimeBound(DateTimeOffset From, DateTimeOffset To)
{
    public static TimeBound All { get; } = new(DateTimeOffset.MinValue, DateTimeOffset.MaxValue);

    public TimeBound And(TimeBound other) => new(From > other.From ? From : other.From, To < other.To ? To : other.To);
}

/// <summary>A table of a project.</summary>
internal abstract class QueryTable
{
    /// <summary>The columns of <c>*</c>, in order.</summary>
    public abstract IReadOnlyList<string> Columns { get; }

    /// <summary>A column that decides all others: rows with the same value are duplicates. Null if no column does.</summary>
    public virtual string? Key => null;

    /// <summary>The column of a path; null for an unknown path.</summary>
    public abstract Column? Find(IReadOnlyList<string> path);

    /// <summary>The rows. <paramref name="bounds"/> gives the bound of a column of times.</summary>
    public abstract IEnumerable<object> Read(Func<string, TimeBound> bounds);

    /// <summary>About how many rows that reads.</summary>
    public virtual long Estimate(Func<string, TimeBound> bounds) => 0;

    /// <summary>
    /// The rows in batches that are ordered by time, for <c>order by timestamp limit n</c>: with each batch comes what no row of a
    /// later one is before (ascending) or after (descending). Null where the table has no such order.
    /// </summary>
    public virtual IEnumerable<(IReadOnlyList<object> Rows, DateTimeOffset Frontier)>? ReadInOrder(string column, bool descending,
        Func<string, TimeBound> bounds) => null;
}
