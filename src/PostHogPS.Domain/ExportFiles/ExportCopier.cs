using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading.Tasks;
using PostHogPS.Connections;
using PostHogPS.Contracts;
using PostHogPS.Text;

namespace PostHogPS.ExportFiles;

/// <summary>Copies batch exports to another project, one after the other: the plan of a copy first, and then the copy.</summary>
/// <param name="to">The project that the copies go to.</param>
/// <param name="paused">Whether the copies are paused.</param>
/// <param name="allowsNamesakes">Whether a copy may get a name that an export of the project has.</param>
internal sealed class ExportCopier(ProjectExports to, bool paused, bool allowsNamesakes)
{
    private readonly Dictionary<(PostHogConnection, string), IntegrationNames> _sources = new();
    private readonly HashSet<string> _copied = new(StringComparer.OrdinalIgnoreCase);
    private readonly HashSet<string> _secretsUsed = new(StringComparer.Ordinal);
    private readonly ExportSync _sync = new(to);

    /// <summary>What a copy does, as a question says it.</summary>
    internal string Action => $"Copy to {to.Scope.Description}{(paused ? ", paused" : "")}";

    /// <summary>The step that makes a copy; a thrown problem where there can be none.</summary>
    internal async Task<PlannedStep> PlanAsync(BatchExportTarget target, BatchExport export, CallContext call)
    {
        CheckName(export);
        if (!_sources.TryGetValue(target.Scope.Key, out IntegrationNames? names))
            _sources.Add(target.Scope.Key, names = await ProjectExports.ReadIntegrationsAsync(target.Scope, call).ConfigureAwait(false));
        PlannedStep step = _sync.PlanCopy(ExportFile.CreateFrom(export, names, paused));
        if (step.Problem is { } problem)
            throw problem;
        // Names that differ in what a file name cannot hold make one name of a secret: one token would go to two destinations.
        if (step.Step.Secrets.FirstOrDefault(name => _secretsUsed.Contains(SecretVariable.NameOf(name))) is { } used)
            throw Problems.Validation($"The copy of '{MessageText.Name(export.Name)}' needs a secret '{MessageText.Name(used)}', as another copy of this "
                + "command does, so one would go to both. It was not copied.", "Copy them by one command each.");
        _secretsUsed.UnionWith(step.Step.Secrets.Select(SecretVariable.NameOf));
        return step;
    }

    /// <summary>Counts a copy, also one that is only asked about: the plan is that of the run.</summary>
    internal void Count(BatchExport export) => _copied.Add(export.Name);

    /// <summary>Makes a copy.</summary>
    internal async Task<BatchExport?> CopyAsync(PlannedStep step, BatchExport export, ExportSecrets secrets, CallContext call)
    {
        if (export.Schema is not null)
            call.Warn($"'{MessageText.Name(export.Name)}' has stored columns of its own (schema), which cannot be copied: the copy exports the usual ones.");
        // The warning may end the command: not a request later.
        await call.FlushAsync().ConfigureAwait(false);
        return await _sync.ApplyAsync(step, secrets, call).ConfigureAwait(false);
    }

    private void CheckName(BatchExport export)
    {
        if (allowsNamesakes)
            return;
        List<BatchExport> namesakes = to.Exports.Where(other => string.Equals(other.Name, export.Name, StringComparison.OrdinalIgnoreCase)).ToList();
        if (namesakes.Count > 0)
            throw Problems.NameInUse(export.Name, to.Scope.Description, namesakes,
                "Set-PHBatchExport changes it. To make a second one of the same name: -Force.");
        if (_copied.Contains(export.Name))
            throw Problems.NameInUse(export.Name, to.Scope.Description, [], "This command has copied one of that name. To make a second one: -Force.");
    }
}
