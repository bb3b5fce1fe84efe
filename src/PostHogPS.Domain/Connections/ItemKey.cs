using System;

namespace PostHogPS.Connections;

/// <summary>
/// One thing with an id, by where it lives: to group by, and to look up by. A class, because .NET has the collections of
/// classes compiled already and those of a structure would be compiled during the first command.
/// </summary>
internal sealed class ItemKey : Tuple<PostHogConnection, string, Guid>
{
    internal ItemKey(ProjectScope scope, Guid id)
        : base(scope.Connection, scope.Project, id)
    {
    }
}
