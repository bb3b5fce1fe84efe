using System;
using System.Collections.Generic;

namespace PostHogPS.Coverage;

/// <summary>Counts verdicts as they come.</summary>
internal sealed class CoverageTally
{
    private DateTimeOffset? _gapStart;

    /// <summary>Intervals that were due.</summary>
    internal long Expected { get; private set; }

    internal long Covered { get; private set; }

    internal long Missing => Expected - Covered;

    /// <summary>Of the missing ones, those that PostHog's own pause caused.</summary>
    internal long AutoPaused { get; private set; }

    /// <summary>Intervals that a person's pause leaves out.</summary>
    internal long Paused { get; private set; }

    /// <summary>The longest stretch without data, whatever its intervals are missing for.</summary>
    internal TimeSpan LongestGap { get; private set; }

    /// <summary>Start of the first interval that is missing.</summary>
    internal DateTimeOffset? FirstMissing { get; private set; }

    /// <summary>Counts each verdict as it passes.</summary>
    internal IEnumerable<IntervalVerdict> Count(IEnumerable<IntervalVerdict> verdicts)
    {
        foreach (IntervalVerdict verdict in verdicts)
        {
            Add(verdict);
            yield return verdict;
        }
    }

    internal void Add(IntervalVerdict verdict)
    {
        _gapStart = verdict.IsUncovered ? _gapStart ?? verdict.Interval.Start : null;
        if (_gapStart is { } start && verdict.Interval.End - start > LongestGap)
            LongestGap = verdict.Interval.End - start;
        FirstMissing ??= _gapStart;
        Expected += verdict.IsDue ? 1 : 0;
        Covered += verdict.IsCovered ? 1 : 0;
        AutoPaused += verdict.Kind == GapKind.AutoPaused ? 1 : 0;
        Paused += verdict.IsDue ? 0 : 1;
    }
}
