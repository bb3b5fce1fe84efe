using System.Collections.Generic;
using System.Linq;
using System.Management.Automation;
using PostHogPS.Binding;
using PostHogPS.Cmdlets;
using PostHogPS.Completion;
using PostHogPS.Connections;
using PostHogPS.Contracts;

namespace PostHogPS.Commands;

/// <summary>Lists projects (GET /api/projects/), or reads some by id.</summary>
[Cmdlet(VerbsCommon.Get, "PHProject", SupportsPaging = true)]
[OutputType(typeof(Project))]
public sealed class GetPHProjectCommand : PostHogCmdlet
{

    /// <summary>
    /// <para>Names or objects; wildcards are allowed. A number that is no name is an id. Default: all projects of the current
    /// organization.</para>
    /// </summary>
    [Parameter(Position = 0)]
    [ArgumentCompleter(typeof(ProjectNameCompleter))]
    [SupportsWildcards]
    public PSObject[]? Name { get; set; }

    /// <summary><para>Ids of projects, or @current.</para></summary>
    [Parameter]
    [ArgumentCompleter(typeof(ProjectCompleter))]
    public string[]? Id { get; set; }

    /// <summary><para>A connection, a project to read again, a project id, or a name.</para></summary>
    [Parameter(ValueFromPipeline = true)]
    public PSObject? InputObject { get; set; }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        var given = new NameInput(Name);
        foreach (PSObject item in InputObject is null ? given.Items : [])
            Try(item, () => Read(item, null));
        if (InputObject is not null || Id is not null || given.HasTexts)
            Try(InputObject ?? (object?)Name ?? Id, () => Read(InputObject, InputObject is null ? given.Texts : given.AllTexts));
    }

    private void Read(PSObject? input, string[]? given)
    {
        if (Output.IsFull)
            return;
        RefuseNothing("Project", "A project", nameof(Name), nameof(Id), nameof(InputObject));
        // An empty list is none, not all.
        if (input is null && (given ?? Id) is { Length: 0 })
            return;
        PipedObject piped = PipedObject.Read(input);
        PostHogConnection connection = Connections.FindOrigin(piped, "The piped object") ?? DefaultConnection;
        string[] ids = piped.Kind == PipedKind.Project && piped.ProjectId is long own ? [ProjectText.FormatId(own)]
            : piped.Number is long number ? [ProjectText.FormatId(number)]
            : piped.Text == PostHogConnection.CurrentProject ? [piped.Text]
            : Id ?? [];
        string[] names = piped.Kind == PipedKind.Text && ids.Length == 0 ? [piped.Text!] : given ?? [];
        if (input is not null && ids.Length + names.Length == 0 && piped.Kind != PipedKind.Connection)
            throw Problems.Invalid("Project", $"'{input}' is not a project.", "Give a connection, a project, its number or its name.");

        foreach (string id in ids)
            Try(id, () => Output.Write(One(connection, id)));
        if (ids.Length == 0)
            List(connection, names);
    }

    private Project One(PostHogConnection connection, string id)
    {
        if (!ProjectText.IsValid(id))
            throw Problems.BadProject(id, "-Id");
        return Stamp(connection, Await(call => connection.Session.Identity.GetProjectAsync(id, call)));
    }

    private void List(PostHogConnection connection, string[] names)
    {
        HashSet<string> missing = new(names.Where(n => !NameMatcher.IsPattern(n)), System.StringComparer.OrdinalIgnoreCase);
        foreach (Project project in Stream("Reading projects", (next, call) => connection.Session.Identity.ListProjectsAsync(null, next, call)))
        {
            missing.RemoveWhere(n => string.Equals(n, project.Name, System.StringComparison.OrdinalIgnoreCase));
            bool byId = missing.Remove(ProjectText.FormatId(project.Id));
            if (names.Length == 0 || byId || names.Any(n => NameMatcher.IsMatch(n, project.Name)))
                Output.Write(Stamp(connection, project));
            if (Output.IsFull)
                return;
        }

        // An id where a name is expected, as everywhere in the module; a name takes precedence.
        foreach (string name in missing)
            Try(name, () => Output.Write(ProjectText.TryId(name, out _) ? One(connection, name)
                : throw Problems.NotFound("project", name, "the current organization on " + connection.Host, "Get-PHProject")));
    }

    private static Project Stamp(PostHogConnection connection, Project project)
    {
        project.Origin = connection;
        project.ProjectId = project.Id;
        project.ProjectName = project.Name;
        connection.Learn(project.Id, project.Name);
        return project;
    }
}
