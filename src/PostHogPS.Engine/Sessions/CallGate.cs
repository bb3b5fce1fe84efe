using System;
using System.Threading;

namespace PostHogPS.Engine;

/// <summary>
/// Counts the calls of a session. One that is closed while calls run, from another runspace, takes no new ones and ends when
/// the last has: what a running call needs (key, sockets) is not taken from under it.
/// </summary>
internal sealed class CallGate : IDisposable
{
    private readonly object _gate = new();
    private readonly CancellationTokenSource _closing = new();
    private Action? _end;
    private int _running;

    internal bool IsClosed
    {
        get
        {
            lock (_gate)
                return _end is not null;
        }
    }

    /// <summary>Cancelled when the session is closed: waits end then, sends do not.</summary>
    internal CancellationToken Closing => _closing.Token;

    /// <summary>False once the session is closed.</summary>
    internal bool TryEnter()
    {
        lock (_gate)
        {
            if (_end is not null)
                return false;
            _running++;
            return true;
        }
    }

    internal void Leave()
    {
        Action? end;
        lock (_gate)
            end = --_running == 0 ? _end : null;
        end?.Invoke();
    }

    /// <summary>Takes no new calls; <paramref name="end"/> runs when none is left, once.</summary>
    internal void Close(Action end)
    {
        lock (_gate)
        {
            if (_end is not null)
                return;
            _end = end;
            // Keeps a call that ends meanwhile from ending the session before the waits are told.
            _running++;
        }

        _closing.Cancel();
        Leave();
    }

    public void Dispose() => _closing.Dispose();
}

/// <summary>One call's place in a <see cref="CallGate"/>.</summary>
internal readonly struct CallLease(CallGate calls) : IDisposable
{
    public void Dispose() => calls.Leave();
}
