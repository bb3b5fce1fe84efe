using System.Collections;
using System.Collections.Generic;
using System.Management.Automation;
using PostHogPS.Binding;
using PostHogPS.Cmdlets;
using PostHogPS.Connections;
using PostHogPS.Contracts;
using PostHogPS.Dashboards;

namespace PostHogPS.Commands;

/// <summary>Shares dashboards by a public link, ends that, asks for a password (PATCH sharing), or changes the link (POST refresh).</summary>
[Cmdlet(VerbsCommon.Set, "PHDashboardSharing", SupportsShouldProcess = true)]
[OutputType(typeof(DashboardSharing))]
public sealed class SetPHDashboardSharingCommand : DashboardTargetCmdlet
{
    private Dictionary<string, bool> _switches = [];

    /// <summary><para>Shares: everybody who has the link sees the dashboard. -Enabled:$false ends it.</para></summary>
    [Parameter]
    [NotNullSwitch]
    public SwitchParameter Enabled { get; set; }

    /// <summary><para>The link asks for a password; -PasswordRequired:$false opens it again.</para></summary>
    [Parameter]
    [NotNullSwitch]
    public SwitchParameter PasswordRequired { get; set; }

    /// <summary><para>Display settings of the shared page, instead of those there are; @{} for none.</para></summary>
    [Parameter]
    [ValidateNotNull]
    public IDictionary? Settings { get; set; }

    /// <summary><para>Gives the dashboard another link. The old one ends within minutes; after -Enabled:$false, at once.</para></summary>
    [Parameter]
    public SwitchParameter RefreshLink { get; set; }

    /// <summary><para>Gives the sharing back as it is afterwards, with the link.</para></summary>
    [Parameter]
    public SwitchParameter PassThru { get; set; }

    /// <summary><para>The value of a switch that was written without a colon.</para></summary>
    [Parameter(ValueFromRemainingArguments = true, DontShow = true)]
    public object?[]? Value { get; set; }

    /// <inheritdoc/>
    protected override void BeginProcessing()
    {
        base.BeginProcessing();
        RequireChange(nameof(Dashboard), nameof(PassThru));
        Try(null, () => _switches = SettingSwitch.Read(MyInvocation.BoundParameters, Value, nameof(Enabled), nameof(PasswordRequired)));
    }

    private protected override void Process(DashboardTarget target)
    {
        var change = new SharingChange(
            _switches.Find(nameof(Enabled)), _switches.Find(nameof(PasswordRequired)), PlainValue.CopyGiven(Settings));
        if (!ShouldProcess(target.Description, change.Describe(RefreshLink)))
            return;

        // Whichever order keeps the old link closed: ended before it is replaced, and shared again only when it is.
        DashboardSharing? after = null;
        if (RefreshLink && !change.EndsSharing)
            after = Refresh(target);
        if (change.CreateBody() is { Count: > 0 } body)
        {
            after = Await(call => target.Scope.Session.DashboardSharing.UpdateAsync(target.Scope.Project, target.Id, body, call));
            Command.Messages.WarnNotTaken("the sharing of " + target.Description, change.NotTaken(after));
        }

        if (RefreshLink && change.EndsSharing)
            after = Refresh(target);
        if (PassThru && after is not null)
            WriteObject(target.Scope.StampSharing(after, target.Id));
    }

    private protected override string? Advice(PostHogApiException e) => e.Kind switch
    {
        PostHogErrorKind.FateUnknown => "Look before you try again: Get-PHDashboardSharing shows the link as it is now.",
        PostHogErrorKind.Forbidden => "Check the organization's settings: it may forbid public links, and passwords need a feature of its plan. "
            + "Else check that the key's owner may edit the dashboard.",
        _ => null,
    };

    private DashboardSharing Refresh(DashboardTarget target)
    {
        DashboardSharing after = Await(call => target.Scope.Session.DashboardSharing.RefreshAsync(target.Scope.Project, target.Id, call));
        if (after.Enabled)
            WriteVerbose($"{target.Description} has another link. PostHog lets the old one work for some more minutes; to end a link at once: -Enabled:$false "
                + "-RefreshLink, then -Enabled.");
        return after;
    }
}
