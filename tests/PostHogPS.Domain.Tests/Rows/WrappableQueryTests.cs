using System;
using System.Linq;
using PostHogPS.Rows;
using PostHogPS.Schedule;
using Xunit;

namespace PostHogPS.Domain.Tests.Rows;

/// <summary>Which queries of hogql exports can be counted, and how (docs/rows.md#hogql-exports).</summary>
public sealed class WrappableQueryTests
{
    private const string Bounds = "timestamp >= {data_interval_start} and timestamp < {data_interval_end}";

    [Fact]
    public void Each_interval_is_a_part_of_its_own_with_what_had_arrived_when_its_run_began()
    {
        WrappedCountQuery query = Wrap("select event from events where " + Bounds + " or 1 = 2 -- all\norder by event;", RowWorld.Start.AddHours(2), null);

        Assert.Equal(
            """
            select bucket, rows_seen, rows_seen as rows_distinct from (
            select 1791158400 as bucket, count() as rows_seen from (
            select event from events where events.created_at < toDateTime({arrived_0}, 'UTC') and ( timestamp >= toDateTime({start_0}, 'UTC') and timestamp < toDateTime({end_0}, 'UTC') or 1 = 2 -- all

            ) order by event
            )
            union all
            select 1791162000 as bucket, count() as rows_seen from (
            select event from events where timestamp >= toDateTime({start_1}, 'UTC') and timestamp < toDateTime({end_1}, 'UTC') or 1 = 2 -- all
            order by event
            )
            ) order by bucket limit 24
            """.ReplaceLineEndings("\n"),
            query.Text);
        Assert.Equal(
            [("arrived_0", "2026-10-05 02:00:00"), ("end_0", "2026-10-05 01:00:00"), ("end_1", "2026-10-05 02:00:00"), ("start_0", "2026-10-05 00:00:00"),
                ("start_1", "2026-10-05 01:00:00")],
            query.Values.OrderBy(value => value.Key, StringComparer.Ordinal).Select(value => (value.Key, (string)value.Value!)));
    }

    [Fact]
    public void A_bound_that_the_query_does_not_name_has_no_value() =>
        Assert.Equal(["start_0"], Wrap("select event from events where timestamp >= {data_interval_start}", [null]).Values.Keys);

    [Fact]
    public void Each_half_has_its_own_intervals_and_values()
    {
        (CountQuery first, CountQuery second) = Wrap("select event from events where " + Bounds, null, null, null).Halve();

        Assert.Equal((1, 2), (first.Intervals.Count, second.Intervals.Count));
        Assert.Equal("2026-10-05 01:00:00", second.Values["start_0"]);
        Assert.DoesNotContain("{start_1}", first.Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("select event as e, toDate(created_at) as created_at from events where {0} group by e, created_at", "events.created_at")]
    [InlineData("SELECT e.event FROM events AS e WHERE {0} ORDER BY 1", "e.created_at")]
    [InlineData("select count() from events \"my e\" where {0}", "\"my e\".created_at")]
    [InlineData("select distinct properties.person, `limit`, properties.now from events where {0} and event != 'select x limit 5 union'", "events.created_at")]
    public void One_select_from_events_is_counted(string query, string arrival) =>
        Assert.Contains(arrival + " <", Wrap(query.Replace("{0}", Bounds, StringComparison.Ordinal), RowWorld.Start).Text, StringComparison.Ordinal);

    [Theory]
    [InlineData("", "The query has no {data_interval_start}, so every run exports everything.")]
    [InlineData("{data_interval_start}", "The query is not one SELECT without subqueries.")]
    [InlineData("select event from events", "The query has no {data_interval_start}, so every run exports everything.")]
    [InlineData("select event from events where {0} and x = {y}", "The query has the unknown placeholder {y}.")]
    [InlineData("select event from events where {0} limit 10", "A query with LIMIT cannot be counted as its runs found it.")]
    [InlineData("select event from events where {0} union all select event from events where {0}",
        "A query with UNION cannot be counted as its runs found it.")]
    [InlineData("select event, count() as n from events where {0} group by event having n < 5", "A query with HAVING cannot be counted as its runs found it.")]
    [InlineData("with 1 as x select event from events where {0}", "A query with WITH cannot be counted as its runs found it.")]
    [InlineData("select event from events join persons on 1 = 1 where {0}", "A query with JOIN cannot be counted as its runs found it.")]
    [InlineData("select event from (select event from events where {0})", "The query is not one SELECT without subqueries.")]
    [InlineData("select id from persons where created_at > {data_interval_start}", "The query does not read the table events.")]
    [InlineData("select id from events.other where created_at > {data_interval_start}", "The query does not read the table events.")]
    [InlineData("select {data_interval_start} as t, event from events", "The query has no WHERE.")]
    [InlineData("select event from events where {0} and person.properties.plan = 'x'", "The query reads 'person', which may have changed since.")]
    [InlineData("select event from events e where {0} and e.`person_id` = 'x'", "The query reads 'person_id', which may have changed since.")]
    [InlineData("select event from events where {0} and timestamp > now() - interval 1 day", "The query reads 'now', which may have changed since.")]
    public void What_cannot_be_counted_as_its_runs_found_it_says_why(string query, string reason)
    {
        Assert.Null(WrappableQuery.TryRead(Export(query.Replace("{0}", Bounds, StringComparison.Ordinal)), out string? found));
        Assert.Equal(reason, found);
        Assert.InRange(found!.Split(' ').Length, 3, 12);
    }

    private static WrappedCountQuery Wrap(string query, params DateTimeOffset?[] arrived) => new(
        WrappableQuery.TryRead(Export(query), out _)!, null,
        [.. arrived.Select((at, hour) => (new DataInterval(RowWorld.Start.AddHours(hour), RowWorld.Start.AddHours(hour + 1)), at))]);

    private static BatchExport Export(string query) => new() { Model = "hogql", HogQLQuery = query };
}
