using System;
using System.Collections.Generic;
using System.Linq;
using PostHogPS.Binding;

namespace PostHogPS.Operations.Watching;

/// <summary>One project to watch: all of its exports, or some.</summary>
internal sealed class WatchedPlace
{
    private readonly HashSet<Guid> _ids = new();

    internal WatchedPlace(Scope scope) => Scope = scope;

    internal Scope Scope { get; }

    /// <summary>True when new exports are to appear by themselves.</summary>
    internal bool Whole { get; set; }

    /// <summary>What the last look showed; it stays while the server cannot be reached.</summary>
    internal IReadOnlyList<WatchedExport> Known { get; private set; } = [];

    internal void Add(Guid id) => _ids.Add(id);

    internal void Take(IEnumerable<BatchExport> exports, TimeSpan? maxLag) =>
        Known = exports.Where(e => Whole || _ids.Contains(e.Id)).Select(e => Look(e, maxLag)).ToList();

    private WatchedExport Look(BatchExport export, TimeSpan? maxLag)
    {
        export.ProjectName ??= Scope.ProjectName;
        return new WatchedExport(HealthCheck.Judge(export, Scope.Session.ServerNow, maxLag), export.LatestRuns.FirstOrDefault());
    }
}
