using PostHogPS.Binding;
using PostHogPS.Connections;
using PostHogPS.Contracts;

namespace PostHogPS.Cmdlets.Resolving;

/// <summary>Where a copy goes: what -ToProject and -ToConnection say.</summary>
internal static class CopyTarget
{
    /// <summary>Ends a command that names no target, or one that does not exist: one error, and not one for each object.</summary>
    internal static void Check(string cmdlet, ProjectReference? project, PostHogConnection? connection)
    {
        if (project is null && connection is null)
            throw new ProblemException("Validation", ProblemCategory.InvalidArgument, $"{cmdlet} needs -ToProject, -ToConnection or both. Nothing was sent.",
                "Get-PHProject shows the projects, Get-PHConnection the connections.") { EndsCommand = true };
        try
        {
            project?.ThrowIfBad();
        }
        catch (ProblemException bad)
        {
            // A copy of a project may name a connection that is not there.
            ProblemException problem = ProjectText.IsValid(project!.Text) ? bad : Problems.BadProject(project.Text, "-ToProject");
            problem.EndsCommand = true;
            throw problem;
        }
    }

    /// <summary>The project that a copy goes to.</summary>
    internal static ProjectScope Resolve(ProjectReference? project, PostHogConnection? connection, PostHogConnection from)
    {
        PostHogConnection target = connection ?? project?.Origin ?? from;
        if (project?.Origin is { } origin && !ReferenceEquals(origin, target))
            throw Problems.OtherConnection("The project given as -ToProject", (origin.Name, origin.HostUri), "-ToConnection", (target.Name, target.HostUri),
                "Give the number of the project, or leave -ToConnection out.");
        return new ProjectScope(target, project?.Text ?? target.ProjectId, project?.Name);
    }
}
