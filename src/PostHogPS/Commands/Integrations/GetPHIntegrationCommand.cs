using System;
using System.Collections.Generic;
using System.Globalization;
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

/// <summary>Lists a project's integrations: what holds the credentials of destinations, and the id to give as -IntegrationId.</summary>
[Cmdlet(VerbsCommon.Get, "PHIntegration")]
[OutputType(typeof(Integration))]
public sealed class GetPHIntegrationCommand : ProjectCmdlet
{
    /// <summary><para>Names, ids or objects; wildcards are allowed. Default: all.</para></summary>
    [Parameter(Position = 0)]
    [ArgumentCompleter(typeof(IntegrationCompleter))]
    [SupportsWildcards]
    public PSObject[]? Name { get; set; }

    /// <summary><para>Ids of integrations.</para></summary>
    [Parameter]
    [ArgumentCompleter(typeof(IntegrationCompleter))]
    public long[]? Id { get; set; }

    /// <summary><para>Kinds such as aws-s3 or snowflake; wildcards are allowed.</para></summary>
    [Parameter]
    [ArgumentCompleter(typeof(IntegrationKindCompleter))]
    [SupportsWildcards]
    public string[]? Kind { get; set; }

    /// <summary><para>Only integrations that no batch export uses, of the kinds that batch exports use; with UsedBy.</para></summary>
    [Parameter]
    public SwitchParameter Unused { get; set; }

    /// <summary><para>Also gives the batch exports that use each: one more list request per project.</para></summary>
    [Parameter]
    public SwitchParameter IncludeUsedBy { get; set; }

    /// <summary><para>A project, or a connection.</para></summary>
    [Parameter(ValueFromPipeline = true)]
    public PSObject? InputObject { get; set; }

    /// <inheritdoc/>
    protected override void ProcessRecord() => Try(InputObject ?? (object?)Name ?? Id, () =>
    {
        RefuseNothing("Integration", "An integration", nameof(Name), nameof(Id), nameof(Kind), nameof(InputObject));
        PipedObject piped = PipedObject.Read(InputObject);
        if (InputObject is not null && piped.Kind is not (PipedKind.Connection or PipedKind.Project))
            throw Problems.Invalid("Project", $"'{InputObject}' is neither a project nor a connection.", "Get-PHProject | Get-PHIntegration");
        var given = new NameInput(Name);
        foreach (PSObject item in InputObject is null ? given.Items : [])
            Try(item, () => List(Scopes.Resolve(PipedObject.Read(item)), NameInput.NamesOf(item)));
        if (InputObject is not null || given.HasTexts)
            List(InputObject is null ? Scopes.Default() : Scopes.Resolve(piped), InputObject is null ? given.Texts : given.AllTexts);
    });

    private void List(ProjectScope scope, string[]? names)
    {
        string[] missing = (names ?? []).Where(n => !NameMatcher.IsPattern(n))
            .Concat((Id ?? []).Select(id => id.ToString(CultureInfo.InvariantCulture))).ToArray();
        List<BatchExport>? exports = Unused || IncludeUsedBy ? ReadCompletely(ExportLists.Exports(scope), "batch exports").ConvertAll(scope.Stamp) : null;
        foreach (Integration integration in Stream(ExportLists.Integrations(scope)))
        {
            string id = integration.Id.ToString(CultureInfo.InvariantCulture);
            string? made = IntegrationLookup.FindName(integration);
            missing = missing.Where(m => !m.Equals(integration.DisplayName, StringComparison.OrdinalIgnoreCase)
                && !m.Equals(made, StringComparison.OrdinalIgnoreCase) && m != id).ToArray();
            integration.UsedBy = exports is null ? null : new ItemList<BatchExport>(IntegrationUsers.Find(exports, integration.Id));
            // What uses those of other kinds is on no list.
            if (Unused && (integration.UsedBy!.Length > 0 || !DestinationKinds.All.Contains(integration.Kind)))
                continue;
            // An id where a name is expected, as everywhere else in the module.
            if ((names is null || names.Any(n => n == id || NameMatcher.IsMatch(n, integration.DisplayName)
                    || (made is not null && NameMatcher.IsMatch(n, made))))
                && (Id is null || Id.Contains(integration.Id))
                && (Kind is null || Kind.Any(k => NameMatcher.IsMatch(k, integration.Kind))))
                WriteObject(scope.Stamp(integration));
        }

        foreach (string name in missing)
            Try(name, () => throw Problems.NotFound("integration", name, scope.Description, "Get-PHIntegration"));
    }
}
