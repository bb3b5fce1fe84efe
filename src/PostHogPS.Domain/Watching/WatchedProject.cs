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
    }

    private WatchedExport? Look(BatchExport export, Func<BatchExport, BatchExportHealth?> judge)
    {
        export.ProjectName ??= Scope.ProjectName;
        return judge(export) is { } health ? new WatchedExport(health, export.LatestRuns.FirstOrDefault()) : null;
    }
}
