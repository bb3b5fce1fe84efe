using System;
using System.Collections.Generic;
using System.Linq;
using PostHogPS.Connections;

namespace PostHogPS.Watching;

/// <summary>One project to watch: all of its exports, or some.</summary>
internal sealed class WatchedProject
{
    private readonly HashSet<Guid> _ids = new();

    internal WatchedProject(ProjectScope scope) => Scope = scope;

    internal ProjectScope Scope { get; }

    /// <summary>True when new exports are to appear by themselves.</summary>
    internal bool IncludesNew { get; set; }

    /// <summary>True for a project of all that a key sees: it may vanish from their list.</summary>
    internal bool IsOneOfAll { get; set; }

    /// <summary>True while it is not listed any more. It is looked at nevertheless: it may come back.</summary>
    internal bool HasVanished { get; private set; }

    /// <summary>What the last look showed; it stays while the server cannot be reached.</summary>
    internal IReadOnlyList<WatchedExport> Known { get; private set; } = [];

    /// <summary>True once a look has succeeded: until then nothing is known of its exports.</summary>
    internal bool HasBeenRead { get; private set; }

    internal void Add(Guid id) => _ids.Add(id);

    /// <summary>Takes what a look has found.</summary>
    /// <param name="exports">The exports of the project.</param>
    /// <param name="judge">Judges one; null where it could not be judged, which has been said.</param>
    internal void Accept(IEnumerable<BatchExport> exports, Func<BatchExport, BatchExportHealth?> judge)
    {
        Known = exports.Where(e => IncludesNew || _ids.Contains(e.Id)).Select(e => Look(e, judge)).OfType<WatchedExport>().ToList();
        HasBeenRead = true;
        HasVanished = false;
    }

    /// <summary>Takes that it is not listed any more, and with it none of its exports.</summary>
    internal void Vanish()
    {
        Known = [];
        HasVanished = true;
    }

    private WatchedExport? Look(BatchExport export, Func<BatchExport, BatchExportHealth?> judge)
    {
        export.ProjectName ??= Scope.ProjectName;
        return judge(export) is { } health ? new WatchedExport(health, export.LatestRuns.FirstOrDefault()) : null;
    }
}
