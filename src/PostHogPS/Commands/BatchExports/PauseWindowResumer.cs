using System;
using System.Collections.Generic;
using System.Linq;
using PostHogPS.Cmdlets.Execution;
using PostHogPS.Cmdlets.Resolving;
using PostHogPS.Connections;
using PostHogPS.Contracts;
using PostHogPS.Maintenance;

namespace PostHogPS.Commands;

/// <summary>Resumes what the file of a maintenance window lists. The file is written after each success, so that the same call can be repeated.</summary>
internal sealed class PauseWindowResumer(CommandRun run, BatchExportResolver exports, PostHogConnection connection)
{
    /// <summary>True where the pauses are to be backfilled: a warning then says which are not.</summary>
    internal bool Backfills { get; set; }

    /// <summary>Resumes the exports that are still open in the file.</summary>
    /// <param name="window">What the file holds.</param>
    /// <param name="path">The file, as the user gave it.</param>
    /// <param name="resume">Resumes one; false where the user said no.</param>
    internal void Resume(PauseWindow window, string path, Func<BatchExportTarget, bool> resume)
    {
        List<PausedExport> open = window.Open();
        if (open.Count == 0)
            run.Messages.WriteWarning($"{path} contains no export to resume.");
        var unknown = new List<PausedExport>();
        foreach (PausedExport entry in open)
        {
            run.Messages.Try(entry.Name, () =>
            {
                BatchExportTarget target = Find(entry);
                if (target.Export is null)
                    unknown.Add(entry);
                else if (entry.WhyNotResume(target.Export) is { } reason)
                    run.Messages.WriteWarning($"{target.Description} {reason}; it is skipped." + DescribeMissed(entry, target.Export));
                else if (resume(target))
                    window.End(entry, target.Scope);
            });
        }

        if (unknown.Count > 0 && unknown.Count == open.Count)
            throw MaintenanceProblems.UnknownExports(path, unknown, connection);
        unknown.ForEach(entry => run.Messages.Try(entry.Name, () => throw MaintenanceProblems.UnknownExport(entry, connection)));
    }

    // One list request per project rather than one per export. A list does not show every kind of export.
    private BatchExportTarget Find(PausedExport entry)
    {
        var scope = new ProjectScope(connection, ProjectText.FormatId(entry.ProjectId), entry.ProjectName);
        BatchExport? export = exports.ListOnce(scope).FirstOrDefault(e => e.Id == entry.Id);
        var target = new BatchExportTarget(scope, entry.Id, entry.Name, export, entry.Name);
        try
        {
            exports.Load(target);
        }
        catch (PostHogApiException e) when (e.Kind == PostHogErrorKind.NotFound)
        {
            // A 404 says that this connection does not show it, and not why; the caller says so.
            _ = e;
        }

        return target;
    }

    private string DescribeMissed(PausedExport entry, BatchExport export) =>
        Backfills && !export.Paused && entry.PausedAt is { } since
            ? " Its pause is not backfilled: " + export.CommandFor("Repair-PHBatchExport").WithWindow(since)
            : "";
}
