using System;
using System.Collections.Generic;
using PostHogPS.Binding;
using PostHogPS.Cmdlets.Execution;
using PostHogPS.Connections;
using PostHogPS.Contracts;
using PostHogPS.Reading;

namespace PostHogPS.Cmdlets.Resolving;

/// <summary>Finds the project that a command or one of its objects means. Parameters that contradict an object are refused.</summary>
internal sealed class ScopeResolver
{
    private readonly TaskPump _pump;
    private readonly ConnectionResolver _connections;
    private readonly Func<ProjectReference?> _given;

    /// <param name="pump">Sends what has to be asked.</param>
    /// <param name="connections">The command's connections.</param>
    /// <param name="given">What -ProjectId holds.</param>
    internal ScopeResolver(TaskPump pump, ConnectionResolver connections, Func<ProjectReference?> given)
    {
        _pump = pump;
        _connections = connections;
        _given = given;
    }

    /// <summary>The scope for input that brings none.</summary>
    internal ProjectScope Default()
    {
        ProjectReference? given = _given();
        given?.ThrowIfBad();
        if (given?.Origin is { } origin)
        {
            CheckConnection(origin, "the project given as -ProjectId");
            return new ProjectScope(origin, given.Text, given.Name);
        }

        PostHogConnection connection = _connections.Default;
        return new ProjectScope(connection, given?.Text ?? connection.ProjectId, given?.Name);
    }

    /// <summary>
    /// The scope of a piped object: its own connection and project. A parameter that contradicts it is refused before
    /// anything is sent, since an object acted on in the wrong place is worse than a command that stops.
    /// </summary>
    internal ProjectScope Resolve(PipedObject piped)
    {
        if (piped.Place is { } place)
            return Resolve(place);
        if (piped.Kind == PipedKind.Project && piped.ProjectId is null)
            throw Problems.Invalid("Project", $"This copy of the project {Name(piped)} has no Id, so it does not say which one is meant.",
                "Keep Id in Select-Object, or give what Get-PHProject gives.");
        if (piped.Kind != PipedKind.Project && piped.ProjectProblem is { } problem)
            throw problem;
        PostHogConnection? origin = _connections.FindOrigin(piped, Name(piped));
        if (origin is null && piped.ProjectId is null)
            return Default();

        PostHogConnection connection = origin ?? _connections.Default;
        if (piped.ProjectId is not { } id)
            return new ProjectScope(connection, _given()?.Text ?? connection.ProjectId);

        CheckProject(connection, id, Name(piped));
        // Projects are piped to say which ones; what is read from one of many says so wherever it goes.
        var typed = piped.Typed as PostHogObject;
        return new ProjectScope(connection, ProjectText.FormatId(id), piped.Kind == PipedKind.Project ? piped.Name : typed?.ProjectName)
        {
            IsOneOfMany = piped.Kind == PipedKind.Project || typed is { IsOneOfMany: true },
        };
    }

    /// <summary>Every project the connection's key can list, in the server's order.</summary>
    internal List<ProjectScope> ReadAll(PostHogConnection connection) => ReadAll(connection, out _);

    /// <summary>The same.</summary>
    /// <param name="connection">The connection.</param>
    /// <param name="isComplete">False where the list held something that could not be read.</param>
    internal List<ProjectScope> ReadAll(PostHogConnection connection, out bool isComplete)
    {
        var scopes = new List<ProjectScope>();
        var reader = new PageReader<Project>("Reading projects", (next, call) => connection.Session.Identity.ListProjectsAsync(null, next, call));
        foreach (Project project in _pump.Stream(reader))
        {
            connection.Learn(project.Id, project.Name);
            scopes.Add(new ProjectScope(connection, ProjectText.FormatId(project.Id), project.Name)
            {
                IsOneOfMany = true, Organization = project.OrganizationId,
            });
        }

        isComplete = reader.LeftOut == 0;
        return scopes;
    }

    /// <summary>Rejects -AllProjects beside something that names one project: one of the two is a mistake.</summary>
    internal void CheckAllProjects(PipedObject? piped = null)
    {
        string? one = _given() is not null ? "-ProjectId" : piped?.Kind == PipedKind.Project ? "the project that was given" : null;
        if (one is not null)
            throw Problems.Mismatch($"-AllProjects means every project, and {one} names one. Nothing was sent.",
                "Leave one of the two out; $PSDefaultParameterValues may have given -ProjectId.");
    }

    private void CheckConnection(PostHogConnection origin, string what)
    {
        if (_connections.Given is { } given && !ReferenceEquals(given, origin))
            throw Problems.OtherConnection(what, (origin.Name, origin.HostUri), "-Connection", (given.Name, given.HostUri));
    }

    private void CheckProject(PostHogConnection connection, long id, string what)
    {
        if (_given() is not { } given)
            return;
        given.ThrowIfBad();
        string wanted = given.Text;
        if (wanted == PostHogConnection.CurrentProject)
            wanted = connection.Session.CurrentProjectId is long current ? ProjectText.FormatId(current) : wanted;
        if (!string.Equals(wanted, ProjectText.FormatId(id), StringComparison.Ordinal))
            throw Problems.Mismatch($"{what} belongs to project {id}, but -ProjectId is {given.Text}. Nothing was sent.");
    }

    private static string Name(PipedObject piped) =>
        piped.Name is { Length: > 0 } name ? "'" + name + "'" : piped.Id?.ToString() ?? "The piped object";
}
