using System.Collections.Generic;
using System.Linq;
using System.Management.Automation;
using PostHogPS.Destinations;
using PostHogPS.Repair;
using PostHogPS.Rotation;
using PostHogPS.Text;

namespace PostHogPS.Commands;

// What is asked, all of it before the first send, and the plan under -WhatIf.
public sealed partial class UpdatePHBatchExportCredentialCommand
{
    private const string Caption = "Update-PHBatchExportCredential";

    // What has the new credentials already is looked at, and changed only where the user named it with -FromIntegration.
    private List<RotationItem> Ask(RotationPlan plan)
    {
        if (plan.Items.Count == 0)
            return [];
        string[] steps = Describe(plan);
        bool isPlan = false;
        bool makes = plan.Making is null || (plan.Way == RotationWay.Switch
            ? Agrees($"Create the integration '{MessageText.Name(plan.Making.Account)}' ({plan.Making.Kind}) in {plan.Scope.Description}", steps, out isPlan)
            : Agrees($"Replace the secret of the integration {plan.Old!.Id} '{MessageText.Name(plan.Old.DisplayName)}' ({plan.Old.Kind}) in "
                + $"{plan.Scope.Description}, which these batch "
                + $"exports use: {IntegrationUsers.Describe(plan.Items.Select(static item => item.Export))}", steps, out isPlan));
        var agreed = new List<RotationItem>();
        foreach (RotationItem item in plan.Items)
        {
            bool isAsked = plan.Way != RotationWay.Replace && (makes || isPlan);
            bool isItemPlan = false;
            bool yes = isAsked ? Agrees($"Rotate the credentials of {item.Target.Description}{Change(plan, item)}", plan.Making is null ? steps : [],
                out isItemPlan) && makes : makes;
            if (yes)
                agreed.Add(item);
            else
                Leave(item, isPlan || isItemPlan);
        }

        return agreed;
    }

    private bool AgreesToRemove(RotationPlan plan) => Agrees(
        $"Remove the old integration{(plan.Old is { } old ? $" {old.Id} '{MessageText.Name(old.DisplayName)}'" : "")} in {plan.Scope.Description} for good, "
            + "with its credentials, if nothing uses it any more and a run of each export has proved the new credentials",
        [], out _);

    // -Force is a yes beforehand, but -WhatIf and -Confirm were given for this run.
    private bool Agrees(string what, string[] lines, out bool isPlan)
    {
        isPlan = false;
        if (Force && !Command.Parameters.ShowsIntent(ConfirmImpact.None))
            return true;
        bool yes = ShouldProcess(what + (lines.Length > 0 ? ":" : ""), what + "?", Caption, lines, out ShouldProcessReason reason);
        isPlan = !yes && reason == ShouldProcessReason.WhatIf;
        return yes;
    }

    private void Leave(RotationItem item, bool isPlan)
    {
        item.End(RotationState.Skipped, "Not confirmed.");
        if (isPlan)
            Try(item.Target.Input, () => DescribeProof(item));
        WriteObject(item.Result);
    }

    private void DescribeProof(RotationItem item)
    {
        item.End(RotationState.Planned, item.WasSwitched ? "It has the new credentials already: a run of it is looked at." : "Nothing was sent.");
        if (item.WasSwitched && CredentialProver.FindSince(item.Export) is { } run)
            item.Result.Proof = CredentialProver.Describe(run);
        else if (item.Export.Paused)
            item.Result.Reason += " It is paused: no run will prove it.";
        else if (Await(call => CredentialProver.PlanAsync(item.Target, item.Export, call)) is RepairPlan proof)
            item.Result.Proof = CredentialProver.Describe(proof);
        else
            item.Result.Reason += " Every interval is covered: no run will prove it.";
    }

    private static string[] Describe(RotationPlan plan) => plan.Way switch
    {
        RotationWay.Replace => ["The secret is stored first, since PostHog cannot test one before", "Test the destinations, where PostHog has a test",
            "Prove each export by one uncovered interval",
            plan.WayBack is null ? "No way back: no old secret was given" : "Store the old secret again if one fails"],
        _ => ["Test every destination first, where PostHog has a test", "Switch the exports one by one, and prove each by one uncovered interval",
            plan.Way == RotationWay.Inline && plan.Items.TrueForAll(static item => item.InlineWayBack is null) ? "No way back: no old secret was given"
                : "Switch an export back whose run fails"],
    };

    private static string Change(RotationPlan plan, RotationItem item) => item.WasSwitched ? ", which has the new ones already"
        : plan.Way == RotationWay.Inline ? $": send {string.Join(", ", item.Inline!.Keys)}"
        : $": integration {item.Result.OldIntegration} -> "
            + $"{(plan.New is { } made ? made.Id.ToString(System.Globalization.CultureInfo.InvariantCulture) : "the new one")}";
}
