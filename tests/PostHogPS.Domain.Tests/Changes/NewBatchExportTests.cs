using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading.Tasks;
using PostHogPS.Changes;
using PostHogPS.Contracts;
using PostHogPS.Domain.Tests.Support;
using PostHogPS.Schedule;
using Xunit;

namespace PostHogPS.Domain.Tests.Changes;

public sealed class NewBatchExportTests
{
    private static readonly DateTimeOffset Now = new(2026, 10, 14, 12, 20, 0, TimeSpan.Zero);

    [Fact]
    public void CreateBody_has_nothing_that_was_not_given()
    {
        var wanted = new NewBatchExport(new ExportSettings(static _ => false) { Name = " nightly ", Model = "events", Interval = "day" }, NoOp());
        wanted.Check();
        Dictionary<string, object?> body = wanted.CreateBody(Now);
        Assert.Equal(["destination", "interval", "model", "name", "paused"], body.Keys.Order());
        Assert.Equal("nightly", body["name"]);
        Assert.Equal("batch export ' nightly ' (events to NoOp, day)", wanted.Description);
    }

    [Fact]
    public void CreateBody_reads_a_day_in_the_calendar_of_the_export()
    {
        var settings = new ExportSettings(static _ => true)
        {
            Name = "daily", Model = "events", Interval = "day", Timezone = "Europe/Berlin", StartAt = DateInput.CreateFrom("2026-08-01"),
        };
        Assert.Equal("2026-07-31T22:00:00Z", new NewBatchExport(settings, NoOp()).CreateBody(Now)["start_at"]);
        settings.EndAt = DateInput.CreateFrom("2026-08-01");
        Assert.Throws<ProblemException>(() => new NewBatchExport(settings, NoOp()).CreateBody(Now));
    }

    [Theory]
    [InlineData("hogql", null, null)]
    [InlineData("hogql", "SELECT 1", "MERGE")]
    public void Check_a_query_lacks_what_it_needs(string model, string? query, string? mode)
    {
        var settings = new ExportSettings(static _ => true)
        {
            Name = "query", Model = model, Interval = "day", HogQLQuery = query, IncrementalMode = mode,
        };
        Assert.Equal("Validation", Assert.Throws<ProblemException>(() => new NewBatchExport(settings, NoOp()).Check()).Id);
    }

    [Fact]
    public async Task SendAsync_says_what_an_older_server_ignores()
    {
        using var world = new World("A");
        var wanted = new NewBatchExport(
            new ExportSettings(static _ => true) { Name = "daily", Model = "events", Interval = "day", Timezone = "Europe/Berlin" }, NoOp());
        BatchExport made = await wanted.SendAsync(world.Scope, wanted.CreateBody(Now), world.Call());
        Assert.Equal("daily", made.Name);
        Assert.Single(world.Writes);
        Assert.Matches("did not apply to '.+': timezone", Assert.Single(world.Warnings));
    }

    private static BatchExportDestinationDefinition NoOp() => new("NoOp", null, new Dictionary<string, object?> { ["arg"] = "x" });
}
