using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;

namespace PostHogPS.Health;

/// <summary>Counts failures by cause as they come, without keeping the runs.</summary>
internal sealed class ErrorTally
{
    // One outage repeats the same text thousands of times, and normalizing is slow.
    private const int TextsRemembered = 1000;

    private readonly Dictionary<string, Entry> _entries = new(StringComparer.OrdinalIgnoreCase);
    private readonly Dictionary<string, string> _causes = new(StringComparer.Ordinal);

    internal void Add(BatchExportRun run)
    {
        string cause = CauseOf(run.LatestError ?? "");
        if (!_entries.TryGetValue(cause, out Entry? entry))
            _entries.Add(cause, entry = new Entry(cause, run));
        entry.Add(run);
    }

    /// <summary>Adds what another tally has counted.</summary>
    internal void Add(ErrorTally other)
    {
        foreach (KeyValuePair<string, Entry> counted in other._entries)
        {
            if (_entries.TryGetValue(counted.Key, out Entry? entry))
                entry.Add(counted.Value);
            else
                _entries.Add(counted.Key, counted.Value);
        }
    }

    /// <summary>One group per cause, the most frequent first.</summary>
    internal List<BatchExportErrorGroup> Groups() =>
        _entries.Values.Select(entry => entry.Group())
            .OrderByDescending(group => group.Count).ThenByDescending(group => group.LastSeen).ThenBy(group => group.Cause, StringComparer.Ordinal)
            .ToList();

    private string CauseOf(string text)
    {
        if (_causes.TryGetValue(text, out string? known))
            return known;
        string cause = ErrorCause.Normalize(text);
        if (_causes.Count < TextsRemembered)
            _causes.Add(text, cause);
        return cause;
    }

    private sealed class Entry
    {
        private readonly string _cause;
        private readonly SortedSet<string> _statuses = new(StringComparer.Ordinal);
        // By id: two exports may have one name.
        private readonly Dictionary<(IOrigin?, Guid), BatchExportHealth> _exports = new();
        private readonly Dictionary<(IOrigin?, long), string> _projects = new();
        private BatchExportRun _newest;
        private DateTimeOffset? _first;
        private int _count;

        internal Entry(string cause, BatchExportRun first)
        {
            _cause = cause;
            _newest = first;
        }

        internal void Add(BatchExportRun run)
        {
            _count++;
            _statuses.Add(run.Status);
            Guid export = run.BatchExportId ?? Guid.Empty;
            if (!_exports.ContainsKey((run.Origin, export)))
                _exports.Add((run.Origin, export), CreateExport(run, export));
            if (!_projects.ContainsKey((run.Origin, run.ProjectId)))
                _projects.Add((run.Origin, run.ProjectId), run.ProjectName ?? run.ProjectId.ToString(CultureInfo.InvariantCulture));
            _newest = run.CreatedAt > _newest.CreatedAt ? run : _newest;
            _first = _first is null || run.CreatedAt < _first ? run.CreatedAt : _first;
        }

        internal void Add(Entry other)
        {
            _count += other._count;
            _statuses.UnionWith(other._statuses);
            foreach (KeyValuePair<(IOrigin?, Guid), BatchExportHealth> export in other._exports)
                _exports[export.Key] = export.Value;
            foreach (KeyValuePair<(IOrigin?, long), string> project in other._projects.Where(project => !_projects.ContainsKey(project.Key)))
                _projects.Add(project.Key, project.Value);
            _newest = other._newest.CreatedAt > _newest.CreatedAt ? other._newest : _newest;
            _first = _first is null || other._first < _first ? other._first : _first;
        }

        private static BatchExportHealth CreateExport(BatchExportRun run, Guid export) => new()
        {
            BatchExportId = export,
            BatchExportName = run.BatchExportName ?? run.BatchExportId?.ToString() ?? "",
            ProjectId = run.ProjectId,
            ProjectName = run.ProjectName,
            Origin = run.Origin,
            IsOneOfMany = run.IsOneOfMany,
        };

        internal BatchExportErrorGroup Group()
        {
            BatchExportHealth[] exports = _exports.Values.OrderBy(static export => export.BatchExportName, StringComparer.OrdinalIgnoreCase)
                .ThenBy(static export => export.BatchExportName, StringComparer.Ordinal).ThenBy(static export => export.BatchExportId).ToArray();
            return Group(exports);
        }

        private BatchExportErrorGroup Group(BatchExportHealth[] exports) => new()
        {
            Exports = exports,
            BatchExportIds = exports.Select(static export => export.BatchExportId).ToArray(),
            Cause = _cause,
            Count = _count,
            FirstSeen = _first,
            LastSeen = _newest.CreatedAt,
            Statuses = _statuses.ToArray(),
            BatchExports = exports.Select(static export => export.BatchExportName).ToArray(),
            Example = _newest.LatestError ?? "",
            ExampleRunId = _newest.Id,
            ProjectId = _newest.ProjectId,
            ProjectName = _newest.ProjectName,
            Origin = _newest.Origin,
            IsOneOfMany = _newest.IsOneOfMany,
            Projects = _projects.Select(place =>
                _projects.Keys.Select(key => key.Item1).Distinct().Skip(1).Any() ? place.Value + " on " + place.Key.Item1?.Name : place.Value)
                .OrderBy(s => s, StringComparer.OrdinalIgnoreCase).ThenBy(s => s, StringComparer.Ordinal).ToArray(),
        };
    }
}
