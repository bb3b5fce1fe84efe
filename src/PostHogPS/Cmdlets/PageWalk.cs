using System;
using System.Collections.Generic;
using System.Linq;
using PostHogPS.Contracts;

namespace PostHogPS.Cmdlets;

/// <summary>
/// The way through a list, page by page. Lists by limit and offset move under the reader when the pipeline they feed removes
/// or reorders what they list: the next page then begins too late. Such a list is read again from its start, and what was
/// given already is left out. Lists by cursor do not say how many there are, and do not move.
/// </summary>
internal sealed class PageWalk<T>
{
    private readonly HashSet<object> _given = new();
    private long? _count;
    private long _fewest = long.MaxValue;
    private int _pages;
    private bool _hasShrunk;
    private bool _hasNews;

    /// <summary>The page to ask for; null for the first one.</summary>
    internal string? Next { get; private set; }

    /// <summary>False when all has been given.</summary>
    internal bool GoesOn { get; private set; } = true;

    /// <summary>Takes a page and gives what is new on it.</summary>
    internal IReadOnlyList<T> Take(Page<T> page)
    {
        Next = page.Next;
        GoesOn = Next is not null;
        if (page.Count is not { } count)
            return page.Items;

        // Items of a kind that has no id here are never left out.
        List<T> fresh = page.Items.Where(item => IdOf(item) is not { } id || _given.Add(id)).ToList();
        _pages++;
        _hasShrunk |= _count is { } before && count < before;
        _fewest = Math.Min(_fewest, count);
        _hasNews |= fresh.Count > 0;
        _count = count;
        // A list that grows hides nothing; and what the pipeline itself has made must not be handed to it once more.
        if (!GoesOn && _pages > 1 && _hasNews && (_hasShrunk || _given.Count < _fewest))
            BeginAgain();
        return fresh;
    }

    private void BeginAgain()
    {
        Next = null;
        GoesOn = true;
        _count = null;
        _pages = 0;
        _hasShrunk = false;
        _hasNews = false;
    }

    private static object? IdOf(T item) => item switch
    {
        BatchExport export => export.Id,
        Dashboard dashboard => dashboard.Id,
        Project project => project.Id,
        Organization organization => organization.Id,
        Integration integration => integration.Id,
        _ => null,
    };
}
