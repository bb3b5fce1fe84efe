using System.Management.Automation;
using System.Security;
using PostHogPS.Binding;
using PostHogPS.Cmdlets;
using PostHogPS.Connections;
using PostHogPS.Contracts;

namespace PostHogPS.Commands;

/// <summary>Adds a password to the public link of dashboards (POST): one of your own, or one that PostHog makes up.</summary>
[Cmdlet(VerbsCommon.New, "PHDashboardSharingPassword", SupportsShouldProcess = true)]
[OutputType(typeof(DashboardSharingPassword))]
public sealed class NewPHDashboardSharingPasswordCommand : DashboardTargetCmdlet
{
    private const int Shortest = 8;

    /// <summary><para>The password, of eight characters or more. Default: PostHog makes one up and shows it this once.</para></summary>
    [Parameter(Position = 1)]
    [SecretTransformation]
    [ValidateNotNull]
    public SecureString? Password { get; set; }

    /// <summary><para>What the password is for; PostHog shows it beside it.</para></summary>
    [Parameter]
    [ValidateLength(0, 100)]
    public string? Note { get; set; }

    private protected override void Process(DashboardTarget target)
    {
        if (Password is { Length: < Shortest })
            throw Problems.Validation($"A password of a public link has {Shortest} characters or more; this one has {Password.Length}.");
        if (!ShouldProcess(target.Description, "Add a password to the public link"))
            return;
        DashboardSharingPassword made =
            Await(call => target.Scope.Session.DashboardSharing.AddPasswordAsync(target.Scope.Project, target.Id, Password, Note, call));
        WriteObject(target.Scope.Stamp(made));
    }

    private protected override string? Advice(PostHogApiException e) => e.Kind switch
    {
        PostHogErrorKind.FateUnknown =>
            "Look before you try again: (Get-PHDashboardSharing <dashboard>).SharePasswords shows whether it was added. PostHog shows a password "
            + "only once: remove one whose answer was lost.",
        PostHogErrorKind.Validation => "A link has to ask for a password first: Set-PHDashboardSharing <dashboard> -Enabled -PasswordRequired.",
        PostHogErrorKind.Forbidden => "Passwords of public links need a feature of the organization's plan; "
            + "else check that the key's owner may edit the dashboard.",
        _ => null,
    };
}
