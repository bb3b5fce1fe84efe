using System;
using System.Linq;
using System.Threading.Tasks;
using PostHogPS.Contracts;
using Xunit;

namespace PostHogPS.Engine.Tests.Api;

public sealed class BackfillsTests
{
    private const string Dates = """{"start_at":"2026-01-05","end_at":"2026-01-06"}""";
    private const string Instants = """{"start_at":"2026-01-04T23:00:00+00:00","end_at":"2026-01-05T23:00:00+00:00"}""";

    private static readonly BackfillBound Start = new(new DateTimeOffset(2026, 1, 5, 0, 0, 0, TimeSpan.FromHours(1)), "2026-01-05");
    private static readonly BackfillBound End = new(new DateTimeOffset(2026, 1, 6, 0, 0, 0, TimeSpan.FromHours(1)), "2026-01-06");

    private static Reply Started => Reply.Json("""{"backfill_id":"0199cccc-0000-7000-8000-000000000001"}""", 201);

    private static Reply NoRoute => Reply.Error(404, "not_found", "Not found.");

    [Fact]
    public async Task Days_are_sent_as_dates_and_hours_as_instants()
    {
        using var bench = new Bench(static _ => Started);

        await CreateAsync(bench);
        await bench.Session.Backfills.CreateAsync(
            "7", Samples.Export, new BackfillBound(Start.Instant, null), new BackfillBound(End.Instant, null), bench.Call);
        await bench.Session.Backfills.CreateAsync("7", Samples.Export, null, End, bench.Call);

        Assert.Equal([Dates, Instants, """{"start_at":null,"end_at":"2026-01-06"}"""], bench.Server.Requests.Select(static r => r.Text));
    }

    [Theory]
    [InlineData("Input 2026-01-05 is naive.")]
    [InlineData("Input 2026-01-05 is not a valid ISO formatted datetime.")]
    public async Task A_server_that_knows_no_dates_gets_instants_and_is_remembered(string said)
    {
        using var bench = new Bench(r => r.Text == Dates ? Reply.Error(400, "invalid_input", said) : Started);

        await CreateAsync(bench);
        await CreateAsync(bench);

        Assert.Equal([Dates, Instants, Instants], bench.Server.Requests.Select(static r => r.Text));
    }

    [Fact]
    public async Task What_the_server_said_about_dates_is_what_the_user_reads()
    {
        using var bench = new Bench(static r => r.Text == Dates
            ? Reply.Error(400, "invalid_input", "The initial backfill datetime 'start_at' must be before 'end_at'")
            : Reply.Error(400, "invalid_input", "Input '2026-01-04T23:00:00+00:00' is not a valid ISO formatted date. A time was given."));

        PostHogApiException error = await Assert.ThrowsAsync<PostHogApiException>(() => CreateAsync(bench));

        Assert.Contains("must be before", error.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Any_other_refusal_costs_no_second_request()
    {
        using var bench = new Bench(static _ => Reply.Error(400, "invalid_input", "The provided 'end_at' (2026-01-06T00:00:00) is in the future"));

        await Assert.ThrowsAsync<PostHogApiException>(() => CreateAsync(bench));

        Assert.Single(bench.Server.Requests);
    }

    [Theory]
    [InlineData(404)]
    [InlineData(405)]
    public async Task An_old_server_is_started_on_its_own_route_and_remembered(int status)
    {
        using var bench = new Bench(r => r.Path.EndsWith("/backfills/", StringComparison.Ordinal)
            ? Reply.Error(status, "x", "No.") : Reply.Json("""{"backfill_id":"w"}"""));

        Assert.Equal("w", await CreateAsync(bench));
        Assert.Equal("w", await CreateAsync(bench));

        Assert.Equal(["backfills/", "backfill/", "backfill/"], bench.Server.Requests.Select(static r => r.Path.Split(Samples.Export + "/")[1]));
    }

    [Fact]
    public async Task A_missing_export_is_missing_on_both_routes()
    {
        using var bench = new Bench(static _ => NoRoute);

        PostHogApiException error = await Assert.ThrowsAsync<PostHogApiException>(() => CreateAsync(bench));

        Assert.Equal(PostHogErrorKind.NotFound, error.Kind);
        Assert.EndsWith("/backfills/", error.Path, StringComparison.Ordinal);
        Assert.Equal(2, bench.Server.Requests.Count);
    }

    [Fact]
    public async Task A_server_that_has_the_new_route_is_not_asked_on_the_old_one()
    {
        int seen = 0;
        using var bench = new Bench(_ => ++seen == 1 ? Started : NoRoute);
        await CreateAsync(bench);

        await Assert.ThrowsAsync<PostHogApiException>(() => CreateAsync(bench));

        Assert.Equal(2, bench.Server.Requests.Count);
    }

    private static Task<string> CreateAsync(Bench bench) =>
        bench.Session.Backfills.CreateAsync("7", Samples.Export, Start, End, bench.Call);
}
