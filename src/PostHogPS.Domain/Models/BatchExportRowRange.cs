using System;
using PostHogPS.Text;

namespace PostHogPS;

/// <summary>Neighbouring intervals that lack rows.</summary>
public sealed class BatchExportRowRange : ServerObject
{
    /// <summary>Start of the first interval.</summary>
    public DateTimeOffset Start { get; set; }

    /// <summary>End of the last interval.</summary>
    public DateTimeOffset End { get; set; }

    /// <summary>Short or Missing.</summary>
    public string State { get; set; } = "";

    /// <summary>How many rows.</summary>
    public long Rows { get; set; }

    /// <summary>State, rows and bounds.</summary>
    public override string ToString() => $"{State}: {CountText.FormatRows(Rows)} {IntervalText.FormatInBrackets(Start, End)}";
}
