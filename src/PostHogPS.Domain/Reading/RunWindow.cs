using System;
using System.Collections.Generic;
using PostHogPS.Contracts;

namespace PostHogPS.Reading;

/// <summary>A part of a list of runs that is read by itself: the runs from one key up to another.</summary>
internal sealed class RunWindow
{
    internal RunWindow(int number, RunQuery query, long from, long cut, HashSet<Guid> givenBefore)
    {
        Number = number;
        Query = query;
        From = from;
        Cut = cut;
        GivenBefore = givenBefore;
    }

    internal int Number { get; }

    internal RunQuery Query { get; }

    /// <summary>The first key; keys grow in the order of the list.</summary>
    internal long From { get; }

    /// <summary>The first key behind it, which begins the next window.</summary>
    internal long Cut { get; set; }

    /// <summary>Runs at its first key that came with the page before it.</summary>
    internal HashSet<Guid> GivenBefore { get; }

    /// <summary>What has been read of it.</summary>
    internal Queue<(List<BatchExportRun> Runs, IReadOnlyList<PostHogApiException> Unreadable)> Pages { get; } = new();

    internal long Count { get; private set; }

    internal bool HasEnded { get; set; }

    internal Exception? Error { get; set; }

    internal void Add(List<BatchExportRun> runs, IReadOnlyList<PostHogApiException> unreadable)
    {
        Count += runs.Count;
        Pages.Enqueue((runs, unreadable));
    }
}
