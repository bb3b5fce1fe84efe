using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading.Tasks;
using PostHogPS.Anomalies;
using PostHogPS.Connections;
using PostHogPS.Contracts;
using PostHogPS.Gaps;
using PostHogPS.Rows;

namespace PostHogPS.Report;

/// <summary>What the report says of the rows of one export: expected against exported.</summary>
internal sealed class RowHistory
{
    /// <summary>How far from the usual an interval of the report must be.</summary>
    internal static readonly AnomalyThresholds Thresholds = AnomalyThresholds.For("Normal");

    private RowHistory(DateTimeOffset after, DateTimeOffset before, TimeSpan bucket)
    {
        ExpectedSeries = new VolumeSeries(after, before, bucket);
        ExportedSeries = new VolumeSeries(after, before, bucket);
    }

    internal VolumeSeries ExpectedSeries { get; }

    internal VolumeSeries ExportedSeries { get; }

    internal long Expected { get; private set; }

    internal long Exported { get; private set; }

    /// <summary>Intervals that lack rows, or have more than PostHog holds.</summary>
    internal List<BatchExportRowComparison> Findings { get; } = new();

    /// <summary>Why rows are not compared; null where they are.</summary>
    internal string? Note { get; private set; }

    /// <summary>Rows that were not exported.</summary>
    internal long Lacking => Findings.Sum(static row =>
        row.State == RowState.Short ? row.Shortfall ?? 0 : row.State == RowState.Missing ? row.Expected ?? 0 : 0);

    /// <summary>Reads it, and adds what is unusual. A key that may not ask is no failure of the report: it says what is missing.</summary>
    internal static async Task<RowHistory> ReadAsync(
        BatchExportTarget target, SharedFacts? shared, DateTimeOffset after, DateTimeOffset before, TimeSpan bucket, List<BatchExportAnomaly> anomalies,
        CallContext call)
    {
        var history = new RowHistory(after, before, bucket);
        (DateTimeOffset, DateTimeOffset?) Window(BatchExport export) => (after, before);
        anomalies.AddRange(await new AnomalyReader(target, Window, Thresholds) { Shared = shared?.Runs }.ReadAllAsync(call).ConfigureAwait(false));
        try
        {
            foreach (PostHogObject item in await new ExportRowReader(target, Window, isSummary: false) { Shared = shared }.ReadAllAsync(call)
                .ConfigureAwait(false))
                history.Add((BatchExportRowComparison)item);
        }
        catch (PostHogApiException e) when (e.Kind == PostHogErrorKind.MissingScope)
        {
            history.Note = $"The key lacks the scope {e.MissingScope ?? "query:read"}.";
        }

        return history;
    }

    private void Add(BatchExportRowComparison row)
    {
        if (row.Expected is null)
        {
            Note = row.Reason;
            return;
        }

        if (row.State is RowState.Short or RowState.Missing or RowState.Surplus)
            Findings.Add(row);
        if (row.State is RowState.TooRecent or RowState.NotComparable)
        {
            // Not in the total, and not drawn as a gap: only the rows exported so far are known.
            ExpectedSeries.Add(row.Start, row.End, row.Exported ?? 0, 0);
            ExportedSeries.Add(row.Start, row.End, row.Exported ?? 0, 0);
            return;
        }

        Expected += row.Expected.Value;
        Exported += row.Exported ?? 0;
        ExpectedSeries.Add(row.Start, row.End, row.Expected.Value, 0);
        ExportedSeries.Add(row.Start, row.End, row.Exported ?? 0, 0);
    }
}
