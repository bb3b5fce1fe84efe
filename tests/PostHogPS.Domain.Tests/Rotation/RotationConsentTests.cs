using System;
using System.Linq;
using System.Threading.Tasks;
using PostHogPS.Contracts;
using PostHogPS.Rotation;
using Xunit;

namespace PostHogPS.Domain.Tests.Rotation;

/// <summary>What a person is asked before a rotation, and what becomes of an export without a yes.</summary>
public sealed class RotationConsentTests : IDisposable
{
    private readonly RotationWorld _world = new();

    public void Dispose() => _world.Dispose();

    [Fact]
    public async Task Questions_name_what_is_made_what_is_switched_and_the_steps()
    {
        RotationPlan plan = await PlanAsync();
        RotationItem item = plan.Items.Single();
        Assert.StartsWith("Create the integration 'next' (s3-compatible) in project 101", RotationText.DescribeMaking(plan), StringComparison.Ordinal);
        Assert.Equal($"Rotate the credentials of {item.Target.Description}: integration 1002 -> the new one", RotationText.Describe(plan, item));
        Assert.Equal("Switch an export back whose run fails", RotationText.DescribeSteps(plan)[^1]);
        Assert.StartsWith("Remove the old integration 1002 '", RotationText.DescribeRemoval(plan), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Without_a_yes_an_export_is_skipped_and_nothing_is_sent()
    {
        RotationPlan plan = await PlanAsync();
        _world.World.Messages.Clear();
        await RotationOutcome.LeaveAsync(plan.Items.Single(), isPlan: false, _world.World.Call());
        BatchExportCredentialUpdate result = _world.World.Results<BatchExportCredentialUpdate>().Single();
        Assert.Equal(("Skipped", "Not confirmed."), (result.State, result.Reason));
        Assert.Empty(_world.World.Requests);
    }

    [Fact]
    public async Task A_plan_names_the_interval_that_would_prove_the_credentials()
    {
        RotationPlan plan = await PlanAsync();
        await RotationOutcome.LeaveAsync(plan.Items.Single(), isPlan: true, _world.World.Call());
        BatchExportCredentialUpdate result = _world.World.Results<BatchExportCredentialUpdate>().Single();
        Assert.Equal(("Planned", "Nothing was sent.", "Planned"), (result.State, result.Reason, result.Proof!.State));
        Assert.Empty(_world.Sent);
    }

    [Fact]
    public async Task A_paused_export_has_no_run_that_would_prove_them()
    {
        RotationPlan plan = await PlanAsync();
        RotationItem item = plan.Items.Single();
        item.Export.Paused = true;
        await RotationOutcome.LeaveAsync(item, isPlan: true, _world.World.Call());
        Assert.Equal("Nothing was sent. It is paused: no run will prove it.", item.Result.Reason);
        Assert.Null(item.Result.Proof);
    }

    [Theory]
    [InlineData(PostHogErrorKind.FateUnknown, null, "Look before you try again")]
    [InlineData(PostHogErrorKind.MissingScope, "integration:write", "Switching to it needs batch_export:write only")]
    [InlineData(PostHogErrorKind.MissingScope, "query:read", null)]
    [InlineData(PostHogErrorKind.Forbidden, null, "needs an admin")]
    public void The_next_step_fits_the_refusal(PostHogErrorKind kind, string? scope, string? advice)
    {
        string? given = RotationOutcome.Advise(new PostHogApiException(kind, "no") { MissingScope = scope });
        if (advice is null)
            Assert.Null(given);
        else
            Assert.Contains(advice, given, StringComparison.Ordinal);
    }

    private async Task<RotationPlan> PlanAsync()
    {
        RotationRequest request = await _world.RequestAsync("events-to-minio");
        request.Secrets = RotationWorld.Keys();
        request.Name = "next";
        return await _world.PlanAsync(request);
    }
}
