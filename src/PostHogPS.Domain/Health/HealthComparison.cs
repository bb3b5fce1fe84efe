using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Linq;
using PostHogPS.Connections;
using PostHogPS.Schedule;
using PostHogPS.Storage;
using PostHogPS.Text;

namespace PostHogPS.Health;

/// <summary>
/// Compares the states of exports with those that were written last. Each change is remembered by itself, and
/// only after it was written: a call that is interrupted repeats a message and loses none.
/// </summary>
internal sealed class HealthComparison
{
    private const string Defaults = "the default criteria";

    private readonly string? _path;
    private readonly bool _isKept;
    private readonly List<BatchExportHealth> _unchanged = new();
    private readonly List<string> _returned = new();
    private HealthStateFile _file;
    private string _criteria = Defaults;

    private HealthComparison(string? path, bool isKept, HealthStateFile file)
    {
        _path = path;
        _isKept = isKept;
        _file = file;
    }

    /// <summary>What exports are judged by, as the file keeps it.</summary>
    /// <param name="after">Start of the intervals that count as well; null where none do.</param>
    /// <param name="maxLag">Allowed lag; null for the default.</param>
    /// <param name="comparesRows">Whether rows count as well.</param>
    internal static string FormatCriteria(DateInput? after, TimeSpan? maxLag, bool comparesRows)
    {
        string[] given =
        [
            after is null ? "" : "-After " + after.Criterion,
            maxLag is { } lag ? "-MaxLag " + lag.ToString("c", CultureInfo.InvariantCulture) : "",
            comparesRows ? "-Rows" : "",
        ];
        return given.Any(static one => one.Length > 0) ? string.Join(" ", given.Where(static one => one.Length > 0)) : Defaults;
    }

    /// <summary>A comparison within one command.</summary>
    internal static HealthComparison Begin() => new(null, isKept: true, new HealthStateFile());

    /// <summary>A comparison with what a file holds, if there is one yet.</summary>
    /// <param name="path">The file.</param>
    /// <param name="isKept">False where nothing may be written.</param>
    /// <param name="criteria">What the exports are judged by, beside the defaults.</param>
    internal static HealthComparison OpenOrBegin(string path, bool isKept, string criteria = Defaults)
    {
        // Checked first: an error after the first message would send this message at every call.
        if (isKept)
            AtomicFile.Check(path);
        return new(path, isKept, Read(path, criteria)) { _criteria = criteria };
    }

    /// <summary>
    /// What it means that the file held exports as not listed and they are there; null where it held none. A job with another key, which sees
    /// other exports, would write so with every call.
    /// </summary>
    internal string? FormatReturned() => _returned.Count == 0 ? null
        : $"This file held {CountText.FormatCount(_returned.Count, "batch export")} as NotFound that {CountText.Choose(_returned.Count, "is", "are")} there: "
            + $"{NameList.Format(_returned.Select(static name => MessageText.Name(name)).OrderBy(static name => name, StringComparer.Ordinal))}. "
            + "Where jobs with several keys write to it, each key that sees other projects needs a -StatePath of its own.";

    /// <summary>Gives one out, with what has changed.</summary>
    /// <param name="health">How the export is.</param>
    /// <param name="give">Gives it to the caller, which may throw.</param>
    internal void Give(BatchExportHealth health, Action<BatchExportHealth> give)
    {
        Compare(health);
        if (health.PreviousState == HealthState.NotFound && health.State != HealthState.NotFound)
            _returned.Add(health.BatchExportName);
        if (health.Changed != true || !_isKept)
        {
            give(health);
            _unchanged.Add(health);
            return;
        }

        // Another job may have written it in the meantime. It waits until this job has: one message, not two.
        using FileLock? only = Lock();
        Compare(health);
        give(health);
        Remember([health], []);
    }

    /// <summary>The same, where the caller wants only what has changed.</summary>
    internal void GiveChanged(BatchExportHealth health, Action<BatchExportHealth> give) => Give(
        health,
        given =>
        {
            if (given.Changed == true)
                give(given);
        });

    /// <summary>Remembers what was given out without a change: exports that are new and healthy, names, and organizations.</summary>
    /// <param name="listed">Every project that was listed, of a call over all of them.</param>
    internal void Finish(IReadOnlyCollection<ProjectScope>? listed = null)
    {
        if (!_isKept)
            return;
        using FileLock? only = Lock();
        Remember(_unchanged, listed ?? []);
        _unchanged.Clear();
    }

    /// <summary>Exports of a project that are remembered and not in its list any more.</summary>
    /// <param name="scope">The project.</param>
    /// <param name="listed">All of its exports.</param>
    internal List<RememberedHealth> FindUnlisted(ProjectScope scope, IReadOnlyCollection<BatchExport> listed)
    {
        // The number of @current is known by now; where the server gave none, by what it listed.
        string project = scope.Project == PostHogConnection.CurrentProject ? scope.Connection.ProjectId : scope.Project;
        long number = ProjectText.TryId(project, out long id) ? id : listed.Select(static export => export.ProjectId).FirstOrDefault();
        var ids = new HashSet<Guid>(listed.Select(static export => export.Id));
        return _file.Exports.FindAll(export => export.State != HealthState.NotFound && export.ProjectId == number
            && export.Host == scope.Connection.HostUri.AbsoluteUri && !ids.Contains(export.Id));
    }

    /// <summary>Exports that are remembered of projects that are not listed any more.</summary>
    /// <param name="connection">The connection.</param>
    /// <param name="listed">All projects of the organization that its key works in.</param>
    internal List<RememberedHealth> FindOfVanishedProjects(PostHogConnection connection, IReadOnlyCollection<ProjectScope> listed)
    {
        var projects = new HashSet<string>(listed.Select(static scope => scope.Project));
        var organizations = new HashSet<string>(listed.Select(FormatOrganization));
        // An empty list names no organization.
        return _file.Exports.FindAll(export => export.State != HealthState.NotFound && export.Host == connection.HostUri.AbsoluteUri
            && export.Organization is { } organization && (listed.Count == 0 || organizations.Contains(organization))
            && !projects.Contains(ProjectText.FormatId(export.ProjectId)));
    }

    private static string FormatOrganization(ProjectScope scope) => scope.Organization?.ToString() ?? "";

    private void Compare(BatchExportHealth health)
    {
        RememberedHealth? before = _file.Find(health);
        health.PreviousState = before?.State;
        health.Changed = before is null ? !health.IsHealthy
            : !IsPassing(health) && !before.IsNewerThan(health) && (before.State != health.State || before.IsHealthy != health.IsHealthy);
    }

    private static HealthStateFile Read(string path, string criteria)
    {
        HealthStateFile file = File.Exists(path) ? HealthStateFile.Read(path) : new HealthStateFile();
        file.CheckCriteria(path, criteria);
        return file;
    }

    private FileLock? Lock()
    {
        if (_path is null)
            return null;
        FileLock only = FileLock.Acquire(_path);
        try
        {
            // Other shells may write to the same file: their entries are kept.
            if (File.Exists(_path))
                _file = Read(_path, _criteria);
            return only;
        }
        catch
        {
            only.Dispose();
            throw;
        }
    }

    private void Remember(IEnumerable<BatchExportHealth> given, IEnumerable<ProjectScope> listed)
    {
        bool isWritten = File.Exists(_path);
        foreach (BatchExportHealth health in given)
            isWritten &= !Update(health);
        foreach (ProjectScope scope in listed)
            isWritten &= !Update(scope);
        if (_path is not null && !isWritten)
            _file.Write(_path);
    }

    // True when the file has changed since.
    private bool Update(BatchExportHealth health)
    {
        RememberedHealth? before = _file.Find(health);
        var now = RememberedHealth.CreateFrom(health);
        if (IsPassing(health) ? before is null : before?.IsNewerThan(health) == true)
            return false;
        if (before is not null && (IsPassing(health) || (before.State == now.State && before.IsHealthy == now.IsHealthy)))
        {
            bool isRenamed = before.Name != now.Name;
            before.Name = now.Name;
            return isRenamed;
        }

        now.Organization = before?.Organization;
        _file.Exports.RemoveAll(export => export.IsOf(health));
        _file.Exports.Add(now);
        return true;
    }

    private bool Update(ProjectScope scope)
    {
        string organization = FormatOrganization(scope);
        List<RememberedHealth> news = _file.Exports.FindAll(export => export.Organization != organization
            && ProjectText.FormatId(export.ProjectId) == scope.Project && export.Host == scope.Connection.HostUri.AbsoluteUri);
        news.ForEach(export => export.Organization = organization);
        return news.Count > 0;
    }

    // A backfill is between two states: only its end shows whether the export is healthy again.
    private static bool IsPassing(BatchExportHealth health) => health is { State: HealthState.Backfilling, IsHealthy: true };
}
