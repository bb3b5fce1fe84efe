using System;
using System.Collections.Generic;
using System.Runtime.ExceptionServices;
using System.Threading;
using System.Threading.Tasks;
using PostHogPS.Contracts;

namespace PostHogPS.Reading;

/// <summary>
/// The runs of one export. Its list has a cursor and can be read only page after page; but it can begin anywhere, so a long
/// history is read in windows of about a page each, side by side, and given in order. Each window begins at a bound that the
/// server honours and ends where the next one begins, which is judged here: so no run is lost at a seam or given twice.
/// </summary>
internal sealed class RunWindowReader : ItemReader<BatchExportRun>, IDisposable
{
    // A page of PostHog has 100; a window that has a few more costs a second request.
    private const int LeastPerWindow = 96;
    private const int MostAhead = 2 * RequestGate.MostInFlight;

    private readonly object _sync = new();
    private readonly Func<RunQuery, string?, CallContext, Task<Page<BatchExportRun>>> _fetch;
    private readonly RunQuery _query;
    private readonly PageReader<BatchExportRun> _pages;
    private readonly DateTimeOffset? _end;
    private readonly long _step;
    private readonly Queue<RunWindow> _windows = new();
    private readonly SemaphoreSlim _news = new(0);
    private CancellationTokenSource? _stop;
    private RunWindow? _last;
    private long _frontier;
    private long _width;
    private int _perWindow = LeastPerWindow;
    private HashSet<Guid> _givenAtFrontier = new();
    private int _planning;
    private int _planned;
    private bool _isPlanned;
    private bool _hasBegun;

    /// <param name="activity">What the progress line says.</param>
    /// <param name="fetch">Asks for a page: of a query, or the one that a link leads to.</param>
    /// <param name="query">Which runs.</param>
    /// <param name="end">Where the list ends at the latest, in the order of the query; null where that is not known, and then pages
    /// are read one after the other.</param>
    /// <param name="interval">Length of the export's interval; null where it is not known.</param>
    internal RunWindowReader(
        string activity, Func<RunQuery, string?, CallContext, Task<Page<BatchExportRun>>> fetch, RunQuery query, DateTimeOffset? end, TimeSpan? interval)
    {
        _fetch = fetch;
        _query = query;
        _pages = new PageReader<BatchExportRun>(activity, (next, call) => fetch(query, next, call));
        _end = end;
        _step = interval?.Ticks ?? 0;
    }

    // Newest first by creation, or oldest first by data interval: the bounds of the other orders are not those of the order itself.
    private bool CanBegin => _end is not null && _query.ByDataInterval == _query.Ascending;

    internal override async Task<IReadOnlyList<BatchExportRun>?> ReadAsync(CallContext call)
    {
        if (_stop is not null)
            return await ReadWindowsAsync(call).ConfigureAwait(false);
        if (!_hasBegun || call.Turn is null || !_pages.HasMore || !CanBegin)
        {
            IReadOnlyList<BatchExportRun>? page = await _pages.ReadAsync(call).ConfigureAwait(false);
            if (page is not null)
                Measure(page);
            _hasBegun = true;
            return page;
        }

        if (_width <= 0)
            return await _pages.ReadAsync(call).ConfigureAwait(false);
        _pages.Leave(call);
        _stop = CancellationTokenSource.CreateLinkedTokenSource(call.Cancellation);
        return await ReadWindowsAsync(call).ConfigureAwait(false);
    }

    internal override void End()
    {
        _pages.End();
        _stop?.Cancel();
    }

    /// <summary>Ends the work. What it holds is left to the collector: it ends a moment after this.</summary>
    public void Dispose() => End();

    // Where the windows begin, and how wide one is that holds about a page.
    private void Measure(IReadOnlyList<BatchExportRun> page)
    {
        _width = 0;
        if (page.Count == 0 || KeyOf(page[0]) is not { } first || KeyOf(page[page.Count - 1]) is not { } last || last <= first)
            return;
        // A server may give larger pages, and then a window as small as PostHog's would cost a request for each part of one.
        _perWindow = Math.Max(LeastPerWindow, page.Count * LeastPerWindow / 100);
        long width = (last - first) / page.Count * _perWindow;
        // A page of a backfill's runs, created within minutes, says nothing about the time before it.
        long usual = _step * _perWindow;
        _width = Math.Max(1, width < usual / 2 ? usual : width);
        _frontier = last;
        _givenAtFrontier = IdsAt(page, last);
    }

    private async Task<IReadOnlyList<BatchExportRun>?> ReadWindowsAsync(CallContext call)
    {
        call.Turn?.Continue();
        while (true)
        {
            BeginSome(call);
            RunWindow? first;
            lock (_sync)
            {
                first = _windows.Count > 0 ? _windows.Peek() : null;
                if (first is null && _isPlanned)
                    return null;
                if (first is { Pages.Count: > 0 })
                    return Give(first.Pages.Dequeue(), call);
                if (first is { HasEnded: true })
                {
                    if (first.Error is { } error)
                    {
                        // What was read ahead of it is not given, so nothing more is asked for.
                        End();
                        ExceptionDispatchInfo.Capture(error).Throw();
                    }

                    _windows.Dequeue();
                    continue;
                }
            }

            await _news.WaitAsync(call.Cancellation).ConfigureAwait(false);
        }
    }

    private static List<BatchExportRun> Give((List<BatchExportRun> Runs, IReadOnlyList<PostHogApiException> Unreadable) page, CallContext call)
    {
        foreach (PostHogApiException unreadable in page.Unreadable)
            call.Fail(unreadable, null, isOnce: true);
        return page.Runs;
    }

    private void BeginSome(CallContext call)
    {
        int more;
        lock (_sync)
        {
            more = _isPlanned ? 0 : MostAhead - _windows.Count - _planning;
            _planning += Math.Max(0, more);
        }

        for (; more > 0; more--)
            _ = Task.Run(() => WorkAsync(call.With(call.Turn, _stop!.Token)));
    }

    // Which window it reads is decided when it may send: the earlier windows have shown then how wide one should be.
    private async Task WorkAsync(CallContext call)
    {
        RunWindow? window = null;
        try
        {
            IRequestTurn turn = call.Turn!.Part(int.MaxValue);
            Page<BatchExportRun> page;
            using (IDisposable permit = await turn.EnterAsync(call.Cancellation).ConfigureAwait(false))
            {
                window = Plan();
                if (window is null)
                    return;
                // Given back when the answer is there: the next request goes out before this one's runs are read.
                page = await _fetch(window.Query, null, call.With(new EnteredTurn(turn, permit), call.Cancellation)).ConfigureAwait(false);
            }

            CallContext later = call.With(call.Turn!.Part(window.Number), call.Cancellation);
            var walk = new PageWalk<BatchExportRun>();
            while (!Accept(window, walk, page))
                page = await _fetch(window.Query, walk.Next, later).ConfigureAwait(false);
        }
        catch (Exception e) when (e is not (OutOfMemoryException or ThreadAbortException))
        {
            if (window is not null)
                window.Error = e;
        }
        finally
        {
            lock (_sync)
            {
                if (window is null)
                    _planning--;
                else
                    window.HasEnded = true;
            }

            if (window is null)
                call.Turn!.Continue();
            _news.Release();
        }
    }

    private RunWindow? Plan()
    {
        lock (_sync)
        {
            if (_isPlanned)
                return null;
            _planning--;
            long cut = _frontier + _width;
            _isPlanned = cut >= Key(_end!.Value);
            _last = new RunWindow(_planned++, QueryFrom(_frontier), _frontier, _isPlanned ? long.MaxValue : cut, _givenAtFrontier);
            _frontier = cut;
            _givenAtFrontier = new HashSet<Guid>();
            _windows.Enqueue(_last);
            return _last;
        }
    }

    // Takes what belongs to the window. True when it has all of it.
    private bool Accept(RunWindow window, PageWalk<BatchExportRun> walk, Page<BatchExportRun> page)
    {
        IReadOnlyList<BatchExportRun> runs = walk.Accept(page);
        lock (_sync)
        {
            long? reach = runs.Count > 0 ? KeyOf(runs[runs.Count - 1]) : null;
            if (runs.Count > 0 && KeyOf(runs[0]) < window.From)
                ReadOn();
            bool hasAll = !walk.GoesOn || reach >= window.Cut;
            if (window == _last && reach > window.Cut)
                Widen(window, runs, reach.Value);
            // Only its beginning bounds what is asked for: where the answer ends, the list does.
            _isPlanned |= !walk.GoesOn;
            if (window == _last && !walk.GoesOn)
                window.Cut = long.MaxValue;
            window.Add(Own(window, runs), walk.Unreadable);
            if (hasAll)
                Learn(window);
            _news.Release();
            if (walk.Problem is { } problem)
                throw problem;
            return hasAll;
        }
    }

    // The server does not honour the bound: what is left is read by its links, and nothing is given twice.
    private void ReadOn()
    {
        _isPlanned = true;
        _last!.Cut = long.MaxValue;
    }

    // The page holds more than was asked of it: the next window begins behind that.
    private void Widen(RunWindow window, IReadOnlyList<BatchExportRun> runs, long reach)
    {
        window.Cut = reach + 1;
        if (_isPlanned)
            return;
        _frontier = reach;
        _givenAtFrontier = IdsAt(runs, reach);
    }

    // Runs are not spread evenly: retries and backfills come in between, and pauses.
    private void Learn(RunWindow window)
    {
        long end = window.Cut == long.MaxValue ? 0 : window.Cut - window.From;
        if (end <= 0)
            return;
        long fit = (long)(end * (_perWindow / (double)Math.Max(window.Count, _perWindow / 4)));
        _width = Math.Max(1, (_width + fit) / 2);
    }

    private List<BatchExportRun> Own(RunWindow window, IReadOnlyList<BatchExportRun> runs)
    {
        var own = new List<BatchExportRun>(runs.Count);
        foreach (BatchExportRun run in runs)
        {
            if (IsOf(window, run))
                own.Add(run);
        }

        return own;
    }

    private bool IsOf(RunWindow window, BatchExportRun run) =>
        KeyOf(run) is not { } key || (key >= window.From && key < window.Cut && !(key == window.From && window.GivenBefore.Contains(run.Id)));

    private HashSet<Guid> IdsAt(IReadOnlyList<BatchExportRun> runs, long key)
    {
        var ids = new HashSet<Guid>();
        for (int i = runs.Count - 1; i >= 0 && KeyOf(runs[i]) == key; i--)
            ids.Add(runs[i].Id);
        return ids;
    }

    private RunQuery QueryFrom(long key)
    {
        var bound = new DateTimeOffset(_query.Ascending ? key : -key, TimeSpan.Zero);
        return new RunQuery
        {
            ByDataInterval = _query.ByDataInterval,
            Ascending = _query.Ascending,
            Statuses = _query.Statuses,
            After = _query.Ascending ? bound : _query.After,
            Before = _query.Ascending ? _query.Before : bound,
        };
    }

    private long? KeyOf(BatchExportRun run) => (_query.ByDataInterval ? run.DataIntervalStart : run.CreatedAt) is { } at ? Key(at) : null;

    // Grows in the order of the list.
    private long Key(DateTimeOffset at) => _query.Ascending ? at.UtcTicks : -at.UtcTicks;
}
