using System;
using PostHogPS.Text;

namespace PostHogPS;

/// <summary>An interval of a batch export whose run does not fit the export's own history.</summary>
public sealed class BatchExportAnomaly : PostHogObject, INamesBatchExport
{
    /// <summary>The export.</summary>
    public Guid BatchExportId { get; set; }

    /// <summary>Its name.</summary>
    public string BatchExportName { get; set; } = "";

    /// <summary>Start of the interval.</summary>
    public DateTimeOffset Start { get; set; }

    /// <summary>End of the interval.</summary>
    public DateTimeOffset End { get; set; }

    /// <summary>Empty, TooFewRows, TooManyRows, BytesPerRow, FailedRows, IncompleteRows or LongRun.</summary>
    public string Kind { get; set; } = "";

    /// <summary>What does not fit: rows, bytes per row, or seconds, by Kind.</summary>
    public double Value { get; set; }

    /// <summary>Lower end of the expected range, in the unit of Value.</summary>
    public double ExpectedLow { get; set; }

    /// <summary>Upper end of the expected range, in the unit of Value.</summary>
    public double ExpectedHigh { get; set; }

    /// <summary>The expected range as text, with its unit.</summary>
    public string Expected { get; set; } = "";

    /// <summary>How many usual deviations it is away from the expected value, 100 at most. 100 as well for what needs no statistics.</summary>
    public double Score { get; set; }

    /// <summary>One sentence.</summary>
    public string Reason { get; set; } = "";

    /// <summary>Rows that the run exported.</summary>
    public long? Rows { get; set; }

    /// <summary>Bytes that the run exported.</summary>
    public long? Bytes { get; set; }

    /// <summary>The run.</summary>
    public Guid RunId { get; set; }

    /// <summary>Name, interval and kind.</summary>
    public override string ToString() => BatchExportName + " " + IntervalText.FormatInBrackets(Start, End) + " " + Kind;
}
