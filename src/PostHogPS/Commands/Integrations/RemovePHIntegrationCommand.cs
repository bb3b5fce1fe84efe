using System.Collections.Generic;
using System.Linq;
using System.Management.Automation;
using PostHogPS.Binding;
using PostHogPS.Cmdlets;
using PostHogPS.Completion;
using PostHogPS.Connections;
using PostHogPS.Contracts;
using PostHogPS.Destinations;
using PostHogPS.Reading;
using PostHogPS.Text;

namespace PostHogPS.Commands;

/// <summary>
/// Deletes integrations that nothing uses (DELETE). Older servers delete one in use, and no server looks into the COPY settings of
/// Redshift exports: so this looks first, and there is no way to force it.
/// </summary>
[Cmdlet(VerbsCommon.Remove, "PHIntegration", SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.High)]
public sealed class RemovePHIntegrationCommand : ProjectCmdlet
{
    private readonly Dictionary<(PostHogConnection, string), List<Integration>> _integrations = [];

    /// <summary><para>The integrations: objects, ids or names.</para></summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true)]
    [Alias("Id")]
    [IntegrationReferences]
    [ArgumentCompleter(typeof(IntegrationCompleter))]
    public IntegrationReference[] Integration { get; set; } = [];

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        foreach (IntegrationReference reference in Integration)
            Try(reference.Piped.Input, () => Remove(reference), Advice);
    }

    private void Remove(IntegrationReference reference)
    {
        reference.ThrowIfBad();
        ProjectScope scope = Scopes.Resolve(reference.Piped);
        Integration integration = Find(reference, scope);
        string what = $"integration {integration.Id} '{MessageText.Name(integration.DisplayName)}' ({integration.Kind}) in {scope.Description}";
        if (!DestinationKinds.All.Contains(integration.Kind))
            throw Problems.Validation($"The {what} is not of a kind that batch exports use. What else uses it cannot be read, so it is not removed. "
                + "Nothing was sent.",
                "Remove it on PostHog's own page, which shows what it is for.");
        // Read for each: an export may have begun to use it during the questions about others.
        BatchExport[] users = IntegrationUsers.Find(ReadCompletely(ExportLists.Exports(scope), "batch exports"), integration.Id);
        if (users.Length > 0)
            throw Problems.IntegrationInUse(what, users);
        if (!ShouldProcess(what, "Remove for good, with its credentials"))
            return;
        Await(call => scope.Session.Integrations.DeleteAsync(scope.Project, integration.Id, call));
        _integrations[scope.Key].Remove(integration);
    }

    private Integration Find(IntegrationReference reference, ProjectScope scope)
    {
        if (!_integrations.TryGetValue(scope.Key, out List<Integration>? all))
            _integrations[scope.Key] = all = Stream(ExportLists.Integrations(scope)).ToList();
        return IntegrationLookup.Find(all, reference.Id, reference.Name, scope.Description);
    }

    private static string? Advice(PostHogApiException e) => e.Kind switch
    {
        // The words of the server name what uses it: workflows and data pipelines too.
        PostHogErrorKind.Validation => "Let what PostHog names use another integration first; for exports: Set-PHBatchExport <export> -IntegrationId <id>.",
        PostHogErrorKind.Forbidden => "Removing an integration needs an admin of the project.",
        _ => null,
    };
}
