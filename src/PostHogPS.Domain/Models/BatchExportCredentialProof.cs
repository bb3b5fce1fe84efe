using System;
using PostHogPS.Text;

namespace PostHogPS;

/// <summary>The run that shows whether a batch export can write with its new credentials.</summary>
public sealed class BatchExportCredentialProof : ServerObject
{
    /// <summary>Start of the interval that it exports.</summary>
    public DateTimeOffset? Start { get; set; }

    /// <summary>End of the interval.</summary>
    public DateTimeOffset? End { get; set; }

    /// <summary>The run; null where none is known yet.</summary>
    public Guid? RunId { get; set; }

    /// <summary>Planned, NoRows (PostHog found nothing to write), Skipped (another backfill covers it), Running, Unknown, or the status of the run.</summary>
    public string State { get; set; } = "";

    /// <summary>The error of the run; null for none.</summary>
    public string? Error { get; set; }

    /// <summary>Interval and state.</summary>
    public override string ToString() => $"{IntervalText.Format(Start, End)}: {State}";
}
