using System;
using System.Linq;
using System.Threading.Tasks;
using PostHogPS.Connections;
using PostHogPS.Domain.Tests.Support;
using PostHogPS.Repair;
using Xunit;

namespace PostHogPS.Domain.Tests.Repair;

/// <summary>Plan, start, watch, verify, result: without a shell and in no time.</summary>
public sealed class RepairWalkTests : IDisposable
{
    private readonly World _world = new();

    public void Dispose() => _world.Dispose();

    [Fact]
    public async Task Plan_sends_reads_only()
    {
        RepairPlan plan = await PlanAsync("events-to-minio", days: 7);
        Assert.Equal(5, plan.Steps.Sum(step => step.Intervals));
        Assert.Empty(_world.Writes);
    }

    [Fact]
    public async Task Walk_of_missing_intervals_ends_with_all_of_them_covered()
    {
        RepairPlan plan = await PlanAsync("events-to-minio", days: 7);
        BatchExportRepairResult result = await CarryOutAsync(plan);
        Assert.Equal("Repaired", result.State);
        Assert.Equal((5, 5, 0), (result.IntervalsMissing, result.IntervalsRepaired, result.IntervalsLeft));
        Assert.Equal(plan.Steps.Count, _world.Writes.Count());
        RepairPlan again = await PlanAsync("events-to-minio", days: 7);
        Assert.Empty(again.Steps);
    }

    [Fact]
    public async Task Walk_of_failed_intervals_ends_with_all_of_them_covered()
    {
        RepairPlan plan = await PlanAsync("events-to-s3", days: 3);
        Assert.Equal(7, plan.Steps.Sum(step => step.Intervals));
        BatchExportRepairResult result = await CarryOutAsync(plan);
        Assert.Equal("Repaired", result.State);
        Assert.Equal(plan.Steps.Count, _world.Writes.Count());
    }

    [Fact]
    public async Task Walk_of_an_export_that_PostHog_paused_sends_nothing()
    {
        RepairPlan plan = await PlanAsync("events-to-postgres", days: 3);
        Assert.NotNull(plan.Blocked);
        BatchExportRepairResult result = RepairVerifier.Untouched(plan);
        Assert.Equal("AutoPaused", result.State);
        Assert.Empty(_world.Writes);
    }

    private async Task<RepairPlan> PlanAsync(string name, int days)
    {
        BatchExport export = await _world.ExportAsync(name);
        var target = new BatchExportTarget(_world.Scope, export.Id, export, export, export.Name);
        return await new RepairPlanner(1).PlanAsync(target, export, _world.Clock.UtcNow.AddDays(-days), null, _world.Call());
    }

    private async Task<BatchExportRepairResult> CarryOutAsync(RepairPlan plan)
    {
        var job = new RepairJob(plan, plan.Steps);
        var runner = new RepairRunner([job], limit: 4, timeout: null);
        Assert.True(await runner.SendAllAsync(_world.Call()));
        await runner.AwaitEndsAsync(_world.Call());
        Assert.Empty(_world.Errors);
        return await RepairVerifier.VerifyAsync(job, _world.Call());
    }
}
