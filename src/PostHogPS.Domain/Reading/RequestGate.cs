using System;
using System.Collections.Generic;
using System.Threading;
using System.Threading.Tasks;
using PostHogPS.Contracts;

namespace PostHogPS.Reading;

/// <summary>
/// Admits the requests of work that is read side by side: at most eight at once per connection, the first in order before
/// later ones. It begins with one and doubles as results are taken, so that a pipeline that wants a single object costs one.
/// </summary>
internal sealed class RequestGate
{
    /// <summary>Requests in flight per connection.</summary>
    internal const int MostInFlight = 8;

    // About forty pages of runs: what is read ahead stays a few megabytes however slowly the pipeline takes it.
    internal const int MostHeld = 4000;

    private readonly object _sync = new();
    private readonly SortedSet<Waiter> _waiting = new(Waiter.InOrder);
    private readonly Dictionary<object, Channel> _channels = new();
    private readonly int _most;

    // Answers of which it is not known yet whether they give something to take, by piece of work.
    private readonly Dictionary<int, int> _unused = new();
    private readonly HashSet<int> _ended = new();
    private int _allowed;
    private int _inFlight;
    private int _head;
    private long _arrivals;
    private bool _isWanted;

    /// <param name="isWide">True where nothing is taken before all of it has been read: then there is no reason to begin slowly.</param>
    /// <param name="most">Requests in flight per connection.</param>
    internal RequestGate(bool isWide = false, int most = MostInFlight)
    {
        _most = most;
        _allowed = isWide ? most : 1;
        _isWanted = isWide;
    }

    /// <summary>How many pieces of work may be begun before the first of them has ended.</summary>
    internal int Ahead
    {
        get
        {
            lock (_sync)
                return IsRamping ? _allowed : 2 * _most;
        }
    }

    private bool IsRamping => _allowed < _most;

    /// <summary>The place of a piece of work.</summary>
    /// <param name="connection">Where its requests go: each connection has a limit of its own.</param>
    /// <param name="lane">Its number in the order in which results are given.</param>
    internal IRequestTurn CreateTurn(object connection, int lane) => new Turn(this, connection, lane, 0);

    /// <summary>Everything that was offered has been taken, and more is wanted.</summary>
    internal void Want() => Pass(() => _isWanted = true);

    /// <summary>A result has been taken, and the next one is wanted.</summary>
    internal void Take() => Pass(Grow);

    /// <summary>Results are there to be taken: until they have been, the ramp does not go on.</summary>
    internal void Offer()
    {
        lock (_sync)
            _isWanted = false;
    }

    /// <summary>A piece of work has used its answers: it gave a result, or continues without one.</summary>
    internal void Use(int lane, bool hasResults) => Pass(() => UseAnswers(lane, hasResults));

    /// <summary>A piece of work has ended: what it still has in flight gives nothing to take.</summary>
    internal void End(int lane) => Pass(() =>
    {
        _ended.Add(lane);
        UseAnswers(lane, hasResults: false);
    });

    /// <summary>The piece of work whose results are taken now: it is never delayed because the limit is reached.</summary>
    internal void SetHead(int lane) => Pass(() => _head = lane);

    /// <summary>Results that have been read for a connection and not been taken yet.</summary>
    internal void Hold(object connection, int items) => Pass(() => ChannelOf(connection).Held += items);

    private Task<IDisposable> EnterAsync(object connection, int lane, int part, CancellationToken cancellation)
    {
        if (cancellation.IsCancellationRequested)
            return Task.FromCanceled<IDisposable>(cancellation);
        var waiter = new Waiter(lane, part, cancellation);
        Pass(() =>
        {
            waiter.Channel = ChannelOf(connection);
            waiter.Arrival = _arrivals++;
            _waiting.Add(waiter);
            // What it asks for now belongs to what it has: the first gap takes a page of runs and a look at the backfills.
            UseAnswers(lane, hasResults: true);
        });
        return waiter.Admitted.Task.IsCompleted ? waiter.Admitted.Task : AwaitAsync(waiter);
    }

    private async Task<IDisposable> AwaitAsync(Waiter waiter)
    {
        using (waiter.Cancellation.Register(() => Leave(waiter)))
        {
            IDisposable permit = await waiter.Admitted.Task.ConfigureAwait(false);
            // Admitted because another one was cancelled, a moment before its own cancellation.
            if (!waiter.Cancellation.IsCancellationRequested)
                return permit;
            permit.Dispose();
            throw new OperationCanceledException(waiter.Cancellation);
        }
    }

    private void Leave(Waiter waiter)
    {
        lock (_sync)
            _waiting.Remove(waiter);
        waiter.Admitted.TrySetCanceled();
    }

    private void Pass(Action change)
    {
        List<Waiter>? admitted = null;
        lock (_sync)
        {
            change();
            if (!HasRoom())
                return;
            foreach (Waiter waiter in _waiting)
            {
                if (!MayEnter(waiter))
                {
                    continue;
                }

                _inFlight++;
                waiter.Channel.InFlight++;
                (admitted ??= []).Add(waiter);
            }

            if (admitted is null)
                return;
            foreach (Waiter waiter in admitted)
                _waiting.Remove(waiter);
        }

        foreach (Waiter waiter in admitted)
        {
            var permit = new Permit(this, waiter);
            if (!waiter.Admitted.TrySetResult(permit))
                permit.Dispose();
        }
    }

    // Asked at every change, mostly while as much is in flight as may be: then nobody has to be looked at.
    private bool HasRoom()
    {
        if (_waiting.Count == 0 || (IsRamping && _inFlight >= _allowed))
            return false;
        foreach (Channel channel in _channels.Values)
        {
            if (channel.InFlight < _most)
                return true;
        }

        return false;
    }

    // While the limit grows, only the first in order: a later one must not take the place of the one whose result is wanted.
    private bool MayEnter(Waiter waiter) =>
        IsRamping
            ? _isWanted && _inFlight < _allowed && waiter.Lane < _head + _allowed
            : waiter.Channel.InFlight < _most && (waiter.Channel.Held < MostHeld || (waiter.Lane == _head && _isWanted));

    private void Grow()
    {
        _isWanted = true;
        if (IsRamping)
            _allowed *= 2;
    }

    // An answer that gives nothing to take leaves the pipeline waiting: it wants more requests as well.
    private void UseAnswers(int lane, bool hasResults)
    {
        if (!_unused.TryGetValue(lane, out int answers))
            return;
        _unused.Remove(lane);
        _inFlight -= answers;
        if (!hasResults && _isWanted)
            Grow();
    }

    // While it ramps, an answer counts as in flight until it is known whether it gives something to take.
    private void Release(Waiter waiter) => Pass(() =>
    {
        waiter.Channel.InFlight--;
        if (IsRamping && !_ended.Contains(waiter.Lane))
            _unused[waiter.Lane] = (_unused.TryGetValue(waiter.Lane, out int answers) ? answers : 0) + 1;
        else
            _inFlight--;
    });

    private Channel ChannelOf(object connection)
    {
        if (!_channels.TryGetValue(connection, out Channel? channel))
            _channels.Add(connection, channel = new Channel());
        return channel;
    }

    private sealed class Channel
    {
        internal int InFlight { get; set; }

        internal int Held { get; set; }
    }

    private sealed class Waiter
    {
        internal static readonly IComparer<Waiter> InOrder = Comparer<Waiter>.Create(static (one, other) =>
            (one.Lane, one.PartNumber, one.Arrival).CompareTo((other.Lane, other.PartNumber, other.Arrival)));

        internal Waiter(int lane, int part, CancellationToken cancellation)
        {
            Lane = lane;
            PartNumber = part;
            Cancellation = cancellation;
        }

        internal int Lane { get; }

        internal int PartNumber { get; }

        internal CancellationToken Cancellation { get; }

        internal Channel Channel { get; set; } = null!;

        internal long Arrival { get; set; }

        internal TaskCompletionSource<IDisposable> Admitted { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }

    private sealed class Permit : IDisposable
    {
        private readonly Waiter _waiter;
        private RequestGate? _gate;

        internal Permit(RequestGate gate, Waiter waiter)
        {
            _gate = gate;
            _waiter = waiter;
        }

        public void Dispose() => Interlocked.Exchange(ref _gate, null)?.Release(_waiter);
    }

    private sealed class Turn : IRequestTurn
    {
        private readonly RequestGate _gate;
        private readonly object _connection;
        private readonly int _lane;
        private readonly int _part;

        internal Turn(RequestGate gate, object connection, int lane, int part)
        {
            _gate = gate;
            _connection = connection;
            _lane = lane;
            _part = part;
        }

        public Task<IDisposable> EnterAsync(CancellationToken cancellation) => _gate.EnterAsync(_connection, _lane, _part, cancellation);

        public void Continue() => _gate.Use(_lane, hasResults: false);

        public IRequestTurn Part(int part) => new Turn(_gate, _connection, _lane, part);
    }
}
