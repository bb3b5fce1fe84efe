using System.Collections.Generic;
using System.Management.Automation;
using PostHogPS.Cmdlets.Execution;
using PostHogPS.Rotation;

namespace PostHogPS.Commands;

/// <summary>Rotates credentials: asks about all of it before the first send, and carries out what the user agreed to.</summary>
/// <param name="run">The command.</param>
/// <param name="isForced">-Force is a yes beforehand.</param>
internal sealed class RotationWork(CommandRun run, bool isForced)
{
    private volatile RotationRunner? _runner;

    /// <summary>What a stop would leave; null where nothing was changed. Safe to ask from another thread.</summary>
    internal string? UnderWay => _runner?.UnderWay;

    internal void Rotate(RotationRequest request)
    {
        RotationPlan plan = run.Pump.Await(call => RotationPlanner.PlanAsync(request, call));
        foreach (string note in plan.Notes)
            run.Messages.WriteWarning(note);
        List<RotationItem> agreed = Ask(plan);
        bool removes = request.RemovesOld && (agreed.Count > 0 || plan.Items.Exists(static item => item.Result.State == RotationState.Planned))
            && Agrees(RotationText.DescribeRemoval(plan), [], out _);
        if (agreed.Count == 0)
            return;
        var runner = new RotationRunner(plan);
        _runner = runner;
        try
        {
            run.Pump.Await(call => runner.RunAsync(agreed, call));
            if (removes)
                run.Pump.Await(call => runner.RemoveOldAsync(agreed, call));
        }
        finally
        {
            if (!run.IsStopping && runner.UnderWay is { } said)
                run.Messages.WriteWarning(said);
            _runner = null;
        }
    }

    // What has the new credentials already is looked at, and changed only where the user named it with -FromIntegration.
    private List<RotationItem> Ask(RotationPlan plan)
    {
        var agreed = new List<RotationItem>();
        if (plan.Items.Count == 0)
            return agreed;
        string[] steps = RotationText.DescribeSteps(plan);
        bool isPlan = false;
        bool makes = plan.Making is null || Agrees(RotationText.DescribeMaking(plan), steps, out isPlan);
        foreach (RotationItem item in plan.Items)
        {
            bool isAsked = plan.Way != RotationWay.Replace && (makes || isPlan);
            bool isItemPlan = false;
            bool yes = isAsked ? Agrees(RotationText.Describe(plan, item), plan.Making is null ? steps : [], out isItemPlan) && makes : makes;
            if (yes)
                agreed.Add(item);
            else
                run.Pump.Await(call => RotationOutcome.LeaveAsync(item, isPlan || isItemPlan, call));
        }

        return agreed;
    }

    // -Force is a yes beforehand, but -WhatIf and -Confirm were given for this run.
    private bool Agrees(string what, string[] lines, out bool isPlan)
    {
        isPlan = false;
        if (isForced && !run.Parameters.ShowsIntent(ConfirmImpact.None))
            return true;
        bool yes = run.Messages.ShouldProcess(
            what + (lines.Length > 0 ? ":" : ""), what + "?", run.Parameters.Command, lines, out ShouldProcessReason reason);
        isPlan = !yes && reason == ShouldProcessReason.WhatIf;
        return yes;
    }
}
