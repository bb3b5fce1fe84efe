using System;
using System.Collections.Generic;
using PostHogPS.Contracts;
using PostHogPS.Rows;
using Xunit;

namespace PostHogPS.Domain.Tests.Rows;

public sealed class QueryTextTests
{
    [Theory]
    [InlineData("select {a}, { b } from events where x = '{c}' and `{d}` = \"{e}\"", "a b")]
    [InlineData("select {a} -- {b}\n, {c} /* {d} */, {filters} {filters.dateRange.from}", "a c filters filters.dateRange.from")]
    [InlineData("select 'it\\'s {a}', 'it''s {b}', {c}", "c")]
    [InlineData("select {a-b}, {}, {a", "")]
    public void Placeholders_are_found_outside_of_texts_and_comments(string query, string names) =>
        Assert.Equal(names, string.Join(" ", new QueryText(query).Placeholders));

    [Theory]
    [InlineData("select 1 limit 5 OFFSET 5", true)]
    [InlineData("select offset_day, properties.offset, 'offset' from t -- offset", false)]
    public void Offset_is_seen(string query, bool has) => Assert.Equal(has, new QueryText(query).HasOffset);

    [Fact]
    public void Dates_are_sent_in_UTC_and_said_to_be()
    {
        QueryRequest request = Bind("select x where t > {since} and n = {n}", new()
        {
            ["since"] = new DateTimeOffset(2026, 10, 1, 14, 0, 0, TimeSpan.FromHours(2)),
            ["n"] = null,
        });
        Assert.Equal("select x where t > toDateTime({since}, 'UTC') and n = {n}", request.Query);
        Assert.Equal("2026-10-01 12:00:00", request.Values["since"]);
        Assert.True(request.Values.ContainsKey("n"));
    }

    [Fact]
    public void Values_never_change_the_text()
    {
        QueryRequest request = Bind("select {s}", new() { ["s"] = "'); drop table events" });
        Assert.Equal("select {s}", request.Query);
    }

    [Fact]
    public void A_placeholder_without_a_value_is_refused_and_a_value_without_one_is_told()
    {
        Assert.Contains("{x}", Assert.Throws<ProblemException>(() => Bind("select {x}", new() { ["X"] = 1L })).Message, StringComparison.Ordinal);
        QueryParameters.Bind(new QueryText("select 1"), new Dictionary<string, object?> { ["y"] = 1L }, out IReadOnlyList<string> unused);
        Assert.Equal(["y"], unused);
    }

    [Fact]
    public void Dates_in_lists_and_objects_are_refused()
    {
        Assert.Throws<ProblemException>(() => Bind("select {x}", new() { ["x"] = new object?[] { DateTimeOffset.UnixEpoch } }));
        Assert.Throws<ProblemException>(() => Bind("select {x}", new() { ["x"] = new Dictionary<string, object?>() }));
    }

    private static QueryRequest Bind(string text, Dictionary<string, object?> values) => QueryParameters.Bind(new QueryText(text), values, out _);
}
