using System;
using System.Collections.Generic;
using System.Linq;
using System.Management.Automation;
using PostHogPS.Binding;
using PostHogPS.Cmdlets;
using PostHogPS.Contracts;

namespace PostHogPS.Commands;

/// <summary>Lists the organizations of the key's owner (GET /api/organizations/), or reads some by id.</summary>
[Cmdlet(VerbsCommon.Get, "PHOrganization")]
[OutputType(typeof(Organization))]
public sealed class GetPHOrganizationCommand : PostHogCmdlet
{
    private const string Current = "@current";

    /// <summary><para>Names, ids or objects; wildcards are allowed. Default: all.</para></summary>
    [Parameter(Position = 0)]
    [SupportsWildcards]
    public PSObject[]? Name { get; set; }

    /// <summary><para>Ids of organizations, or @current.</para></summary>
    [Parameter]
    public string[]? Id { get; set; }

    /// <summary><para>A connection, for the organizations of several servers.</para></summary>
    [Parameter(ValueFromPipeline = true)]
    public PSObject? InputObject { get; set; }

    /// <inheritdoc/>
    protected override void ProcessRecord() => Try(InputObject ?? (object?)Name ?? Id, () =>
    {
        RefuseNothing("Organization", "An organization", nameof(Name), nameof(Id), nameof(InputObject));
        PipedObject piped = PipedObject.Read(InputObject);
        if (InputObject is not null && piped.Kind != PipedKind.Connection)
            throw Problems.Invalid("Connection", $"'{InputObject}' is not a connection.", "Get-PHConnection | Get-PHOrganization, or -Name.");
        PostHogConnection connection = piped.Origin ?? DefaultConnection;
        var given = new NameInput(Name);
        foreach (PSObject item in given.Items)
            Try(item, () => List(Connections.FindOrigin(PipedObject.Read(item), "The organization") ?? connection, NameInput.NamesOf(item)));
        foreach (string id in Id ?? [])
            Try(id, () => Write(connection, One(connection, id)));
        if (Id is null && given.HasTexts)
            List(connection, given.Texts);
    });

    private Organization One(PostHogConnection connection, string id) =>
        id == Current || Guid.TryParse(id, out _)
            ? Await(call => connection.Session.Identity.GetOrganizationAsync(id, call))
            : throw Problems.Invalid("Id", $"'{id}' is not the id of an organization.", "Get-PHOrganization shows names and ids; @current is the current one.");

    private void List(PostHogConnection connection, string[]? names)
    {
        HashSet<string> missing = new((names ?? []).Where(n => !NameMatcher.IsPattern(n)), StringComparer.OrdinalIgnoreCase);
        foreach (Organization organization in Stream("Reading organizations", connection.Session.Identity.ListOrganizationsAsync))
        {
            string id = organization.Id.ToString();
            bool byId = missing.Remove(id);
            missing.Remove(organization.Name);
            if (names is null || byId || names.Any(n => NameMatcher.IsMatch(n, organization.Name)))
                Write(connection, organization);
        }

        foreach (string name in missing)
            Try(name, () => throw Problems.NotFound("organization", name, "the organizations of this key on " + connection.Host, "Get-PHOrganization"));
    }

    private void Write(PostHogConnection connection, Organization organization)
    {
        organization.Origin = connection;
        WriteObject(organization);
    }
}
