using System;
using System.Collections.Generic;
using System.Linq;
using System.Numerics;
using PostHogPS.Contracts;
using PostHogPS.Rows;
using Xunit;

namespace PostHogPS.Domain.Tests.Rows;

public sealed class QueryRowsTests
{
    [Theory]
    [InlineData("a,b", "a,b")]
    [InlineData("a,A,a", "a,A_2,a_3")]
    [InlineData(",,x", "Column1,Column2,x")]
    [InlineData("n,n,n_2", "n,n_3,n_2")]
    [InlineData("psobject,count()", "psobject_2,count()")]
    public void Names_are_distinct_and_never_empty(string columns, string names)
    {
        IReadOnlyList<string> found = new QueryRows(new QueryAnswer { Columns = columns.Split(',') }).Names;
        Assert.Equal(names, string.Join(",", found));
        Assert.Equal(found.Count, found.Distinct(StringComparer.OrdinalIgnoreCase).Count());
    }

    public static TheoryData<string, object?, object?> Values => new()
    {
        { "DateTime('UTC')", "2026-10-01T12:00:00Z", new DateTimeOffset(2026, 10, 1, 12, 0, 0, TimeSpan.Zero) },
        { "Nullable(DateTime64(6, 'Europe/Berlin'))", "2026-10-01T14:00:00.5+02:00", new DateTimeOffset(2026, 10, 1, 14, 0, 0, 500, TimeSpan.FromHours(2)) },
        { "DateTime64(6, 'Europe/Berlin')", "2026-01-01 12:00:00", new DateTimeOffset(2026, 1, 1, 12, 0, 0, TimeSpan.FromHours(1)) },
        { "DateTime", "soon", "soon" },
        { "Date", "2026-10-01", new DateTime(2026, 10, 1) },
        { "UUID", "0199aaaa-0000-7000-8000-00000000dead", Guid.Parse("0199aaaa-0000-7000-8000-00000000dead") },
        { "UUID", "none", "none" },
        { "UInt64", 18446744073709551615m, new BigInteger(ulong.MaxValue) },
        { "Int64", "-9223372036854775808", long.MinValue },
        { "UInt8", 7L, 7L },
        { "Bool", 1L, true },
        { "Float64", 3L, 3d },
        { "Decimal(10, 2)", "12.50", 12.50m },
        { "Decimal(10, 2)", 12.5, 12.5m },
        { "String", "{\"a\":1}", "{\"a\":1}" },
        { "LowCardinality(Nullable(String))", null, null },
        { "Something(new)", 1.5, 1.5 },
        { "Enum8('a, b' = 1)", "a, b", "a, b" },
    };

    [Theory]
    [MemberData(nameof(Values))]
    public void Values_have_the_type_of_their_column(string type, object? sent, object? read) => Assert.Equal(read, Read(type, sent));

    [Fact]
    public void Arrays_tuples_and_maps_are_read_inside()
    {
        object?[] list = Assert.IsType<object?[]>(Read("Array(Tuple(at DateTime('UTC'), id Nullable(UUID)))",
            new object?[] { new object?[] { "2026-10-01T12:00:00Z", null } }));
        object?[] pair = Assert.IsType<object?[]>(Assert.Single(list));
        Assert.Equal((new DateTimeOffset(2026, 10, 1, 12, 0, 0, TimeSpan.Zero), (object?)null), ((DateTimeOffset)pair[0]!, pair[1]));
        var map = Assert.IsAssignableFrom<IDictionary<string, object?>>(Read("Map(String, Date)", new Dictionary<string, object?> { ["x"] = "2026-10-01" }));
        Assert.Equal(new DateTime(2026, 10, 1), map["x"]);
    }

    [Fact]
    public void Rows_without_columns_or_types_are_kept()
    {
        var rows = new QueryRows(new QueryAnswer { Rows = [[1L, "x"], [2L]] });
        Assert.Equal(["Column1", "Column2"], rows.Names);
        Assert.Equal([[1L, "x"], [2L, null]], rows.Rows);
    }

    private static object? Read(string type, object? value) =>
        new QueryRows(new QueryAnswer { Columns = ["c"], Types = [type], Rows = [[value]] }).Rows.Single()[0];
}
