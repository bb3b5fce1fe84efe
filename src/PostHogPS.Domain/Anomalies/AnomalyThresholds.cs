using System;

namespace PostHogPS.Anomalies;

/// <summary>How far a value must be from what is usual. Both must be exceeded: usual deviations, and a factor that matters in practice.</summary>
internal sealed class AnomalyThresholds
{
    private AnomalyThresholds(double score, double factor, double duration)
    {
        Score = score;
        Factor = factor;
        DurationFactor = duration;
    }

    /// <summary>In usual deviations.</summary>
    internal double Score { get; }

    /// <summary>Of rows and of bytes per row.</summary>
    internal double Factor { get; }

    /// <summary>Of durations, which vary far more.</summary>
    internal double DurationFactor { get; }

    /// <summary>Low, Normal or High.</summary>
    internal static AnomalyThresholds For(string sensitivity) => sensitivity.ToUpperInvariant() switch
    {
        "LOW" => new AnomalyThresholds(8, 3, 10),
        "HIGH" => new AnomalyThresholds(3.5, 1.25, 3),
        "NORMAL" => new AnomalyThresholds(5, 1.5, 5),
        _ => throw new ArgumentOutOfRangeException(nameof(sensitivity), sensitivity, "Low, Normal or High."),
    };
}
