using System;
using System.Collections;
using System.Collections.Generic;
using System.Linq;
using System.Management.Automation;
using PostHogPS.Binding;
using PostHogPS.Cmdlets;
using PostHogPS.Contracts;
using PostHogPS.Text;

namespace PostHogPS.Commands;

/// <summary>Shares dashboards by a public link, ends that, asks for a password (PATCH sharing), or changes the link (POST refresh).</summary>
[Cmdlet(VerbsCommon.Set, "PHDashboardSharing", SupportsShouldProcess = true)]
[OutputType(typeof(DashboardSharing))]
public sealed class SetPHDashboardSharingCommand : DashboardTargetCmdlet
{
    private Dictionary<string, bool> _switches = [];

    /// <summary><para>Shares: whoever has the link sees the dashboard. -Enabled:$false ends it.</para></summary>
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
        var body = new Dictionary<string, object?>(StringComparer.Ordinal);
        if (_switches.TryGetValue(nameof(Enabled), out bool enabled))
            body["enabled"] = enabled;
        if (_switches.TryGetValue(nameof(PasswordRequired), out bool password))
            body["password_required"] = password;
        if (Settings is not null)
            body["settings"] = PlainValue.CopyBag(Settings);
        if (!ShouldProcess(target.Description, Action(body)))
            return;

        // Whichever order keeps the old link closed: ended before it is replaced, and shared again only when it is.
        bool endsFirst = body.TryGetValue("enabled", out object? on) && on is false;
        DashboardSharing? after = null;
        if (RefreshLink && !endsFirst)
            after = Refresh(target);
        if (body.Count > 0)
        {
            after = Await(call => target.Scope.Session.DashboardSharing.UpdateAsync(target.Scope.Project, target.Id, body, call));
            Command.Messages.WarnNotTaken("the sharing of " + target.Description, NotTaken(body, after));
        }

        if (RefreshLink && endsFirst)
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

    private string Action(Dictionary<string, object?> body)
    {
        var actions = new List<string>();
        if (body.TryGetValue("enabled", out object? enabled))
            actions.Add(enabled is true ? "Share by a public link" : "End sharing");
        if (body.TryGetValue("password_required", out object? password))
            actions.Add(password is true ? "Ask for a password" : "Stop asking for a password");
        if (Settings is not null)
            actions.Add("Change the settings of sharing");
        if (RefreshLink)
            actions.Add("Replace the public link");
        return string.Join("; ", actions);
    }

    // The settings are replaced as a whole, and those that PostHog does not know are dropped without an error.
    private static IEnumerable<string> NotTaken(Dictionary<string, object?> body, DashboardSharing after)
    {
        if (body.TryGetValue("enabled", out object? enabled) && enabled is bool on && on != after.Enabled)
            yield return "Enabled";
        if (body.TryGetValue("password_required", out object? password) && password is bool required && required != after.PasswordRequired)
            yield return "PasswordRequired";
        if (body.TryGetValue("settings", out object? given) && given is IDictionary<string, object?> settings)
        {
            foreach (KeyValuePair<string, object?> pair in settings.Where(p => p.Value is not null))
            {
                if (!after.Settings.TryGetValue(pair.Key, out object? kept) || !PlainText.AreSame(kept, pair.Value))
                    yield return "Settings." + pair.Key;
            }
        }
    }
}
