using System;
using System.Linq;
using System.Threading.Tasks;
using PostHogPS.Changes;
using PostHogPS.Contracts;
using PostHogPS.Domain.Tests.Support;
using PostHogPS.Schedule;
using Xunit;

namespace PostHogPS.Domain.Tests.Changes;

public sealed class BatchExportPatchTests
{
    private static readonly DateTimeOffset Now = new(2026, 10, 14, 12, 20, 0, TimeSpan.Zero);

    private static readonly BatchExport Daily = new()
    {
        Name = "daily", Interval = "day", OffsetHour = 4, HogQLQuery = "SELECT 1", StartAt = Now.AddDays(-10),
    };

    [Fact]
    public void CreateFrom_nothing_given_changes_nothing() => Assert.True(Create(new ExportSettings(static _ => false)).IsEmpty);

    [Fact]
    public void CreateFrom_takes_none_for_what_was_given_as_none()
    {
        BatchExportPatch patch = Create(Given(nameof(ExportSettings.HogQLQuery), nameof(ExportSettings.StartAt)));
        Assert.Equal(["hogql_query", "start_at"], patch.Body.Keys.Order());
        Assert.All(patch.Body.Values, Assert.Null);
    }

    [Fact]
    public void CreateFrom_a_pause_says_when()
    {
        ExportSettings given = Given(nameof(ExportSettings.Paused));
        given.Paused = true;
        BatchExportPatch patch = Create(given);
        Assert.Equal(["last_paused_at", "paused"], patch.Body.Keys.Order());
        Assert.Single(patch.Changes);
    }

    [Fact]
    public void CreateFrom_one_offset_is_sent_with_the_interval()
    {
        ExportSettings given = Given();
        given.OffsetHour = 6;
        Assert.Equal(["interval", "offset_hour"], Create(given).Body.Keys.Order());
    }

    [Fact]
    public void CreateFrom_rejects_an_offset_that_the_interval_has_no_use_for()
    {
        ExportSettings given = Given();
        given.OffsetDay = DayOfWeek.Monday;
        Assert.Throws<ProblemException>(() => Create(given));
        given.Interval = "week";
        Assert.Equal(1, Create(given).Body["offset_day"]);
    }

    [Fact]
    public void CreateFrom_holds_a_bound_against_the_stored_one()
    {
        ExportSettings given = Given(nameof(ExportSettings.EndAt));
        given.EndAt = DateInput.CreateFrom(Now.AddDays(-11));
        Assert.Throws<ProblemException>(() => Create(given));
        given.EndAt = DateInput.CreateFrom(Now.AddDays(-9));
        Assert.Equal(["end_at"], Create(given).Body.Keys);
    }

    [Fact]
    public async Task SendAsync_says_what_an_older_server_ignores()
    {
        using var world = new World("A");
        BatchExport export = await world.ExportAsync("staging-noop");
        BatchExportPatch patch = BatchExportPatch.CreateFrom(
            export, new ExportSettings(static _ => false) { Name = "renamed", Timezone = "Europe/Berlin", Interval = "day" }, Now, Now);
        BatchExport after = await patch.SendAsync(world.Scope, world.Call());
        Assert.Equal("renamed", after.Name);
        Assert.Single(world.Writes);
        Assert.Matches("did not apply to '.+': timezone", Assert.Single(world.Warnings));
    }

    private static ExportSettings Given(params string[] names) => new(name => names.Contains(name));

    private static BatchExportPatch Create(ExportSettings given) => BatchExportPatch.CreateFrom(Daily, given, Now, Now);
}
