using System;
using System.Collections.Generic;
using PostHogPS.Contracts;
using PostHogPS.Text;

namespace PostHogPS.Reading;

/// <summary>
/// The way through a list, page by page, each item once. Lists by limit and offset change under the reader when the pipeline
/// they feed removes or reorders what they list: the next page then begins too late. Such a list is read again from its start.
/// A list that would never end is a problem instead of a loop.
/// </summary>
internal sealed class PageWalk<T>
{
    /// <summary>Ten million runs: no export has as many.</summary>
    internal const int DefaultMostPages = 100_000;

    // A list that grows while it is read passes its count for a page or two.
    private const int MostBeyondCount = 10;
    private const int MostWithoutNews = 10;
    private const int MostRestarts = 100;
    private const int LeastGrowth = 10_000;

    private readonly HashSet<Guid> _given = new();
    private readonly HashSet<string> _links = new(StringComparer.Ordinal);
    private readonly Func<T, Guid?> _idOf;
    private readonly bool _keepsTwins;
    private readonly int _mostPages;
    private long? _count;
    private long _firstCount;
    private long _fewest = long.MaxValue;
    private long _received;
    private long _unreadable;
    private int _pages;
    private int _allPages;
    private int _beyondCount;
    private int _withoutNews;
    private int _restarts;
    private bool _hasShrunk;
    private bool _hasNews;
    private bool _isWithoutIds;

    /// <param name="idOf">Tells items apart; null takes the ids of the module's own kinds.</param>
    /// <param name="keepsTwins">Items of one page with the same id are all given: for lists of kinds this module does not know.</param>
    /// <param name="mostPages">A list with more pages than this is taken for endless.</param>
    internal PageWalk(Func<T, Guid?>? idOf = null, bool keepsTwins = false, int mostPages = DefaultMostPages)
    {
        _idOf = idOf ?? (static item => ItemId.FindFor(item));
        _keepsTwins = keepsTwins;
        _mostPages = mostPages;
    }

    /// <summary>The page to ask for; null for the first one.</summary>
    internal string? Next { get; private set; }

    /// <summary>False when all has been given, or when there is a problem.</summary>
    internal bool GoesOn { get; private set; } = true;

    /// <summary>Why the list cannot be read to its end. The items before it stay valid.</summary>
    internal PostHogApiException? Problem { get; private set; }

    /// <summary>Errors of items of the last page that have no readable id, each reported once.</summary>
    internal IReadOnlyList<PostHogApiException> Unreadable { get; private set; } = [];

    /// <summary>Takes a page and gives what is new on it.</summary>
    internal IReadOnlyList<T> Accept(Page<T> page)
    {
        List<T> fresh = Fresh(page.Items);
        Unreadable = _restarts == 0 ? page.Unreadable : [];
        _unreadable += Unreadable.Count;
        _received += page.Items.Count + page.Unreadable.Count;
        _pages++;
        _allPages++;
        _hasNews |= fresh.Count > 0;
        Next = page.Next;
        GoesOn = Next is not null;
        if (GoesOn && WhyEndless(page, fresh.Count) is { } why)
            End(page, why);
        else if (page.Count is { } count)
            FollowChanges(page, count);
        return fresh;
    }

    private List<T> Fresh(IReadOnlyList<T> items)
    {
        var fresh = new List<T>(items.Count);
        HashSet<Guid>? here = _keepsTwins ? new HashSet<Guid>() : null;
        foreach (T item in items)
        {
            Guid? id = _idOf(item);
            _isWithoutIds |= id is null;
            if (id is not { } known)
                fresh.Add(item);
            else if (here is null ? _given.Add(known) : !_given.Contains(known))
            {
                here?.Add(known);
                fresh.Add(item);
            }
        }

        if (here is not null)
            _given.UnionWith(here);
        return fresh;
    }

    private string? WhyEndless(Page<T> page, int news)
    {
        if (!_links.Add(page.Next!))
            return "its link to the next page leads back to a page that was read before";
        if (_allPages >= _mostPages)
            return $"it has more than {_mostPages} pages";
        _firstCount = _pages == 1 ? page.Count ?? 0 : _firstCount;
        if (page.Count is not { } count)
        {
            _withoutNews = news > 0 ? 0 : _withoutNews + 1;
            return _withoutNews > MostWithoutNews ? $"its last {_withoutNews} pages brought nothing new" : null;
        }

        _beyondCount = _received >= count ? _beyondCount + 1 : 0;
        if (_beyondCount > MostBeyondCount)
            return $"it says that it has {count} items, gave {_received} and names another page";
        return count > (2 * _firstCount) + LeastGrowth ? $"it grows as fast as it is read ({_firstCount} items at first, {count} now)" : null;
    }

    private void FollowChanges(Page<T> page, long count)
    {
        _hasShrunk |= _count is { } before && count < before;
        _fewest = Math.Min(_fewest, count);
        _count = count;
        // A list that grows hides nothing; and what the pipeline itself has made must not be handed to it once more.
        if (GoesOn || _isWithoutIds || _pages == 1 || !_hasNews || !(_hasShrunk || _given.Count + _unreadable < _fewest))
            return;
        if (++_restarts > MostRestarts)
            End(page, $"it changed on each of {MostRestarts} readings");
        else
            BeginAgain();
    }

    private void End(Page<T> page, string why)
    {
        string message = "the list does not end: " + why + ". What came before is complete";
        Problem = page.Reject?.Invoke(message)
            ?? new PostHogApiException(PostHogErrorKind.InvalidResponse, MessageText.Capitalize(message) + ".");
        Next = null;
        GoesOn = false;
    }

    private void BeginAgain()
    {
        Next = null;
        GoesOn = true;
        _links.Clear();
        _count = null;
        _pages = 0;
        _received = 0;
        _beyondCount = 0;
        _hasShrunk = false;
        _hasNews = false;
    }
}
