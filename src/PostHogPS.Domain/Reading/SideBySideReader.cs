using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using PostHogPS.Contracts;
using PostHogPS.Text;

namespace PostHogPS.Reading;

/// <summary>
/// Reads several sources (exports, projects) at once and gives their items in the order of the sources, as if one had been
/// read after the other: items, warnings and errors alike. A source that fails is an error in its place, and the remaining sources go on.
/// </summary>
/// <typeparam name="TSource">What is read.</typeparam>
/// <typeparam name="TItem">What it gives.</typeparam>
internal sealed class SideBySideReader<TSource, TItem> : ItemReader<(TSource Source, TItem Item)>, IDisposable
{
    private readonly object _sync = new();
    private readonly SideBySidePlan<TSource, TItem> _plan;
    private readonly RequestGate _gate;
    private readonly int _mostBegun;
    private readonly CancellationTokenSource _stop = new();
    private readonly SemaphoreSlim _news = new(0);

    // All that have not been given yet, in order; of each connection those that have not been begun.
    private readonly Queue<(TSource Source, ReadLane<TItem> Lane)> _lanes = new();
    private readonly Dictionary<object, Backlog> _backlogs = new();

    // Shown at once, whichever source they belong to.
    private readonly Queue<EngineMessage> _loose = new();
    private CallContext? _pattern;
    private Activity? _progress;
    private int _added;
    private int _ended;
    private bool _hasGiven;

    /// <param name="plan">How they are read.</param>
    /// <param name="sources">The first of them; more can be added.</param>
    internal SideBySideReader(SideBySidePlan<TSource, TItem> plan, IEnumerable<TSource>? sources = null)
    {
        _plan = plan;
        _gate = new RequestGate(plan.IsWide, plan.MostInFlight);
        // Twice as many as can send: one that ends is followed at once by one that is ready.
        _mostBegun = 2 * plan.MostInFlight;
        foreach (TSource source in sources ?? [])
            Add(source);
    }

    private enum Waiting
    {
        Never,
        WhileFull,
        Always,
    }

    private bool IsFull => _lanes.Count >= _gate.Ahead;

    /// <summary>Adds a source at the end.</summary>
    internal void Add(TSource source)
    {
        lock (_sync)
        {
            var lane = new ReadLane<TItem>(_added++, _plan.ConnectionOf(source));
            _lanes.Enqueue((source, lane));
            if (!_backlogs.TryGetValue(lane.Connection, out Backlog? backlog))
                _backlogs.Add(lane.Connection, backlog = new Backlog());
            backlog.Sources.Enqueue((source, lane));
            if (_lanes.Count == 1)
                _gate.SetHead(lane.Number);
        }

        BeginSome();
    }

    /// <summary>The next batch; null when all sources have been given.</summary>
    internal override Task<IReadOnlyList<(TSource Source, TItem Item)>?> ReadAsync(CallContext call) => ReadAsync(call, Waiting.Always);

    /// <summary>The next batch, waited for only where more sources have been added than can be read ahead; else null.</summary>
    internal Task<IReadOnlyList<(TSource Source, TItem Item)>?> ReadReadyAsync(CallContext call) => ReadAsync(call, Waiting.WhileFull);

    /// <summary>Ends the work. What it holds is left to the collector: it ends a moment after this.</summary>
    public void Dispose() => _stop.Cancel();

    internal override void End()
    {
        Dispose();
        _progress?.Dispose();
    }

    private async Task<IReadOnlyList<(TSource Source, TItem Item)>?> ReadAsync(CallContext call, Waiting waiting)
    {
        if (_hasGiven)
            _gate.Take();
        else
            _gate.Want();
        _hasGiven = false;
        if (_pattern is null)
        {
            _pattern = call;
            BeginSome();
        }

        while (true)
        {
            bool mayWait;
            TSource source;
            object? next;
            lock (_sync)
            {
                next = FindNext(out source);
                mayWait = _lanes.Count > 0 && (waiting == Waiting.Always || (waiting == Waiting.WhileFull && IsFull));
            }

            if (next is EngineMessage message)
            {
                call.Report(message);
            }
            else if (next is IReadOnlyList<TItem> batch)
            {
                _hasGiven = true;
                return batch.Select(item => (source, item)).ToList();
            }
            else if (mayWait)
            {
                ShowProgress(call);
                await _news.WaitAsync(call.Cancellation).ConfigureAwait(false);
            }
            else
            {
                if (waiting == Waiting.Always)
                    _progress?.Dispose();
                return null;
            }
        }
    }

    // A message or a batch; null while nothing has come yet.
    private object? FindNext(out TSource source)
    {
        source = default!;
        if (_loose.Count > 0)
            return _loose.Dequeue();
        while (_lanes.Count > 0)
        {
            (source, ReadLane<TItem> lane) = _lanes.Peek();
            if (!lane.IsEmpty)
            {
                object next = lane.Dequeue();
                if (next is IReadOnlyList<TItem> batch)
                {
                    _gate.Offer();
                    _gate.Hold(lane.Connection, -batch.Count);
                }

                return next;
            }

            if (!lane.HasEnded)
                return null;
            _lanes.Dequeue();
            if (_lanes.Count > 0)
                _gate.SetHead(_lanes.Peek().Lane.Number);
        }

        return null;
    }

    private void BeginSome()
    {
        if (_pattern is null || _stop.IsCancellationRequested)
            return;
        var begun = new List<(TSource Source, ReadLane<TItem> Lane)>();
        lock (_sync)
        {
            foreach (Backlog backlog in _backlogs.Values)
            {
                for (; backlog.Sources.Count > 0 && backlog.Begun < _mostBegun; backlog.Begun++)
                    begun.Add(backlog.Sources.Dequeue());
            }
        }

        foreach ((TSource source, ReadLane<TItem> lane) in begun)
            _ = Task.Run(() => WorkAsync(source, lane));
    }

    private async Task WorkAsync(TSource source, ReadLane<TItem> lane)
    {
        IRequestTurn turn = _gate.CreateTurn(lane.Connection, lane.Number);
        var call = new CallContext(message => Add(source, lane, message), _pattern!.Debug, _pattern.Clock, _stop.Token, () => FlushAsync(source, lane), turn)
        {
            WantsVerbose = _pattern.WantsVerbose, Unfinished = _pattern.Unfinished,
        };
        ItemReader<TItem>? reader = null;
        try
        {
            reader = _plan.Open(source);
            while (await reader.ReadAsync(call).ConfigureAwait(false) is { } batch)
            {
                if (batch.Count > 0)
                    Add(lane, batch);
                else
                    turn.Continue();
            }
        }
        catch (Exception e) when (e is not (OutOfMemoryException or ThreadAbortException))
        {
            // After any failure: a source that failed must never look like an empty one. After the end the error is dropped.
            if (!_stop.IsCancellationRequested)
                call.Fail(e, _plan.TargetOf(source), e is PostHogApiException failed ? _plan.Advice?.Invoke(failed) : null, _plan.IsOnce(e));
        }

        reader?.End();
        lock (_sync)
        {
            lane.HasEnded = true;
            _ended++;
            _backlogs[lane.Connection].Begun--;
        }

        _gate.End(lane.Number);
        _news.Release();
        BeginSome();
    }

    private void Add(ReadLane<TItem> lane, IReadOnlyList<TItem> batch)
    {
        lock (_sync)
        {
            lane.Add(batch);
            if (_lanes.Count > 0 && _lanes.Peek().Lane == lane)
                _gate.Offer();
            _gate.Hold(lane.Connection, batch.Count);
        }

        _gate.Use(lane.Number, hasResults: true);
        _news.Release();
    }

    private void Add(TSource source, ReadLane<TItem> lane, EngineMessage message)
    {
        lock (_sync)
        {
            switch (message.Kind)
            {
                case EngineMessageKind.Progress when _added > 1:
                    return;
                case EngineMessageKind.Progress or EngineMessageKind.Waiting or EngineMessageKind.Verbose or EngineMessageKind.Debug:
                    _loose.Enqueue(_added > 1 && _plan.NameOf(source) is { } name ? message.WithPrefix(OneLine.Clean(name) + ": ") : message);
                    break;
                default:
                    lane.Add(message);
                    break;
            }
        }

        _news.Release();
    }

    // Completed when the caller comes to it, and so has taken everything that this source gave before it.
    private async Task FlushAsync(TSource source, ReadLane<TItem> lane)
    {
        var flushed = new TaskCompletionSource<bool>(TaskCreationOptions.RunContinuationsAsynchronously);
        using (_stop.Token.Register(() => flushed.TrySetCanceled()))
        {
            Add(source, lane, new EngineMessage(EngineMessageKind.Flush, "", null) { Item = flushed });
            await flushed.Task.ConfigureAwait(false);
        }
    }

    private void ShowProgress(CallContext call)
    {
        int ended, added;
        lock (_sync)
            (ended, added) = (_ended, _added);
        if (added < 2)
            return;
        _progress ??= new Activity(call, _plan.Activity);
        _progress.Update(call, $"{ended} of {added}", ended * 100.0 / added);
    }

    private sealed class Backlog
    {
        internal int Begun { get; set; }

        internal Queue<(TSource Source, ReadLane<TItem> Lane)> Sources { get; } = new();
    }
}
