using System;
using System.Collections.Generic;
using System.Globalization;
using System.Threading.Tasks;
using PostHogPS.Contracts;

namespace PostHogPS.Reading;

/// <summary>
/// The further pages of a list by limit and offset: its first page says how many there are, so the links to them are known
/// and they are read side by side. A page is used only where the page before it leads to it.
/// </summary>
/// <typeparam name="T">Kind of the items.</typeparam>
internal sealed class LinksAhead<T>
{
    private const int MostAhead = 2 * RequestGate.MostInFlight;
    private const string Offset = "offset=";

    private readonly Func<string?, CallContext, Task<Page<T>>> _fetch;
    private readonly string _before;
    private readonly string _after;
    private readonly long _step;
    private readonly long _count;
    private readonly Queue<(string Link, Task<Page<T>> Page)> _asked = new();
    private long _next;
    private int _part;

    private LinksAhead(Func<string?, CallContext, Task<Page<T>>> fetch, string before, string after, long step, long count)
    {
        _fetch = fetch;
        _before = before;
        _after = after;
        _step = _next = step;
        _count = count;
    }

    /// <summary>Null for a list whose next links do not follow from the first one.</summary>
    internal static LinksAhead<T>? CreateFrom(Page<T> first, Func<string?, CallContext, Task<Page<T>>> fetch)
    {
        if (first.Count is not { } count || first.Next is not { } link)
            return null;
        int at = FindOffset(link);
        int end = at;
        while (end >= 0 && end < link.Length && link[end] is >= '0' and <= '9')
            end++;
        // Only from the beginning: there the first offset is the length of a page.
        return at > 0 && long.TryParse(link.Substring(at, end - at), NumberStyles.None, CultureInfo.InvariantCulture, out long step) && step > 0 && step < count
            ? new LinksAhead<T>(fetch, link.Substring(0, at), link.Substring(end), step, count)
            : null;
    }

    /// <summary>The page that a link leads to, asked for earlier where it was expected.</summary>
    internal Task<Page<T>> FetchAsync(string? link, CallContext call)
    {
        call.Turn?.Continue();
        AskAhead(call);
        if (_asked.Count > 0 && _asked.Peek().Link == link)
            return _asked.Dequeue().Page;
        // The list has changed: what was asked for is not what follows.
        _next = _count;
        _asked.Clear();
        return _fetch(link, call);
    }

    private void AskAhead(CallContext call)
    {
        for (; call.Turn is not null && _next < _count && _asked.Count < MostAhead; _next += _step)
        {
            string link = _before + _next.ToString(CultureInfo.InvariantCulture) + _after;
            Task<Page<T>> page = _fetch(link, call.With(call.Turn.Part(++_part), call.Cancellation));
            // One that is not used in the end must not surface as an unobserved failure.
            _ = page.ContinueWith(static failed => _ = failed.Exception, TaskContinuationOptions.OnlyOnFaulted | TaskContinuationOptions.ExecuteSynchronously);
            _asked.Enqueue((link, page));
        }
    }

    private static int FindOffset(string link)
    {
        int query = link.IndexOf('?');
        int at = query < 0 ? -1 : link.IndexOf(Offset, query, StringComparison.Ordinal);
        return at > 0 && link[at - 1] is ('?' or '&') ? at + Offset.Length : -1;
    }
}
