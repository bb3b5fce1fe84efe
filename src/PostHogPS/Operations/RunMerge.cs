using System;
using System.Collections.Generic;

namespace PostHogPS.Operations;

/// <summary>Two sequences of runs, each ordered by the start of its data interval, made into one.</summary>
internal static class RunMerge
{
    internal static IEnumerable<BatchExportRun> ByStart(IEnumerable<BatchExportRun> first, IEnumerable<BatchExportRun> second)
    {
        using IEnumerator<BatchExportRun> a = first.GetEnumerator();
        using IEnumerator<BatchExportRun> b = second.GetEnumerator();
        bool hasA = a.MoveNext();
        bool hasB = b.MoveNext();
        while (hasA || hasB)
        {
            bool takeA = hasA && (!hasB || Start(a.Current) <= Start(b.Current));
            yield return takeA ? a.Current : b.Current;
            if (takeA)
                hasA = a.MoveNext();
            else
                hasB = b.MoveNext();
        }
    }

    private static DateTimeOffset Start(BatchExportRun run) => run.DataIntervalStart ?? DateTimeOffset.MinValue;
}
