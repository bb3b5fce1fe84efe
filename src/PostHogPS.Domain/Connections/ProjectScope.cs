using System;
using PostHogPS.Contracts;
using PostHogPS.Text;

namespace PostHogPS.Connections;

/// <summary>Where a call goes: a connection and one of its projects.</summary>
internal sealed partial class ProjectScope
{
    internal ProjectScope(PostHogConnection connection, string project, string? projectName = null)
    {
        Connection = connection;
        Project = project;
        ProjectName = projectName ?? connection.NameOf(project);
    }

    internal PostHogConnection Connection { get; }

    /// <summary>A number as text, or @current.</summary>
    internal string Project { get; }

    internal string? ProjectName { get; }

    /// <summary>True when several projects are read by one command.</summary>
    internal bool IsOneOfMany { get; set; }

    /// <summary>The organization, where the project was listed; null where that is not known.</summary>
    internal Guid? Organization { get; set; }

    internal IPostHogSession Session => Connection.Session;

    /// <summary>"project 1 (Webshop) on us.posthog.com".</summary>
    internal string Description =>
        (Project == PostHogConnection.CurrentProject ? "the current project" : "project " + Project)
        + (ProjectName is null ? "" : " (" + MessageText.Name(ProjectName) + ")")
        + " on " + Connection.Host;

    /// <summary>One key per place, for what a cmdlet remembers while it runs.</summary>
    internal (PostHogConnection Connection, string Project) Key => (Connection, Project);

    /// <summary>Whether another place is certainly not this one; the number of the current project may not be known.</summary>
    internal bool IsElsewhere(ProjectScope other) => Connection != other.Connection || (ProjectText.TryId(Project, out long own)
        && ProjectText.TryId(other.Project, out long its) && own != its);

    internal T Stamp<T>(T item)
        where T : PostHogObject
    {
        item.Origin = Connection;
        if (item.ProjectId == 0 && ProjectText.TryId(Project, out long id))
            item.ProjectId = id;
        item.ProjectName ??= ProjectName;
        item.IsOneOfMany |= IsOneOfMany;
        return item;
    }
}
