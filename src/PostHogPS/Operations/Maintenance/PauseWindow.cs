using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using PostHogPS.Binding;
using PostHogPS.Errors;

namespace PostHogPS.Operations.Maintenance;

/// <summary>
/// A maintenance window: what was really paused, by whom and when. The file is written before and after each pause and
/// after each resume, so that either half can be run again after it broke off.
/// </summary>
internal sealed class PauseWindow
{
    private readonly string _path;
    private readonly PauseFile _file;

    private PauseWindow(string path, PauseFile file)
    {
        _path = path;
        _file = file;
    }

    /// <summary>A new window, or the one that the file already holds.</summary>
    internal static PauseWindow OpenOrBegin(string path) =>
        new(path, File.Exists(path) ? PauseFile.Read(path) : new PauseFile());

    internal static PauseWindow Open(string path) => new(path, PauseFile.Read(path));

    /// <summary>What is still to be resumed.</summary>
    internal List<PausedExport> Open() => _file.Exports.Where(e => e.IsOpen).ToList();

    /// <summary>One window, one host: an id means nothing elsewhere.</summary>
    internal void CheckHost(PostHogConnection connection)
    {
        if (_file.Host.Length > 0 && _file.Host != HostOf(connection))
            throw Fault.Mismatch($"'{_path}' belongs to {_file.Host}, but the connection '{connection.Name}' leads to {HostOf(connection)}. Nothing was sent.",
                "Connect to that host, or give another file.");
    }

    /// <summary>True when pausing this export is this window's business: it runs, or an interrupted call of this window paused it.</summary>
    internal bool Wants(BatchExport export) =>
        !export.Paused || (Find(export) is { State: PausedExport.Pausing } entry && entry.IsPauseOf(export));

    internal bool IsWritten => File.Exists(_path);

    /// <summary>Writes down that nothing was paused.</summary>
    internal void WriteEmpty(PostHogConnection connection)
    {
        _file.Host = HostOf(connection);
        _file.Write(_path);
    }

    /// <summary>Writes down that an export is about to be paused; false when it is so already.</summary>
    internal bool Begin(BatchExport export, Scope scope)
    {
        _file.Host = HostOf(scope.Connection);
        if (Find(export) is { State: PausedExport.Pausing } known && known.IsPauseOf(export))
            return false;
        _file.Exports.RemoveAll(e => e.Id == export.Id);
        _file.Exports.Add(new PausedExport
        {
            IdText = export.Id.ToString(),
            Name = export.Name,
            ProjectId = export.ProjectId,
            ProjectName = export.ProjectName ?? scope.ProjectName,
            State = PausedExport.Pausing,
            By = WhoIs(scope.Connection),
            PausedBefore = export.LastPausedAt,
        });
        _file.Write(_path);
        return true;
    }

    /// <summary>Writes down that an export was not paused after all.</summary>
    internal void Forget(BatchExport export)
    {
        _file.Exports.RemoveAll(e => e.Id == export.Id);
        _file.Write(_path);
    }

    /// <summary>Writes down that it has been paused; false when somebody else was faster, so that it is theirs to resume.</summary>
    internal bool Confirm(BatchExport export)
    {
        PausedExport entry = Find(export)!;
        bool ours = entry.IsPauseOf(export);
        if (ours)
        {
            entry.State = PausedExport.Paused;
            entry.PausedAt = export.LastPausedAt;
        }
        else
        {
            _file.Exports.Remove(entry);
        }

        _file.Write(_path);
        return ours;
    }

    /// <summary>Writes down that the pause of an export is over.</summary>
    internal void End(PausedExport entry, Scope scope)
    {
        entry.End(WhoIs(scope.Connection), scope.Session.ServerNow);
        _file.Write(_path);
    }

    private PausedExport? Find(BatchExport export) => _file.Exports.Find(e => e.Id == export.Id);

    private static string HostOf(PostHogConnection connection) => connection.HostUri.AbsoluteUri;

    private static string WhoIs(PostHogConnection connection) => connection.User is { Length: > 0 } user ? user : Environment.UserName;
}
