using System.Collections.Generic;
using System.Linq;
using System.Management.Automation;
using PostHogPS.Alerts;
using PostHogPS.Cmdlets;
using PostHogPS.Cmdlets.Resolving;
using PostHogPS.Connections;
using PostHogPS.Contracts;
using PostHogPS.Text;

namespace PostHogPS.Commands;

/// <summary>Runs alerts with an event that is made up (POST invocations). Without -Send nothing is sent to anybody: the log says what would be.</summary>
[Cmdlet(VerbsDiagnostic.Test, "PHBatchExportAlert", SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.High)]
[OutputType(typeof(BatchExportAlertTest))]
public sealed class TestPHBatchExportAlertCommand : AlertTargetCmdlet
{
    /// <summary><para>The event to make up. Default: the first one that the alert tells of.</para></summary>
    [Parameter]
    [ValidateSet("Failed", "Paused", "BillingBlocked", "Cancelled", "Completed")]
    public string? On { get; set; }

    /// <summary><para>Really sends the message, to everybody in the channel.</para></summary>
    [Parameter]
    public SwitchParameter Send { get; set; }

    private protected override void Process(ProjectScope scope, BatchExportAlert current)
    {
        string state = On ?? AlertEvents.States.First(known => current.On.Contains(known));
        // Without -Send there is no question, but -WhatIf runs nothing either.
        string what = $"{AlertResolver.Describe(current, scope)}, to {current.Channel} ({MessageText.Name(current.Target)})";
        if ((Send || Command.Parameters.ShowsIntent(ConfirmImpact.None)) && !ShouldProcess(what, Send ? "Send a test message" : "Test without sending"))
            return;
        Dictionary<string, object?> body = AlertSample.CreateTest(current, state, scope, Send);
        BatchExportAlertTest test = scope.Stamp(Await(call => scope.Session.Alerts.TestAsync(scope.Project, current.Id, body, Send, call)));
        (test.AlertName, test.On, test.Channel, test.Target) = (current.Name, state, current.Channel, current.Target);
        if (!current.On.Contains(state))
            WriteWarning($"The {AlertResolver.Describe(current, scope)} does not tell of {state}: PostHog sends no message.");
        if (current.State is "Off" or AlertFunction.ExportsRemoved)
            WriteWarning($"The {AlertResolver.Describe(current, scope)} sends no message: "
                + (current.Enabled ? "its batch exports do not exist any more." : "it is off. Set-PHBatchExportAlert -Enabled switches it on."));
        WriteObject(test);
    }

    private protected override string? Advice(PostHogApiException e) => e.Kind switch
    {
        PostHogErrorKind.FateUnknown => "Look into the channel before you try again: the message may have been sent. Get-PHBatchExportAlert shows which it is.",
        _ => null,
    };
}
