using System;
using System.Collections.Generic;
using System.Threading.Tasks;
using PostHogPS.Contracts;

namespace PostHogPS.Cmdlets;

/// <summary>Streams the items of a list. The next page is asked for when the last one has been consumed, so -First 1 costs one request.</summary>
internal static class Paging
{
    internal static IEnumerable<T> Stream<T>(
        WorkingCmdlet cmdlet, string activity, Func<string?, CallContext, Task<Page<T>>> fetch, PageWalk<T>? walk = null)
    {
        using var progress = new ProgressLine(cmdlet, activity);
        walk ??= new PageWalk<T>();
        long seen = 0;
        while (walk.GoesOn)
        {
            Page<T> page = cmdlet.Await(call => fetch(walk.Next, call));
            foreach (T item in walk.Take(page))
            {
                seen++;
                yield return item;
            }

            cmdlet.ReportOnce(walk.Unreadable);
            if (walk.Problem is { } problem)
                throw problem;
            if (walk.GoesOn)
                progress.Update(page.Count is long count ? $"{seen} of {count}" : $"{seen}", page.Count is long total and > 0 ? Math.Min(100, seen * 100.0 / total) : null);
        }
    }
}
