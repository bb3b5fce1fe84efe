using System;
using System.Threading.Tasks;
using PostHogPS.Connections;
using PostHogPS.Domain.Tests.Support;
using PostHogPS.Maintenance;
using Xunit;

namespace PostHogPS.Domain.Tests.Maintenance;

/// <summary>What a resume does about the intervals that the pause has left out.</summary>
public sealed class ResumePlanTests : IDisposable
{
    private readonly World _world = new();

    public void Dispose() => _world.Dispose();

    [Fact]
    public async Task A_resume_without_a_backfill_says_what_the_pause_left_out()
    {
        ResumePlan plan = await ReadAsync("persons-to-azure", backfills: false);
        Assert.Equal("Resume (unpause)", plan.Action);
        await plan.ApplyAsync(_world.Call());
        Assert.Contains("Its pause left out", Assert.Single(_world.Warnings), StringComparison.Ordinal);
        Assert.Contains("/unpause", Assert.Single(_world.Writes), StringComparison.Ordinal);
        Assert.False((await _world.ExportAsync("persons-to-azure")).Paused);
    }

    [Fact]
    public async Task A_pause_that_PostHog_has_noted_is_backfilled()
    {
        ResumePlan plan = await ReadAsync("persons-to-azure", backfills: true);
        Assert.True(plan.SendsBackfill);
        Assert.StartsWith("Resume and backfill ", plan.Action, StringComparison.Ordinal);
        await plan.ApplyAsync(_world.Call());
        Assert.Single(_world.Writes);
        Assert.DoesNotContain(_world.Warnings, static warning => warning.Contains("left out", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_pause_without_a_time_is_backfilled_only_by_force()
    {
        ResumePlan plan = await ReadAsync("staging-noop", backfills: true);
        Assert.False(plan.SendsBackfill);
        Assert.Equal("Resume (unpause) without the backfill of the pause", plan.Action);
        Assert.Contains("-Force lets PostHog export the entire history", Assert.Single(_world.Warnings), StringComparison.Ordinal);
        Assert.True((await ReadAsync("staging-noop", backfills: true, force: true)).SendsBackfill);
        Assert.Empty(_world.Writes);
    }

    private async Task<ResumePlan> ReadAsync(string name, bool backfills, bool force = false)
    {
        BatchExport export = await _world.ExportAsync(name);
        return await ResumePlan.ReadAsync(new BatchExportTarget(_world.Scope, export.Id, export, export, null), backfills, force, _world.Call());
    }
}
