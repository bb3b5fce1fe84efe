using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading.Tasks;
using PostHogPS.Contracts;
using PostHogPS.Rows;
using PostHogPS.Schedule;
using Xunit;

namespace PostHogPS.Domain.Tests.Rows;

/// <summary>The text and the values of the query that counts (docs/rows.md#the-query).</summary>
public sealed class RowCountQueryTests
{
    private static readonly DataInterval[] Hours =
        [.. Enumerable.Range(0, 4).Select(hour => new DataInterval(RowWorld.Start.AddHours(hour), RowWorld.Start.AddHours(hour + 1)))];

    [Fact]
    public void Rows_are_counted_once_by_arrival_between_the_bounds_of_the_intervals()
    {
        RowCountQuery query = Create(new BatchExport());

        Assert.Equal(
            """
            select roundDown(toUnixTimestamp(created_at), {bounds}) as bucket,
                   count() as rows_seen,
                   uniqExact(tuple(event, distinct_id, uuid)) as rows_distinct
            from events
            where created_at >= toDateTime({from}, 'UTC') and created_at < toDateTime({to}, 'UTC')
              and timestamp >= toDateTime({from}, 'UTC') - interval 30 day and timestamp < toDateTime({to}, 'UTC') + interval 1 day
            group by bucket order by bucket limit 50000
            """.ReplaceLineEndings("\n"),
            query.Text);
        Assert.Equal(("2026-10-05 00:00:00", "2026-10-05 04:00:00"), (query.Values["from"], query.Values["to"]));
        Assert.Equal([1791158400L, 1791162000L, 1791165600L, 1791169200L, 1791172800L], (object[])query.Values["bounds"]!);
    }

    [Fact]
    public void What_selects_by_event_time_is_counted_by_it() =>
        Assert.Contains(
            "where timestamp >= toDateTime({from}, 'UTC') and timestamp < toDateTime({to}, 'UTC')\n  and created_at < toDateTime({selected}, 'UTC')\ngroup",
            RowCountQuery.CreateFor(new BatchExport(), Hours, RowWorld.Start, out _)!.Text,
            StringComparison.Ordinal);

    [Fact]
    public void Lists_and_filters_of_the_export_are_values_and_no_text()
    {
        const string Hostile = "x') or 1=1 --";
        var export = new BatchExport { Filters =
            [Filter("event", "browser", "exact", Hostile), Filter("person", Hostile, "exact", Hostile), Filter("hogql", "1 = 1", "", null)] };
        export.Destination.Config["include_events"] = new object?[] { Hostile };
        export.Destination.Config["exclude_events"] = new object?[] { "b" };

        RowCountQuery query = Create(export);

        Assert.DoesNotContain(Hostile, query.Text, StringComparison.Ordinal);
        Assert.Contains("  and event in {include}\n  and event not in {exclude}\n  and JSONExtractString(poe.properties, {person_key_2}) in {person_value_2}\n  and {filters}\n", query.Text, StringComparison.Ordinal);
        Assert.Equal(Hostile, query.Values["person_key_2"]);
        Assert.Equal([Hostile], (object[])query.Values["include"]!);
        Assert.Equal(2, query.Properties.Count);
    }

    [Theory]
    [InlineData("persons", "AwsS3", "PostHog does not tell when a person has changed.")]
    [InlineData("sessions", "AwsS3", "A session that goes on is exported again.")]
    [InlineData("hogql", "AwsS3", "Rows of the model 'hogql' cannot be counted by interval.")]
    [InlineData("events", "Workflows", "Workflows exports select by event time, without deduplication.")]
    public void What_cannot_be_counted_says_why(string model, string type, string expected)
    {
        var export = new BatchExport { Model = model };
        export.Destination.Type = type;

        Assert.Null(RowCountQuery.CreateFor(export, Hours, null, out string? reason));
        Assert.Equal(expected, reason);
    }

    [Theory]
    [InlineData("person", "gt")]
    [InlineData("cohort", "in")]
    public void A_filter_that_a_query_cannot_say_is_not_guessed(string type, string operation)
    {
        Assert.Null(RowCountQuery.CreateFor(new BatchExport { Filters = [Filter(type, "age", operation, "5")] }, Hours, null, out string? reason));
        Assert.NotNull(reason);
    }

    [Fact]
    public async Task A_window_that_takes_too_long_is_counted_in_halves_and_each_interval_once()
    {
        var counter = new SlowCounter(most: 1);

        IReadOnlyList<RowCount> counts = await new RowCountReader(counter)
            .ReadAsync(Create(new BatchExport()), new CallContext(TestContext.Current.CancellationToken));

        Assert.Equal(Hours.Select(h => h.Start), counts.Select(c => c.Start));
        Assert.Equal(7, counter.Asked);
    }

    [Fact]
    public async Task One_interval_that_takes_too_long_is_an_error() =>
        await Assert.ThrowsAsync<ProblemException>(() =>
            new RowCountReader(new SlowCounter(most: 0)).ReadAsync(Create(new BatchExport()), new CallContext(TestContext.Current.CancellationToken)));

    private static RowCountQuery Create(BatchExport export) => RowCountQuery.CreateFor(export, Hours, null, out _)!;

    private static Dictionary<string, object?> Filter(string type, string key, string operation, object? value) =>
        new() { ["type"] = type, ["key"] = key, ["operator"] = operation, ["value"] = value };

    private sealed class SlowCounter(int most) : IRowCounter
    {
        internal int Asked { get; private set; }

        public Task<IReadOnlyList<RowCount>?> CountAsync(CountQuery query, CallContext call)
        {
            Asked++;
            return Task.FromResult<IReadOnlyList<RowCount>?>(query.Intervals.Count > most ? null
                : [.. query.Intervals.Select(i => new RowCount(i.Start, 1, 1))]);
        }
    }
}
