using System;
using PostHogPS.Text;

namespace PostHogPS.Connections;

/// <summary>A run to act on, with its export and the place it lives in.</summary>
internal sealed class RunTarget
{
    internal RunTarget(ProjectScope scope, Guid batchExport, Guid id, object? input, BatchExportRun? run, string? exportName)
    {
        Scope = scope;
        BatchExportId = batchExport;
        Id = id;
        Input = input;
        Run = run;
        ExportName = run?.BatchExportName ?? exportName;
    }

    internal ProjectScope Scope { get; }

    internal Guid BatchExportId { get; }

    internal Guid Id { get; }

    internal object? Input { get; }

    internal BatchExportRun? Run { get; set; }

    internal string? ExportName { get; }

    internal ItemKey Export => new(Scope, BatchExportId);

    internal string ExportDescription => ExportName is { Length: > 0 } name ? $"'{MessageText.Name(name)}'" : BatchExportId.ToString();

    /// <summary>Which one, where.</summary>
    internal string Description =>
        $"run {Id}{(Run is null ? "" : " " + Interval)} of batch export {ExportDescription} in {Scope.Description}";

    /// <summary>The data interval in UTC.</summary>
    internal string Interval => IntervalText.FormatInBrackets(Run?.DataIntervalStart, Run?.DataIntervalEnd);
}
