using System.Globalization;
using System.Linq;
using PostHogPS.Destinations;
using PostHogPS.Text;

namespace PostHogPS.Rotation;

/// <summary>What a person is asked before a rotation.</summary>
internal static class RotationText
{
    /// <summary>The order of the steps, in words.</summary>
    internal static string[] DescribeSteps(RotationPlan plan) => plan.Way switch
    {
        RotationWay.Replace => ["The secret is stored first, since PostHog cannot test one before", "Test the destinations, where PostHog has a test",
            "Prove each export by one uncovered interval",
            plan.WayBack is null ? "No way back: no old secret was given" : "Store the old secret again if one fails"],
        _ => ["Test every destination first, where PostHog has a test", "Switch the exports one by one, and prove each by one uncovered interval",
            plan.Way == RotationWay.Inline && plan.Items.TrueForAll(static item => item.InlineWayBack is null) ? "No way back: no old secret was given"
                : "Switch an export back whose run fails"],
    };

    /// <summary>The integration that is made or replaced, where there is one.</summary>
    internal static string DescribeMaking(RotationPlan plan) => plan.Way == RotationWay.Switch
        ? $"Create the integration '{MessageText.Name(plan.Making!.Account)}' ({plan.Making.Kind}) in {plan.Scope.Description}"
        : $"Replace the secret of the integration {plan.Old!.Id} '{MessageText.Name(plan.Old.DisplayName)}' ({plan.Old.Kind}) in "
            + $"{plan.Scope.Description}, which these batch exports use: {IntegrationUsers.Describe(plan.Items.Select(static item => item.Export))}";

    /// <summary>The change of one export.</summary>
    internal static string Describe(RotationPlan plan, RotationItem item) => $"Rotate the credentials of {item.Target.Description}"
        + (item.WasSwitched ? ", which has the new ones already"
        : plan.Way == RotationWay.Inline ? $": send {string.Join(", ", item.Inline!.Keys)}"
        : $": integration {item.Result.OldIntegration} -> {plan.New?.Id.ToString(CultureInfo.InvariantCulture) ?? "the new one"}");

    /// <summary>The removal at the end.</summary>
    internal static string DescribeRemoval(RotationPlan plan) =>
        $"Remove the old integration{(plan.Old is { } old ? $" {old.Id} '{MessageText.Name(old.DisplayName)}'" : "")} in {plan.Scope.Description} for good, "
            + "with its credentials, if nothing uses it any more and a run of each export has proved the new credentials";
}
