using System;
using System.Collections.Generic;
using System.Linq;

namespace PostHogPS.Sandbox.HogQL;

internal enum TypeKind
{
    Nothing,
    Bool,
    Int,
    Float,
    String,
    DateTime,
    Date,
    Uuid,
    Json,
    Array,
    Tuple,
    Interval,
}

/// <summary>
/// A type of ClickHouse. Values are long or ulong, double, text, bool, DateTimeOffset, DateTime (a date), Guid, and arrays of
/// these for arrays and tuples.
/// </summary>
internal sealed class ColumnType
{
    private readonly string _name;

    private ColumnType(TypeKind kind, string name, bool nullable = false, IReadOnlyList<ColumnType>? items = null)
    {
        Kind = kind;
        _name = name;
        IsNullable = nullable;
        Items = items ?? [];
    }

    public static ColumnType Nothing { get; } = new(TypeKind.Nothing, "Nothing", nullable: true);

    public static ColumnType Bool { get; } = new(TypeKind.Bool, "Bool");

    public static ColumnType UInt8 { get; } = new(TypeKind.Int, "UInt8");

    public static ColumnType UInt32 { get; } = new(TypeKind.Int, "UInt32");

    public static ColumnType UInt64 { get; } = new(TypeKind.Int, "UInt64");

    public static ColumnType Int64 { get; } = new(TypeKind.Int, "Int64");

    public static ColumnType Float64 { get; } = new(TypeKind.Float, "Float64");

    public static ColumnType String { get; } = new(TypeKind.String, "String");

    public static ColumnType Date { get; } = new(TypeKind.Date, "Date");

    public static ColumnType Uuid { get; } = new(TypeKind.Uuid, "UUID");

    /// <summary>JSON, which the server gives as text.</summary>
    public static ColumnType Json { get; } = new(TypeKind.Json, "String");

    public static ColumnType Interval { get; } = new(TypeKind.Interval, "IntervalSecond");

    public TypeKind Kind { get; }

    public bool IsNullable { get; }

    public IReadOnlyList<ColumnType> Items { get; }

    public bool IsNumber => Kind is TypeKind.Int or TypeKind.Float or TypeKind.Bool;

    public ColumnType OrNull => IsNullable || Kind is TypeKind.Array or TypeKind.Tuple ? this : new ColumnType(Kind, _name, nullable: true, Items);

    public static ColumnType DateTime(string zone, int digits = 0) =>
        new(TypeKind.DateTime, digits == 0 ? "DateTime('" + zone + "')"
            : "DateTime64(" + digits.ToString(System.Globalization.CultureInfo.InvariantCulture) + ", '" + zone + "')");

    public static ColumnType Array(ColumnType item) => new(TypeKind.Array, "Array", items: [item]);

    public static ColumnType Tuple(IReadOnlyList<ColumnType> items) => new(TypeKind.Tuple, "Tuple", items: items);

    public string? Zone => Kind != TypeKind.DateTime ? null : _name.Split('\'')[1];

    public override string ToString()
    {
        string name = Items.Count == 0 ? _name : _name + "(" + string.Join(", ", Items.Select(i => i.ToString())) + ")";
        return IsNullable ? "Nullable(" + name + ")" : name;
    }

    public static ColumnType Of(object? value) => value switch
    {
        null => Nothing,
        bool => Bool,
        long number => number >= 0 && number <= byte.MaxValue ? UInt8 : Int64,
        ulong => UInt64,
        double => Float64,
        Guid => Uuid,
        DateTimeOffset => DateTime("UTC"),
        System.DateTime => Date,
        object?[] items => Array(items.Length == 0 ? Nothing : Of(items[0])),
        _ => String,
    };
}
