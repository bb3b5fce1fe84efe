using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using PostHogPS.Connections;
using PostHogPS.Contracts;
using PostHogPS.Storage;

namespace PostHogPS.Maintenance;

/// <summary>
/// A maintenance window: what was really paused, by whom and when. The file is written before and after each pause and
/// after each resume, so that either half can be run again after it broke off.
/// </summary>
internal sealed class PauseWindow
{
    private readonly string _path;
    private PauseFile _file;

    private PauseWindow(string path, PauseFile file)
    {
        _path = path;
        _file = file;
    }

    /// <summary>A new window, or the one that the file already holds.</summary>
    internal static PauseWindow OpenOrBegin(string path)
    {
        // Known before anything is read or paused, also where only -WhatIf is asked.
        AtomicFile.CheckPlace(path);
        return new(path, File.Exists(path) ? PauseFile.Read(path) : new PauseFile());
    }

    internal static PauseWindow Open(string path) => new(path, PauseFile.Read(path));

    /// <summary>What is still to be resumed.</summary>
    internal List<PausedExport> Open() => _file.Exports.Where(e => e.IsOpen).ToList();

    /// <summary>One file belongs to one host: ids mean nothing on another.</summary>
    internal void CheckHost(PostHogConnection connection)
    {
        if (_file.Host.Length > 0 && _file.Host != HostOf(connection))
            throw Problems.Mismatch($"'{_path}' belongs to {_file.Host}, but the connection '{connection.Name}' leads to {HostOf(connection)}. "
                + "Nothing was sent.",
                "Connect to that host, or give another file.");
    }

    /// <summary>A project that was named must be the one of all that is to be resumed.</summary>
    internal void CheckProject(long project)
    {
        if (Open().Find(e => e.ProjectId != project) is { } other)
            throw Problems.Mismatch($"'{_path}' holds '{other.Name}' of project {other.ProjectId}, but -ProjectId is {project}. Nothing was sent.",
                "Leave -ProjectId out: the file names the project of each export.");
    }

    /// <summary>True when the file says of this very pause that it is this window's.</summary>
    internal bool Contains(BatchExport export) => Find(export) is { State: PausedExport.Paused } entry && entry.IsPauseOf(export);

    /// <summary>True when pausing this export is this window's business: it runs, or an interrupted call of this window paused it.</summary>
    internal bool ShouldPause(BatchExport export) =>
        !export.Paused || (Find(export) is { State: PausedExport.Pausing } entry && entry.IsPauseOf(export));

    internal bool IsWritten => File.Exists(_path);

    /// <summary>Records that nothing was paused.</summary>
    internal void WriteEmpty(PostHogConnection connection)
    {
        Change(() => _file.Host = HostOf(connection));
    }

    /// <summary>Records that an export is about to be paused; false when that is recorded already.</summary>
    internal bool Begin(BatchExport export, ProjectScope scope)
    {
        if (Find(export) is { State: PausedExport.Pausing } known && known.IsPauseOf(export))
            return false;
        var entry = new PausedExport
        {
            IdText = export.Id.ToString(),
            Name = export.Name,
            ProjectId = export.ProjectId,
            ProjectName = export.ProjectName ?? scope.ProjectName,
            State = PausedExport.Pausing,
            By = UserOf(scope.Connection),
            PausedBefore = export.LastPausedAt,
        };
        Change(() =>
        {
            _file.Host = HostOf(scope.Connection);
            _file.Exports.RemoveAll(e => e.Id == export.Id);
            _file.Exports.Add(entry);
        });
        return true;
    }

    /// <summary>Removes an export that was not paused after all.</summary>
    internal void Forget(BatchExport export)
    {
        Change(() => _file.Exports.RemoveAll(e => e.Id == export.Id));
    }

    /// <summary>Records that it has been paused; false when somebody else paused it first and has to resume it.</summary>
    internal bool Confirm(BatchExport export)
    {
        bool ours = false;
        Change(() =>
        {
            if (Find(export) is not { } entry)
                return;
            ours = entry.IsPauseOf(export);
            if (!ours)
            {
                _file.Exports.Remove(entry);
                return;
            }

            entry.State = PausedExport.Paused;
            entry.PausedAt = export.LastPausedAt;
        });
        return ours;
    }

    /// <summary>Records that the pause of an export is over.</summary>
    internal void End(PausedExport entry, ProjectScope scope)
    {
        Change(() => (_file.Exports.Find(e => e.Id == entry.Id) ?? entry).End(UserOf(scope.Connection), scope.Session.ServerNow));
    }

    // Other shells may write to the same file: their entries are kept.
    private void Change(Action change)
    {
        using FileLock only = FileLock.Acquire(_path);
        if (File.Exists(_path))
            _file = PauseFile.Read(_path);
        change();
        _file.Write(_path);
    }

    private PausedExport? Find(BatchExport export) => _file.Exports.Find(e => e.Id == export.Id);

    private static string HostOf(PostHogConnection connection) => connection.HostUri.AbsoluteUri;

    private static string UserOf(PostHogConnection connection) => connection.User is { Length: > 0 } user ? user : Environment.UserName;
}
