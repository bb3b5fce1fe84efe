using System.Collections.Generic;
using System.Linq;
using System.Management.Automation;
using PostHogPS.Cmdlets;
using PostHogPS.Connections;
using PostHogPS.Contracts;
using PostHogPS.Destinations;
using PostHogPS.Reading;
using PostHogPS.Text;

namespace PostHogPS.Commands;

/// <summary>
/// Makes an integration, which holds the credentials of destinations (POST). PostHog has no update: kinds without a name replace what
/// is stored and answer as if they had made it. So this looks first, and asks. Never sent twice. Each kind has its parameters in a file of its own.
/// </summary>
[Cmdlet(VerbsCommon.New, "PHIntegration", SupportsShouldProcess = true)]
[OutputType(typeof(Integration))]
public sealed partial class NewPHIntegrationCommand : ProjectCmdlet
{
    /// <summary><para>Replaces the credentials of an integration without asking.</para></summary>
    [Parameter]
    public SwitchParameter Force { get; set; }

    /// <inheritdoc/>
    protected override void EndProcessing() => Try(ParameterSetName, Create, Advice);

    private void Create()
    {
        RefuseNothing("Integration", "The name of a group", nameof(Group));
        IntegrationDefinition wanted = ReadSettings();
        ProjectScope scope = Scopes.Default();
        List<Integration> before = ReadCompletely(ExportLists.Integrations(scope), "integrations");
        Integration? stored = wanted.FindStored(before);
        if (stored is not null && wanted.Name is not null)
            throw Problems.IntegrationNameInUse(wanted.Name, wanted.Kind, stored.Id, scope.Description);
        if (!(stored is not null ? AgreesToReplace(stored, scope)
            : ShouldProcess($"integration '{MessageText.Name(wanted.Account)}' ({wanted.Kind}) in {scope.Description}", "Create")))
            return;

        Integration made = scope.Stamp(Await(call => scope.Session.Integrations.CreateAsync(scope.Project, wanted.Kind, wanted.Config, call)));
        // The answer does not say whether it was there.
        bool wasThere = before.Any(one => one.Id == made.Id);
        made.Outcome = wasThere ? "Replaced" : "Created";
        if (wasThere && made.Id != stored?.Id)
            WriteWarning($"PostHog has replaced the credentials of the integration {made.Id} ('{MessageText.Name(made.DisplayName)}'), "
                + "which did not look like the same account.");
        if (!wasThere && stored is not null)
            WriteWarning($"PostHog has made a new integration, {made.Id}. The integration {stored.Id} and the exports that use it keep the credentials they "
                + "have.");
        WriteObject(made);
    }

    private bool AgreesToReplace(Integration stored, ProjectScope scope)
    {
        BatchExport[] users = IntegrationUsers.Find(ReadCompletely(ExportLists.Exports(scope), "batch exports"), stored.Id);
        string what = $"integration {stored.Id} '{MessageText.Name(stored.DisplayName)}' ({stored.Kind}) in {scope.Description}, "
            + (users.Length == 0 ? "which no batch export uses" : $"which these batch exports use: {IntegrationUsers.Describe(users)}");
        return ShouldProcess(what, "Replace all its settings and credentials")
            && (Force || Command.Messages.Confirm(
                $"There is an {what}. Its settings and credentials are replaced completely, and PostHog cannot give back the old ones. Replace them?",
                "Replace an integration"));
    }

    private static string? Advice(PostHogApiException e) => e.Kind switch
    {
        PostHogErrorKind.FateUnknown =>
            "Look before you try again: Get-PHIntegration shows whether it was made. For a kind without a name the same command again, with -Force, "
            + "stores the same credentials once more.",
        PostHogErrorKind.Validation when e.Attr == "kind" =>
            "This server does not know the kind: it takes the credentials in the destination. Get-Help New-PHBatchExportDestination.",
        PostHogErrorKind.Validation => "Correct what the server names and try again. Nothing was stored.",
        PostHogErrorKind.Forbidden => "Replacing an integration needs an admin of the project, and so does making one on some servers. Nothing was stored.",
        _ => null,
    };
}
