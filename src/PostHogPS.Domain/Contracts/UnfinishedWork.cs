using System;
using System.Threading;
using System.Threading.Tasks;

namespace PostHogPS.Contracts;

/// <summary>
/// What a command has begun at the server and cancels there when it is stopped. A shell that ends at once takes the request with
/// it, so the command waits for it before the prompt is back. Safe from any thread.
/// </summary>
internal sealed class UnfinishedWork
{
    private readonly object _sync = new();
    private TaskCompletionSource<bool>? _all;
    private int _open;

    /// <summary>Begins a piece of work; disposing the result ends it.</summary>
    internal IDisposable Begin()
    {
        lock (_sync)
        {
            if (_open++ == 0)
                _all = new TaskCompletionSource<bool>(TaskCreationOptions.RunContinuationsAsynchronously);
        }

        return new Piece(this);
    }

    /// <summary>Waits until all of it has ended, up to a limit: a server that does not answer must not block the prompt.</summary>
    internal void Wait(IClock clock, TimeSpan patience)
    {
        Task? all;
        lock (_sync)
            all = _open == 0 ? null : _all!.Task;
        if (all is null)
            return;
        using var over = new CancellationTokenSource();
        Task.WaitAny(all, clock.Delay(patience, over.Token));
        over.Cancel();
    }

    private void End()
    {
        lock (_sync)
        {
            if (--_open == 0)
                _all!.TrySetResult(true);
        }
    }

    private sealed class Piece : IDisposable
    {
        private UnfinishedWork? _owner;

        internal Piece(UnfinishedWork owner) => _owner = owner;

        public void Dispose() => Interlocked.Exchange(ref _owner, null)?.End();
    }
}
