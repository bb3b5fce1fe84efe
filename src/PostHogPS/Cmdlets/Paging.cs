using System;
using System.Collections.Generic;
using System.Threading.Tasks;
using PostHogPS.Contracts;

namespace PostHogPS.Cmdlets;

/// <summary>Streams the items of a list. The next page is asked for when the last one has been consumed, so -First 1 costs one request.</summary>
internal static class Paging
{
    internal static IEnumerable<T> Stream<T>(WorkingCmdlet cmdlet, string activity, Func<string?, CallContext, Task<Page<T>>> fetch)
    {
        using var progress = new ProgressLine(cmdlet, activity);
        string? next = null;
        long seen = 0;
        do
        {
            string? link = next;
            Page<T> page = cmdlet.Await(call => fetch(link, call));
            foreach (T item in page.Items)
                yield return item;
            seen += page.Items.Count;
            next = page.Next;
            if (next is not null)
                progress.Update(page.Count is long count ? $"{seen} of {count}" : $"{seen}", page.Count is long total and > 0 ? seen * 100.0 / total : null);
        }
        while (next is not null);
    }
}
