using System.Collections.Generic;
using System.Linq;
using System.Management.Automation;
using PostHogPS.Cmdlets.Execution;
using PostHogPS.Connections;
using PostHogPS.Contracts;
using PostHogPS.DashboardFiles;
using PostHogPS.Text;

namespace PostHogPS.Cmdlets.Resolving;

/// <summary>Imports dashboards, each after what it refers to has been found in the target. The target is listed once for each command.</summary>
internal sealed class DashboardImports(PSCmdlet cmdlet, CommandRun run, ImportOptions options, bool saysExists = false)
{
    private readonly Dictionary<(PostHogConnection, string), DashboardImporter> _importers = new();

    /// <summary>-Skip, -KeepAsIs and -Fail as one choice.</summary>
    internal static UnmappedChoice Choose(bool skip, bool keep, bool fail)
    {
        if ((skip ? 1 : 0) + (keep ? 1 : 0) + (fail ? 1 : 0) > 1)
            throw new ProblemException("Validation", ProblemCategory.InvalidArgument,
                "-Skip, -KeepAsIs and -Fail exclude each other. Nothing was sent.") { EndsCommand = true };
        return skip ? UnmappedChoice.Skip : keep ? UnmappedChoice.KeepAsIs : UnmappedChoice.Fail;
    }

    internal void Check() => options.Check();

    /// <summary>The target, listed.</summary>
    internal DashboardImporter Open(ProjectScope scope)
    {
        if (!_importers.TryGetValue(scope.Key, out DashboardImporter? importer))
            _importers.Add(scope.Key, importer = run.Pump.Await(call => DashboardImporter.OpenAsync(scope, call)));
        return importer;
    }

    internal void Import(DashboardFile file, ProjectScope scope)
    {
        DashboardImporter importer = Open(scope);
        ResolvedDashboard resolved = run.Pump.Await(call => importer.ResolveAsync(file, options.Unmapped, call));
        IReadOnlyList<DashboardPortability> blocking = resolved.Blocking(options.Unmapped);
        Report(resolved);
        // With -WhatIf too: a plan that would be refused is not shown as one.
        if (blocking.Count > 0)
            throw Problems.NotPortable(file.Name, scope.Description, blocking);
        DashboardImport import = run.Pump.Await(call => importer.PlanAsync(resolved, options, call));
        if (import.Note is { } note)
            run.Messages.WriteWarning(note);
        if (import.IsDone)
        {
            string text = $"Dashboard '{MessageText.Name(file.Name)}' ({import.Existing!.Id}) is in {scope.Description} already, "
                + "with nothing to change; nothing was sent.";
            if (saysExists)
                run.Messages.WriteWarning(text + " To make a second one: -Force.");
            else
                run.Messages.WriteVerbose(text);
            return;
        }

        string what = $"{(import.Existing is null ? "Make" : "Change")} dashboard '{MessageText.Name(file.Name)}' in {scope.Description}";
        if (!run.Messages.ShouldProcess(what + ":", what + "?", cmdlet.MyInvocation.MyCommand.Name, import.Steps.ToList(), out _))
            return;
        Dashboard made = run.Pump.Await(import.RunAsync);
        importer.Keep(made);
        cmdlet.WriteObject(made);
    }

    private void Report(ResolvedDashboard resolved)
    {
        if (run.Parameters.IsWhatIf)
            cmdlet.WriteObject(resolved.Found.Where(static one => one.State != "Mapped").ToArray(), enumerateCollection: true);
        foreach (DashboardPortability one in resolved.Found.Where(static one => one.State != "Mapped"))
        {
            string what = one.Tile.Length > 0 ? one.Tile : $"Dashboard '{MessageText.Name(one.Dashboard)}'";
            string text = $"{what}, {one.Path}: {one.Kind} '{MessageText.Name(one.Name)}'. {one.Reason}";
            if (one.Kind == "filter" || (one.IsBlocking && options.Unmapped == UnmappedChoice.Fail))
                run.Messages.WriteVerbose(text);
            else
                run.Messages.WriteWarning(text + (one.IsBlocking ? options.Unmapped == UnmappedChoice.Skip ? " It is left out." : " It is kept as it is."
                    : ""));
        }
    }
}
