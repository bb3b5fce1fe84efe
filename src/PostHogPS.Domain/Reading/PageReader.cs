using System;
using System.Collections.Generic;
using System.Threading.Tasks;
using PostHogPS.Contracts;

namespace PostHogPS.Reading;

/// <summary>The items of a list of PostHog, a page at a time.</summary>
internal sealed class PageReader<T> : ItemReader<T>
{
    private readonly string _activity;
    private readonly Func<string?, CallContext, Task<Page<T>>> _fetch;
    private readonly PageWalk<T> _walk;
    private IReadOnlyList<PostHogApiException> _unreadable = [];
    private LinksAhead<T>? _ahead;
    private Activity? _progress;
    private long _seen;
    private bool _hasProblem;

    /// <param name="activity">What the progress line says.</param>
    /// <param name="fetch">Asks for a page; null is the first one.</param>
    /// <param name="walk">Follows the list; null for the usual rules.</param>
    internal PageReader(string activity, Func<string?, CallContext, Task<Page<T>>> fetch, PageWalk<T>? walk = null)
    {
        _activity = activity;
        _fetch = fetch;
        _walk = walk ?? new PageWalk<T>();
    }

    internal override bool CanReadAhead => _ahead is not null && HasMore;

    /// <summary>True when another page follows.</summary>
    internal bool HasMore => _walk.GoesOn;

    /// <summary>Items so far that could not be read, each of which is reported.</summary>
    internal int LeftOut { get; private set; }

    /// <summary>Somebody else reads what follows.</summary>
    internal void Leave(CallContext call)
    {
        ReportUnreadable(call);
        _progress?.Dispose();
    }

    internal override async Task<IReadOnlyList<T>?> ReadAsync(CallContext call)
    {
        // Items before a problem stay valid, so both kinds are reported when the items have been taken.
        ReportUnreadable(call);
        if (_hasProblem)
            throw _walk.Problem!;
        if (!_walk.GoesOn)
            return null;
        Page<T> page;
        try
        {
            page = await (_ahead?.FetchAsync(_walk.Next, call) ?? _fetch(_walk.Next, call)).ConfigureAwait(false);
        }
        catch
        {
            _progress?.Dispose();
            throw;
        }

        if (_seen == 0 && _walk.Next is null)
            _ahead = LinksAhead<T>.CreateFrom(page, _fetch);
        IReadOnlyList<T> items = _walk.Accept(page);
        _seen += items.Count;
        _unreadable = _walk.Unreadable;
        LeftOut += _unreadable.Count;
        _hasProblem = _walk.Problem is not null;
        if (_walk.GoesOn)
        {
            _progress ??= new Activity(call, _activity);
            _progress.Update(call, page.Count is { } count ? $"{_seen} of {count}" : $"{_seen}",
                page.Count is { } total and > 0 ? Math.Min(100, _seen * 100.0 / total) : null);
        }
        else
        {
            _progress?.Dispose();
        }

        return items;
    }

    internal override void End() => _progress?.Dispose();

    private void ReportUnreadable(CallContext call)
    {
        foreach (PostHogApiException unreadable in _unreadable)
            call.Fail(unreadable, null, isOnce: true);
        _unreadable = [];
    }
}
