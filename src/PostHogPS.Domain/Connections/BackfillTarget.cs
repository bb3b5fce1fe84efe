using System;
using PostHogPS.Text;

namespace PostHogPS.Connections;

/// <summary>A backfill to act on, with its export and the place it lives in.</summary>
internal sealed class BackfillTarget
{
    internal BackfillTarget(ProjectScope scope, Guid batchExport, BatchExportBackfill backfill, object? input)
    {
        Scope = scope;
        BatchExportId = batchExport;
        Backfill = backfill;
        Input = input;
    }

    internal ProjectScope Scope { get; }

    internal Guid BatchExportId { get; }

    /// <summary>The backfill; of a bare id only the id is filled.</summary>
    internal BatchExportBackfill Backfill { get; set; }

    internal object? Input { get; }

    /// <summary>Which one, where.</summary>
    internal string Description =>
        $"backfill {Backfill}{(Backfill.End is null && Backfill.Start is null ? "" : " " + IntervalText.FormatInBrackets(Backfill.Start, Backfill.End))} of "
            + "batch export "
        + (Backfill.BatchExportName is { Length: > 0 } name ? $"'{MessageText.Name(name)}'" : BatchExportId.ToString()) + $" in {Scope.Description}";
}
