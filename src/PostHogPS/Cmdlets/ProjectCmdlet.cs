using System;
using System.Collections.Generic;
using System.Linq;
using System.Management.Automation;
using PostHogPS.Binding;
using PostHogPS.Completion;
using PostHogPS.Connections;
using PostHogPS.Contracts;
using PostHogPS.Hosting;
using PostHogPS.Schedule;

namespace PostHogPS.Cmdlets;

/// <summary>Base of every cmdlet that touches a project.</summary>
public abstract class ProjectCmdlet : PostHogCmdlet
{
    private readonly Dictionary<PostHogConnection, DateTimeOffset> _moments = new();

    /// <summary>
    /// <para>The project: its number, a project object, or '@current' in quotes. Default: the connection's project.</para>
    /// </summary>
    [Parameter]
    [Alias("Project")]
    [ProjectTransformation]
    [ArgumentCompleter(typeof(ProjectCompleter))]
    public ProjectReference? ProjectId { get; set; }

    /// <summary>The window that the date parameters span, where there are some: judged once, before anything is sent.</summary>
    private protected virtual TimeWindow? Window => null;

    /// <inheritdoc/>
    protected override void BeginProcessing()
    {
        base.BeginProcessing();
        if (Window is { } window)
            Try((window.From ?? window.To)?.ToString(), () => window.Check(LatestNow()));
    }

    // Of all clocks the one that is ahead: what lies in the future by that one does so by each. The sandbox's may run fast.
    private DateTimeOffset LatestNow() =>
        ConnectionStore.Current.All.Append(Connection).Select(connection => connection?.KnownServerNow).Append(ModuleClock.Current.UtcNow).Max()!.Value;

    private protected override object? OwnTarget => ProjectId?.Text ?? base.OwnTarget;

    /// <summary>The scope for input that brings none.</summary>
    internal ProjectScope DefaultScope()
    {
        ProjectId?.ThrowIfBad();
        if (ProjectId?.Origin is { } origin)
        {
            CheckConnection(origin, "the project given as -ProjectId");
            return new ProjectScope(origin, ProjectId.Text, ProjectId.Name);
        }

        PostHogConnection connection = DefaultConnection;
        return new ProjectScope(connection, ProjectId?.Text ?? connection.ProjectId, ProjectId?.Name);
    }

    /// <summary>
    /// The scope of a piped object: its own connection and project. A parameter that contradicts it is refused before
    /// anything is sent, since an object acted on in the wrong place is worse than a command that stops.
    /// </summary>
    internal ProjectScope ScopeOf(PipedObject piped)
    {
        if (piped.Kind == PipedKind.Project && piped.ProjectId is null)
            throw Problems.Invalid("Project", $"This copy of the project {Name(piped)} has no Id, so it does not say which one is meant.", "Keep Id in Select-Object, or give what Get-PHProject gives.");
        if (piped.Origin is { } origin)
            CheckConnection(origin, Name(piped));
        if (piped.Origin is null && piped.ProjectId is null)
            return DefaultScope();

        PostHogConnection connection = piped.Origin ?? DefaultConnection;
        if (piped.ProjectId is not { } id)
            return new ProjectScope(connection, ProjectId?.Text ?? connection.ProjectId);

        CheckProject(connection, id, Name(piped));
        // Projects are piped to say which ones; what is read from one of many says so wherever it goes.
        var typed = piped.Typed as PostHogObject;
        return new ProjectScope(connection, ProjectText.FormatId(id), piped.Kind == PipedKind.Project ? piped.Name : typed?.ProjectName)
        {
            IsOneOfMany = piped.Kind == PipedKind.Project || typed is { IsOneOfMany: true },
        };
    }

    /// <summary>What the relative dates of this command are counted from: one instant for each server, by the server's clock.</summary>
    internal DateTimeOffset Moment(ProjectScope scope)
    {
        if (!_moments.TryGetValue(scope.Connection, out DateTimeOffset moment))
            _moments.Add(scope.Connection, moment = scope.Session.LatestPast);
        return moment;
    }

    /// <summary>The same, from a server that may not have told its time yet: then one small read asks for it.</summary>
    internal DateTimeOffset CertainMoment(ProjectScope scope)
    {
        if (!scope.Session.KnowsServerTime)
        {
            try
            {
                Await(call => scope.Session.Identity.GetCurrentUserAsync(call));
            }
            catch (PostHogApiException e) when (e.Kind is PostHogErrorKind.MissingScope or PostHogErrorKind.Forbidden or PostHogErrorKind.NotFound)
            {
                // A key that may not read its user: the refusal says what time it is as well.
                WriteVerbose(e.Message);
            }
        }

        return Moment(scope);
    }

    /// <summary>Every project the connection's key can list, in the server's order.</summary>
    internal List<ProjectScope> ProjectsOf(PostHogConnection connection)
    {
        var scopes = new List<ProjectScope>();
        foreach (Project project in Stream("Reading projects", (next, call) => connection.Session.Identity.ListProjectsAsync(null, next, call)))
        {
            connection.Learn(project.Id, project.Name);
            scopes.Add(new ProjectScope(connection, ProjectText.FormatId(project.Id), project.Name) { IsOneOfMany = true });
        }

        return scopes;
    }

    /// <summary>Refuses -AllProjects beside something that names one: whichever of the two were meant, the other is a slip.</summary>
    internal void CheckAllProjects(PipedObject? piped = null)
    {
        string? one = ProjectId is not null ? "-ProjectId" : piped?.Kind == PipedKind.Project ? "the project that was given" : null;
        if (one is not null)
            throw Problems.Mismatch($"-AllProjects means every project, and {one} names one. Nothing was sent.", "Leave one of the two out; $PSDefaultParameterValues may have given -ProjectId.");
    }

    private void CheckConnection(PostHogConnection origin, string what)
    {
        if (Connection is not null && !ReferenceEquals(Connection, origin))
            throw Problems.Mismatch($"{what} was read through the connection '{origin.Name}' ({origin.Host}), but -Connection is '{Connection.Name}' ({Connection.Host}). Nothing was sent.");
    }

    private void CheckProject(PostHogConnection connection, long id, string what)
    {
        if (ProjectId is null)
            return;
        ProjectId.ThrowIfBad();
        string wanted = ProjectId.Text;
        if (wanted == PostHogConnection.CurrentProject)
            wanted = connection.Session.CurrentProjectId is long current ? ProjectText.FormatId(current) : wanted;
        if (!string.Equals(wanted, ProjectText.FormatId(id), StringComparison.Ordinal))
            throw Problems.Mismatch($"{what} belongs to project {id}, but -ProjectId is {ProjectId.Text}. Nothing was sent.");
    }

    private static string Name(PipedObject piped) =>
        piped.Name is { Length: > 0 } name ? "'" + name + "'" : piped.Id?.ToString() ?? "The piped object";
}
